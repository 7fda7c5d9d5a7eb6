#pragma warning disable CA1812 // networks are found and made by reflection
namespace StaticNet.IntegrationTests.Networks.Losses;

// Every loss after the outputs it can follow, with its options.
[Mlp(6, 10, 5, Activation = Activation.Tanh, Loss = Loss.MeanSquaredError)] internal sealed partial class MeanSquaredError;
[Mlp(6, 10, 5, Activation = Activation.Tanh, OutputActivation = Activation.Tanh, Loss = Loss.MeanSquaredError)] internal sealed partial class MeanSquaredErrorOfTanh;
[Mlp(6, 10, 5, Activation = Activation.Tanh, Loss = Loss.MeanAbsoluteError)] internal sealed partial class MeanAbsoluteError;
[Mlp(6, 10, 5, Activation = Activation.Tanh, Loss = Loss.Huber)] internal sealed partial class Huber;
[Mlp(6, 10, 5, Activation = Activation.Tanh, OutputActivation = Activation.Tanh, Loss = Loss.Huber)] internal sealed partial class HuberOfTanh;
[Mlp(6, 10, 5, Activation = Activation.Tanh, Loss = Loss.SmoothL1)] internal sealed partial class SmoothL1;
[Mlp(6, 10, 5, Activation = Activation.Tanh, Loss = Loss.Hinge)] internal sealed partial class Hinge;
[Mlp(6, 10, 1, Activation = Activation.Tanh)][Training(Loss = Loss.Huber, HuberDelta = 0.5f)] internal sealed partial class HuberHalf;
[Mlp(6, 10, 1, Activation = Activation.Tanh)][Training(Loss = Loss.SmoothL1, SmoothL1Beta = 0.25f)] internal sealed partial class SmoothL1Quarter;
[Mlp(6, 10, 1, Activation = Activation.Tanh, Loss = Loss.BinaryCrossEntropy)] internal sealed partial class Binary;
[Mlp(6, 10, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid)] internal sealed partial class BinaryOfSigmoid;
[Mlp(6, 10, 5, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid)] internal sealed partial class BinaryMany;
[Mlp(6, 10, 3, Activation = Activation.Tanh)][Training(Loss = Loss.BinaryCrossEntropy, PositiveWeights = [1f, 3f, 0.5f])] internal sealed partial class BinaryManyWeighted;
[Mlp(6, 10, 5, Activation = Activation.Tanh, Loss = Loss.CrossEntropy)] internal sealed partial class Cross;
[Mlp(6, 10, 3, Activation = Activation.Tanh, OutputActivation = Activation.Softmax)] internal sealed partial class CrossOfSoftmax;
[Mlp(6, 10, 70, Activation = Activation.Tanh, OutputActivation = Activation.Softmax)] internal sealed partial class CrossWide;
[Mlp(6, 10, 5, Activation = Activation.Tanh)][Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.1f)] internal sealed partial class CrossSmooth;
[Mlp(6, 10, 3, Activation = Activation.Tanh)][Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.2f, ClassWeights = [0.5f, 1f, 2.5f])] internal sealed partial class CrossWeighted;
[Mlp(6, 10, 5, Activation = Activation.Tanh, OutputActivation = Activation.LogSoftmax)] internal sealed partial class LogLikelihood;
[Mlp(6, 10, 3, Activation = Activation.Tanh, OutputActivation = Activation.LogSoftmax)][Training(ClassWeights = [0.5f, 1f, 2.5f])] internal sealed partial class LogLikelihoodWeighted;
[Mlp(6, 10, 5, Activation = Activation.Tanh, Loss = Loss.KLDivergence)] internal sealed partial class Divergence;
[Mlp(6, 70, 20, Activation = Activation.Tanh, OutputActivation = Activation.Softmax, Loss = Loss.KLDivergence)] internal sealed partial class DivergenceOfSoftmax;
[Mlp(6, 10, 9, Activation = Activation.Tanh)][Training(Loss = Loss.MeanSquaredError, OutputWeights = [1f, 2f, 0.5f, 0f, 1f, 1f, 3f, 1f, 0.25f])] internal sealed partial class MeanSquaredErrorOutputs;
[Mlp(6, 10, 3, Activation = Activation.Tanh)][Training(Loss = Loss.MeanSquaredError, MissingTargets = MissingTargets.Ignore)] internal sealed partial class MeanSquaredErrorMissing;
[Mlp(6, 10, 9, Activation = Activation.Tanh)][Training(Loss = Loss.Huber, OutputWeights = [1f, 2f, 0.5f, 0f, 1f, 1f, 3f, 1f, 0.25f], MissingTargets = MissingTargets.Ignore)] internal sealed partial class HuberMissing;
[Mlp(6, 10, 3, Activation = Activation.Tanh)][Training(Loss = Loss.BinaryCrossEntropy, PositiveWeights = [1f, 3f, 0.5f], OutputWeights = [2f, 1f, 0.5f], FocalGamma = 2f, MissingTargets = MissingTargets.Ignore)] internal sealed partial class BinaryFocalMissing;
[Mlp(6, 10, 1, Activation = Activation.Tanh)][Training(Loss = Loss.BinaryCrossEntropy, FocalGamma = 1.5f)] internal sealed partial class BinaryFocal;
[Mlp(6, 10, 3, Activation = Activation.Tanh)][Training(Loss = Loss.CrossEntropy, FocalGamma = 2f)] internal sealed partial class CrossFocal;
[Mlp(6, 10, 5, Activation = Activation.Tanh)][Training(Loss = Loss.CrossEntropy, FocalGamma = 0.5f, ClassWeights = [0.5f, 1f, 2.5f, 1f, 1f], LabelSmoothing = 0.125f)] internal sealed partial class CrossFocalWeighted;
[Mlp(6, 10, 70, Activation = Activation.Tanh, OutputActivation = Activation.Softmax)][Training(FocalGamma = 3f)] internal sealed partial class CrossFocalWide;
