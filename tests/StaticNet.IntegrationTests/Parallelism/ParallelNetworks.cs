namespace StaticNet.IntegrationTests.Parallelism;

/// <summary>Sixteen samples in lanes: gradient blocks of 512 rows.</summary>
[Mlp(4, 10, 3, OutputActivation = Activation.Softmax)]
public sealed partial class ManyLanes;

/// <summary>Matrix products: gradient blocks of 128 rows.</summary>
[Mlp(96, 64, 64, 10)]
[Training(ClassWeights = [1f, 2f, 0.5f, 1f, 1f, 3f, 1f, 1f, 0.25f, 1f])]
public sealed partial class ManyMatrix;

/// <summary>Several outputs with numbers as targets.</summary>
[Mlp(40, 96, 7, Activation = Activation.Tanh)]
public sealed partial class ManyNumbers;

/// <summary>Stages with dropout: masks belong to the rows of the batch.</summary>
[Sequential(64), Linear(64), LayerNorm, SiLU, Dropout(0.25f), Linear(48), ReLU, Dropout(0.1f), Linear(10)]
public sealed partial class ManyStages;

/// <summary>Batch statistics need all rows at once.</summary>
[Sequential(64), Linear(64), BatchNorm1d, ReLU, Linear(10)]
public sealed partial class ManyNorms;

/// <summary>Numbers of which some are missing: the mean is over those of the whole batch.</summary>
[Mlp(40, 96, 7, Activation = Activation.Tanh)]
[Training(Loss = Loss.Huber, OutputWeights = [1f, 2f, 0.5f, 1f, 3f, 1f, 1f], MissingTargets = MissingTargets.Ignore)]
public sealed partial class ManyMissing;

/// <summary>The focal loss of labels.</summary>
[Mlp(96, 64, 10)]
[Training(Loss = Loss.CrossEntropy, FocalGamma = 2f, ClassWeights = [1f, 2f, 0.5f, 1f, 1f, 3f, 1f, 1f, 0.25f, 1f])]
public sealed partial class ManyFocal;
