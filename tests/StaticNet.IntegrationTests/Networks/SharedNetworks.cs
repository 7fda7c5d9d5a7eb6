#pragma warning disable CA1812 // some networks are found and made by reflection only
namespace StaticNet.IntegrationTests.Networks.Exact;

// One network of each regime, with labels as targets.
[Mlp(4, 10, 3)] internal sealed partial class Small;
[Mlp(2, 8, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid)] internal sealed partial class One;
[Mlp(16, 32, 32, 4, OutputActivation = Activation.Softmax)] internal sealed partial class Middle;
[Mlp(64, 150, 70, 10)] internal sealed partial class Large;
[Mlp(3, 1500, Activation = Activation.GELU, OutputActivation = Activation.LogSoftmax)] internal sealed partial class Wide;
[Mlp(9, 21, 2, Activation = Activation.GELU)] internal sealed partial class Two;

// The same networks written out and in loops.
[Mlp(4, 10, 3, Unroll = Unroll.Full)] internal sealed partial class ReLUFull;
[Mlp(4, 10, 3, Unroll = Unroll.Loops)] internal sealed partial class ReLULoops;
[Mlp(13, 37, 18, 9, Activation = Activation.GELU, OutputActivation = Activation.Tanh, Unroll = Unroll.Full)] internal sealed partial class GELUFull;
[Mlp(13, 37, 18, 9, Activation = Activation.GELU, OutputActivation = Activation.Tanh, Unroll = Unroll.Loops)] internal sealed partial class GELULoops;
[Mlp(40, 66, 1, Activation = Activation.Mish, OutputActivation = Activation.Sigmoid, Unroll = Unroll.Full)] internal sealed partial class MishFull;
[Mlp(40, 66, 1, Activation = Activation.Mish, OutputActivation = Activation.Sigmoid, Unroll = Unroll.Loops)] internal sealed partial class MishLoops;
[Mlp(33, 20, 5, Activation = Activation.SiLU, OutputActivation = Activation.Softmax, Unroll = Unroll.Full)] internal sealed partial class SiLUFull;
[Mlp(33, 20, 5, Activation = Activation.SiLU, OutputActivation = Activation.Softmax, Unroll = Unroll.Loops)] internal sealed partial class SiLULoops;
[Mlp(70, 70, 20, Activation = Activation.ELU, Unroll = Unroll.Full)] internal sealed partial class ELUFull;
[Mlp(70, 70, 20, Activation = Activation.ELU, Unroll = Unroll.Loops)] internal sealed partial class ELULoops;
