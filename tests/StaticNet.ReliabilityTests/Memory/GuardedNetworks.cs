namespace StaticNet.ReliabilityTests.Memory;

// Stacks whose widths are odd or pass a tile, so that rows, blocks of rows and remainders all end somewhere in a span.
[Sequential(70), Linear(130), LayerNorm, GELU, Linear(67), Tanh, Residual(1), BatchNorm1d, PReLU(PerFeature = true), Linear(37)]
internal sealed partial class WideStack;

[Sequential(13), LayerNorm, Linear(33), Tanh, RMSNorm, Dropout(0.3f), Linear(5), LogSoftmax]
internal sealed partial class NormsAndDropout;

[Sequential(7), Linear(19, Name = "stem"), BatchNorm1d, ReLU, Linear(19), Residual("stem"), PReLU, Concat, Dropout, Linear(1)]
internal sealed partial class JoinsWithOneOutput;

[Sequential(65), BatchNorm1d, Linear(257, Bias = false), RMSNorm, SiLU, Concat("0"), Linear(31), Softmax]
internal sealed partial class ConcatOfNorm;

[Sequential(1), PReLU, Concat, Linear(3), LayerNorm(1e-3f), Linear(2), Concat]
internal sealed partial class ConcatAtTheEnd;

[Sequential(13), Select(6, 7), Linear(5, Name = "right"), Select([12, 0, 3], OfInput = true), Concat("right"), Select(1, 7)]
internal sealed partial class SelectedColumns;

[Sequential(5), Linear(300), BatchNorm1d, ReLU, Dropout(0.2f), Linear(300), Residual(4), RMSNorm, Linear(3), Sigmoid]
internal sealed partial class WideResidual;

[Sequential(129), Linear(66), LeakyReLU(0.1f), Linear(66), Residual(2), Dropout(0.1f), Linear(1), PReLU]
internal sealed partial class PReLUAtTheEnd;

[Mlp(4, 10, 3)]
internal sealed partial class SmallPerceptron;

[Mlp(9, 11, 1)]
internal sealed partial class OneOutput;

[Mlp(33, 70, 7, OutputActivation = Activation.Softmax)]
internal sealed partial class SoftmaxPerceptron;

[Mlp(35, 1100, 9, Activation = Activation.SiLU)]
internal sealed partial class WidePerceptron;
