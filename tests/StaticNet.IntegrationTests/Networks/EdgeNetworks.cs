#pragma warning disable CA1812 // networks are found and made by reflection
namespace StaticNet.IntegrationTests.Networks.Edges;

// Around the edges of tiles (32), of blocks, of the straight-line budgets; with one layer and with many; without a bias.
[Mlp(31, 32, 33)] internal sealed partial class E31x32x33;
[Mlp(33, 33, 31)] internal sealed partial class E33x33x31;
[Mlp(63, 65, 64)] internal sealed partial class E63x65x64;
[Mlp(65, 64, 63)] internal sealed partial class E65x64x63;
[Mlp(127, 9, 128)] internal sealed partial class E127x9x128;
[Mlp(129, 128, 5)] internal sealed partial class E129x128x5;
[Mlp(200, 200, 200)] internal sealed partial class E200x200x200;
[Mlp(784, 33, 10)] internal sealed partial class E784x33x10;

// Sums that are cut into blocks: a layer of whole and narrow tiles with one running sum per output, one with four, one with two of a narrow tile.
[Mlp(1543, 69, 6)] internal sealed partial class E1543x69x6;
[Mlp(2101, 40)] internal sealed partial class E2101x40;
[Mlp(1027, 300)] internal sealed partial class E1027x300;
[Mlp(4099, 13)] internal sealed partial class L4099x13;

[Mlp(1, 1)] internal sealed partial class L1x1;
[Mlp(13, 1)] internal sealed partial class L13x1;
[Mlp(100, 1)] internal sealed partial class L100x1;
[Mlp(70, 4)] internal sealed partial class L70x4;
[Mlp(203, 3)] internal sealed partial class L203x3;
[Mlp(4, 128, 3)] internal sealed partial class S4x128x3;
[Mlp(16, 256, 4)] internal sealed partial class E16x256x4;
[Mlp(5, 40)] internal sealed partial class L5x40;
[Mlp(6, 7, 8, 9, 2, Activation = Activation.Tanh)] internal sealed partial class Deep;
[Mlp(9, 12, 5, Bias = false, Activation = Activation.SiLU)] internal sealed partial class NoBias;
[Mlp(70, 40, 1, Bias = false)] internal sealed partial class NoBiasOne;
[Mlp(8, 1, 8, 1, 3)] internal sealed partial class Needles;
