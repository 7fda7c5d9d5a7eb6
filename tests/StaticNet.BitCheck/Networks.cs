using StaticNet;

namespace StaticNet.BitCheck;

// Every regime: written out and in loops, samples in lanes and matrix products, each order of sums, one layer and many.
[Mlp(4, 10, 3)] internal sealed partial class Iris;
[Mlp(4, 10, 3, Unroll = Unroll.Loops)] internal sealed partial class IrisLoops;
[Mlp(2, 8, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid)] internal sealed partial class Xor;
[Mlp(16, 32, 32, 4, OutputActivation = Activation.Softmax)] internal sealed partial class Middle;
[Mlp(64, 64, 64, 10)] internal sealed partial class Square;
[Mlp(784, 128, 10, OutputActivation = Activation.LogSoftmax)] internal sealed partial class Digits;
[Mlp(1543, 69, 6)] internal sealed partial class LongSums;
[Mlp(17, 33, 9, Activation = Activation.GELU)] internal sealed partial class Odd;
[Mlp(40, 131, 65, 7, Activation = Activation.SiLU)] internal sealed partial class LoopsOdd;
[Mlp(13, 1)] internal sealed partial class Linear1;
[Mlp(100, 1)] internal sealed partial class Linear2;
[Mlp(70, 4)] internal sealed partial class Linear3;
[Mlp(5, 40)] internal sealed partial class Linear4;
[Mlp(203, 3)] internal sealed partial class Linear5;
[Mlp(4, 128, 3)] internal sealed partial class WideThenNarrow;
[Mlp(8, 1, 8, 1, 3)] internal sealed partial class Needles;
[Mlp(9, 12, 5, Bias = false, Activation = Activation.Tanh)] internal sealed partial class NoBias;

// Stages over matrices: norms, values that are read again, dropout. No bias before BatchNorm1d, which takes it away again: its gradient is
// rounding alone, and Adam makes steps of full size of that, so that without fused multiply-add such a bias goes elsewhere.
[Sequential(11), Linear(19, Bias = false), BatchNorm1d, ReLU, Dropout(0.2f), Linear(19), LayerNorm, LeakyReLU, Residual(3), RMSNorm, GELU, Concat, Linear(5)] internal sealed partial class Stages;
[Sequential(64), BatchNorm1d, Linear(64), LayerNorm, ReLU, Linear(64, Bias = false), BatchNorm1d, SiLU, PReLU, Linear(3), Sigmoid] internal sealed partial class WideStages;

// At the edges of the straight-line budgets: estimated IL 44,840 bytes of 45,000, and 786 locals of 800.
[Mlp(52, 128, 48, Unroll = Unroll.Full)] internal sealed partial class ManyInstructions;
[Mlp(15, 128, 48, Unroll = Unroll.Full)] internal sealed partial class BothWidths;
[Mlp(8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, Activation = Activation.Tanh)] internal sealed partial class ManyLocals;

