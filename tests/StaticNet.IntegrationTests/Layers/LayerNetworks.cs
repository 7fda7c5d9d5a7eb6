namespace StaticNet.IntegrationTests.Layers;

/// <summary>Stacks of layers, each chosen for what stands beside what.</summary>
[Sequential(5), Tanh, Linear(9), ReLU, Sigmoid, Linear(7), SiLU, Softsign, Linear(3)]
public partial class ActivationsInARow;

[Sequential(6), Linear(10), LeakyReLU(0.1f), Linear(9), LeakyReLU(0.3f), Linear(8), ELU(0.5f), Linear(7), Softplus(2f, 10f), Linear(6), HardTanh(-0.5f, 0.8f), Linear(4)]
public partial class ActivationsWithConstants;

[Sequential(7), LeakyReLU(0.1f), Linear(10), LeakyReLU(0.3f), Linear(5), GELU, Mish, Linear(2), Sigmoid]
[Training(Loss = Loss.MeanSquaredError)]
public partial class ActivationFirst;

[Sequential(4), Linear(32), LayerNorm, SiLU, Dropout(0.1f), Linear(3), Softmax]
[Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.1f)]
public partial class Tutorial;

[Sequential(13), LayerNorm(1e-4f), Linear(20), Tanh, LayerNorm(1e-3f, Affine = false), Dropout(0.4f), Dropout(0.2f), Linear(5), LogSoftmax]
public partial class NormFirst;

[Sequential(6), Linear(12, Name = "stem"), ReLU, Linear(12), Residual(2), ReLU, Concat, Linear(18, Name = "wide"), PReLU(0.3f), Residual("5"), Concat("stem", From = 5, Count = 4), LayerNorm, Linear(4)]
public partial class Residuals;

[Sequential(11), RMSNorm, Linear(13), SiLU, RMSNorm(1e-3f, Affine = false), Linear(22), RMSNorm(Name = "norm"), ReLU, Residual("norm"), RMSNorm, Linear(3)]
public partial class RootMeanSquares;

[Sequential(9), PReLU(PerFeature = true), Residual(1), Concat, Linear(1, Bias = false), Sigmoid]
public partial class ResidualOnInput;

// Two branches of the input joined, a permutation with one value twice, and a branch of an inner value.
[Sequential(9), Select(4, 5, Name = "right"), Linear(6), Tanh(Name = "a"), Select([3, 0, 1, 0], OfInput = true), Linear(7), ReLU, Concat("a"), Linear(12, Name = "joined"), SiLU, Select(2, 6, Layer = "joined"), Residual("a"), Concat("8"), Concat("right"), Linear(3)]
public partial class Branches;

[Sequential(5), Select(1, 3), Select([2, 1], Name = "turned"), Linear(1), Concat("turned"), Select(0, 2)]
public partial class SelectAtBothEnds;

[Sequential(7), ScaleShift(0.5f, 0.25f, Mean = -1.5f), ScaleShift(-1.25f), Linear(13), ScaleShift(0.75f, -0.5f, Name = "scaled"), Tanh, Linear(6), ScaleShift(2, Mean = 0.5f), HardTanh(float.NegativeInfinity, 1.5f), ScaleShift(0.5f, 1), ReLU, Linear(3), Tanh, ScaleShift(2.5f, -0.5f)]
public partial class ScaleShifts;

[Sequential(5), Standardize, Linear(9), Tanh, Linear(3), Standardize(Name = "targets")]
public partial class Standardized;

[Sequential(11), MinMax(-1, 1, Name = "inputs"), Linear(9), ReLU, Linear(9), Tanh, MinMax(-1, 1)]
public partial class MinMaxed;

[Mlp(4, 10, 3, Standardize = true)]
public partial class StandardizedMlp;

[Sequential(2), ScaleShift(Mean = 0), Linear(1, Bias = false)]
public partial class Pressure;

// No bias before a norm over the batch: the norm takes it out again, so its gradient is 0 and a relative error of it says nothing.
[Sequential(6), Linear(14, Bias = false), BatchNorm1d, ReLU, Dropout(0.25f), Linear(10, Bias = false), BatchNorm1d(1e-3f, 0.3f, Affine = false), Tanh, Linear(3)]
public partial class BatchNorms;

[Sequential(3), BatchNorm1d, Linear(5), SiLU, Linear(2)]
public partial class BatchNormFirst;

[Sequential(70), Linear(130), LayerNorm, GELU, Linear(67), Tanh, Residual(1), BatchNorm1d, PReLU(PerFeature = true), Linear(37)]
public partial class Wide;
