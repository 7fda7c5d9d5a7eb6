#pragma warning disable CA1812 // networks are found and made by reflection
namespace StaticNet.IntegrationTests.Networks.Training;

// The networks of the fixtures train-*.json.
[Mlp(4, 10, 3)] internal sealed partial class Iris;
[Mlp(4, 10, 3, Unroll = Unroll.Loops)] internal sealed partial class IrisLoops;
[Mlp(1, 16, 1, Activation = Activation.Tanh)] internal sealed partial class Sine;
[Mlp(2, 8, 1, Activation = Activation.Tanh, Loss = Loss.BinaryCrossEntropy)] internal sealed partial class Xor;