// Every activation, after hidden layers and after the last.
[Mlp(7, 20, 3, Activation = Activation.Identity, OutputActivation = Activation.Identity, Loss = Loss.MeanSquaredError)] internal sealed partial class IdentityNet;
[Mlp(7, 20, 3, Activation = Activation.Step, OutputActivation = Activation.Step, Loss = Loss.MeanSquaredError)] internal sealed partial class StepNet;
[Mlp(7, 20, 3, Activation = Activation.ReLU, OutputActivation = Activation.ReLU, Loss = Loss.MeanSquaredError)] internal sealed partial class ReLUNet;
[Mlp(7, 20, 3, Activation = Activation.LeakyReLU, OutputActivation = Activation.LeakyReLU, Loss = Loss.MeanSquaredError)] internal sealed partial class LeakyReLUNet;
[Mlp(7, 20, 3, Activation = Activation.ELU, OutputActivation = Activation.ELU, Loss = Loss.MeanSquaredError)] internal sealed partial class ELUNet;
[Mlp(7, 20, 3, Activation = Activation.SELU, OutputActivation = Activation.SELU, Loss = Loss.MeanSquaredError)] internal sealed partial class SELUNet;
[Mlp(7, 20, 3, Activation = Activation.GELU, OutputActivation = Activation.GELU, Loss = Loss.MeanSquaredError)] internal sealed partial class GELUNet;
[Mlp(7, 20, 3, Activation = Activation.GELUTanh, OutputActivation = Activation.GELUTanh, Loss = Loss.MeanSquaredError)] internal sealed partial class GELUTanhNet;
[Mlp(7, 20, 3, Activation = Activation.SiLU, OutputActivation = Activation.SiLU, Loss = Loss.MeanSquaredError)] internal sealed partial class SiLUNet;
[Mlp(7, 20, 3, Activation = Activation.Mish, OutputActivation = Activation.Mish, Loss = Loss.MeanSquaredError)] internal sealed partial class MishNet;
[Mlp(7, 20, 3, Activation = Activation.Softplus, OutputActivation = Activation.Softplus, Loss = Loss.MeanSquaredError)] internal sealed partial class SoftplusNet;
[Mlp(7, 20, 3, Activation = Activation.Softsign, OutputActivation = Activation.Softsign, Loss = Loss.MeanSquaredError)] internal sealed partial class SoftsignNet;
[Mlp(7, 20, 3, Activation = Activation.Sigmoid, OutputActivation = Activation.Sigmoid, Loss = Loss.MeanSquaredError)] internal sealed partial class SigmoidNet;
[Mlp(7, 20, 3, Activation = Activation.Tanh, OutputActivation = Activation.Tanh, Loss = Loss.MeanSquaredError)] internal sealed partial class TanhNet;
[Mlp(7, 20, 3, Activation = Activation.HardSigmoid, OutputActivation = Activation.HardSigmoid, Loss = Loss.MeanSquaredError)] internal sealed partial class HardSigmoidNet;
[Mlp(7, 20, 3, Activation = Activation.HardTanh, OutputActivation = Activation.HardTanh, Loss = Loss.MeanSquaredError)] internal sealed partial class HardTanhNet;
[Mlp(7, 20, 3, Activation = Activation.HardSwish, OutputActivation = Activation.HardSwish, Loss = Loss.MeanSquaredError)] internal sealed partial class HardSwishNet;
[Mlp(7, 20, 3, Activation = Activation.ReLU6, OutputActivation = Activation.ReLU6, Loss = Loss.MeanSquaredError)] internal sealed partial class ReLU6Net;
[Mlp(7, 20, 3, Activation = Activation.CELU, OutputActivation = Activation.CELU, Loss = Loss.MeanSquaredError)] internal sealed partial class CELUNet;
[Mlp(7, 20, 3, Activation = Activation.LogSigmoid, OutputActivation = Activation.LogSigmoid, Loss = Loss.MeanSquaredError)] internal sealed partial class LogSigmoidNet;
[Mlp(7, 20, 3, Activation = Activation.Tanhshrink, OutputActivation = Activation.Tanhshrink, Loss = Loss.MeanSquaredError)] internal sealed partial class TanhshrinkNet;
[Mlp(7, 20, 3, Activation = Activation.Softshrink, OutputActivation = Activation.Softshrink, Loss = Loss.MeanSquaredError)] internal sealed partial class SoftshrinkNet;
[Mlp(7, 20, 3, Activation = Activation.Hardshrink, OutputActivation = Activation.Hardshrink, Loss = Loss.MeanSquaredError)] internal sealed partial class HardshrinkNet;
[Sequential(1), LSTM(8), Linear(1)] internal sealed partial class SmallLstm;
[Sequential(3), LSTM(40, Layers = 2), LayerNorm, Linear(5), Tanh] internal sealed partial class WideLstm;
[Sequential(2), GRU(16), RNN(21), Concat, MeanOverTime, Linear(3), Softmax] internal sealed partial class GruStack;
[Sequential(2), Conv1d(8, 3), Tanh, Conv1d(16, 3, 5, 2), ReLU, Conv1d(2, 1), Residual(5), Linear(2)][Training(Loss = Loss.ErrorToSignal, PreEmphasis = 0.85f, DirectCurrentWeight = 0.25f)] internal sealed partial class Convolutions;
