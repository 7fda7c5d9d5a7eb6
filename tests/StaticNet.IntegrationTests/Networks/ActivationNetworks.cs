#pragma warning disable CA1812 // networks are found and made by reflection
namespace StaticNet.IntegrationTests.Networks.Activations;

// Every activation after hidden layers and after the last; some in loops too (Exact has more).
[Mlp(5, 17, 3, Activation = Activation.Identity, OutputActivation = Activation.Identity, Loss = Loss.MeanSquaredError)] internal sealed partial class IdentityNet;
[Mlp(6, 40, 13, Activation = Activation.Identity, OutputActivation = Activation.Identity, Loss = Loss.MeanSquaredError, Unroll = Unroll.Loops)] internal sealed partial class IdentityLoops;
[Mlp(5, 17, 3, Activation = Activation.Step, OutputActivation = Activation.Step, Loss = Loss.MeanSquaredError)] internal sealed partial class StepNet;
[Mlp(5, 17, 3, Activation = Activation.ReLU, OutputActivation = Activation.ReLU, Loss = Loss.MeanSquaredError)] internal sealed partial class ReLUNet;
[Mlp(5, 17, 3, Activation = Activation.LeakyReLU, OutputActivation = Activation.LeakyReLU, Loss = Loss.MeanSquaredError)] internal sealed partial class LeakyReLUNet;
[Mlp(5, 17, 3, Activation = Activation.ELU, OutputActivation = Activation.ELU, Loss = Loss.MeanSquaredError)] internal sealed partial class ELUNet;
[Mlp(5, 17, 3, Activation = Activation.SELU, OutputActivation = Activation.SELU, Loss = Loss.MeanSquaredError)] internal sealed partial class SELUNet;
[Mlp(5, 17, 3, Activation = Activation.GELU, OutputActivation = Activation.GELU, Loss = Loss.MeanSquaredError)] internal sealed partial class GELUNet;
[Mlp(6, 40, 13, Activation = Activation.GELU, OutputActivation = Activation.GELU, Loss = Loss.MeanSquaredError, Unroll = Unroll.Loops)] internal sealed partial class GELULoops;
[Mlp(5, 17, 3, Activation = Activation.GELUTanh, OutputActivation = Activation.GELUTanh, Loss = Loss.MeanSquaredError)] internal sealed partial class GELUTanhNet;
[Mlp(5, 17, 3, Activation = Activation.SiLU, OutputActivation = Activation.SiLU, Loss = Loss.MeanSquaredError)] internal sealed partial class SiLUNet;
[Mlp(5, 17, 3, Activation = Activation.Mish, OutputActivation = Activation.Mish, Loss = Loss.MeanSquaredError)] internal sealed partial class MishNet;
[Mlp(5, 17, 3, Activation = Activation.Softplus, OutputActivation = Activation.Softplus, Loss = Loss.MeanSquaredError)] internal sealed partial class SoftplusNet;
[Mlp(5, 17, 3, Activation = Activation.Softsign, OutputActivation = Activation.Softsign, Loss = Loss.MeanSquaredError)] internal sealed partial class SoftsignNet;
[Mlp(5, 17, 3, Activation = Activation.Sigmoid, OutputActivation = Activation.Sigmoid, Loss = Loss.MeanSquaredError)] internal sealed partial class SigmoidNet;
[Mlp(6, 40, 13, Activation = Activation.Sigmoid, OutputActivation = Activation.Sigmoid, Loss = Loss.MeanSquaredError, Unroll = Unroll.Loops)] internal sealed partial class SigmoidLoops;
[Mlp(5, 17, 3, Activation = Activation.Tanh, OutputActivation = Activation.Tanh, Loss = Loss.MeanSquaredError)] internal sealed partial class TanhNet;
[Mlp(5, 17, 3, Activation = Activation.HardSigmoid, OutputActivation = Activation.HardSigmoid, Loss = Loss.MeanSquaredError)] internal sealed partial class HardSigmoidNet;
[Mlp(5, 17, 3, Activation = Activation.HardTanh, OutputActivation = Activation.HardTanh, Loss = Loss.MeanSquaredError)] internal sealed partial class HardTanhNet;
[Mlp(5, 17, 3, Activation = Activation.HardSwish, OutputActivation = Activation.HardSwish, Loss = Loss.MeanSquaredError)] internal sealed partial class HardSwishNet;
[Mlp(5, 17, 3, Activation = Activation.ReLU6, OutputActivation = Activation.ReLU6, Loss = Loss.MeanSquaredError)] internal sealed partial class ReLU6Net;
[Mlp(5, 17, 3, Activation = Activation.CELU, OutputActivation = Activation.CELU, Loss = Loss.MeanSquaredError)] internal sealed partial class CELUNet;
[Mlp(6, 40, 13, Activation = Activation.CELU, OutputActivation = Activation.CELU, Loss = Loss.MeanSquaredError, Unroll = Unroll.Loops)] internal sealed partial class CELULoops;
[Mlp(5, 17, 3, Activation = Activation.LogSigmoid, OutputActivation = Activation.LogSigmoid, Loss = Loss.MeanSquaredError)] internal sealed partial class LogSigmoidNet;
[Mlp(5, 17, 3, Activation = Activation.Tanhshrink, OutputActivation = Activation.Tanhshrink, Loss = Loss.MeanSquaredError)] internal sealed partial class TanhshrinkNet;
[Mlp(5, 17, 3, Activation = Activation.Softshrink, OutputActivation = Activation.Softshrink, Loss = Loss.MeanSquaredError)] internal sealed partial class SoftshrinkNet;
[Mlp(5, 17, 3, Activation = Activation.Hardshrink, OutputActivation = Activation.Hardshrink, Loss = Loss.MeanSquaredError)] internal sealed partial class HardshrinkNet;
[Mlp(5, 9, 3, OutputActivation = Activation.Softmax, Loss = Loss.MeanSquaredError)] internal sealed partial class SoftmaxNet;
[Mlp(6, 13, OutputActivation = Activation.Softmax, Loss = Loss.MeanSquaredError, Unroll = Unroll.Loops)] internal sealed partial class SoftmaxLoops;
[Mlp(7, 7, OutputActivation = Activation.Softmax, Loss = Loss.MeanSquaredError)] internal sealed partial class SoftmaxOnly;
[Mlp(5, 9, 3, OutputActivation = Activation.LogSoftmax, Loss = Loss.MeanSquaredError)] internal sealed partial class LogSoftmaxNet;
[Mlp(6, 13, OutputActivation = Activation.LogSoftmax, Loss = Loss.MeanSquaredError, Unroll = Unroll.Loops)] internal sealed partial class LogSoftmaxLoops;
[Mlp(7, 7, OutputActivation = Activation.LogSoftmax, Loss = Loss.MeanSquaredError)] internal sealed partial class LogSoftmaxOnly;
