namespace StaticNet.IntegrationTests.Heads;

/// <summary>Every loss of a head, with layers of its own and without.</summary>
[Sequential(5), Linear(9), Tanh, Head("species", 3, Loss = Loss.CrossEntropy), Head("size", LossWeight = 0.5f), Linear(7), ReLU, Linear(2),
 Head("risk", 1, Activation.Tanh, Loss = Loss.Huber), Head("flags", 2, Loss = Loss.BinaryCrossEntropy, LossWeight = 2f), Head("shares", 3, Loss = Loss.KLDivergence),
 Head("off", 2, Loss = Loss.SmoothL1), Head("away", 1, Loss = Loss.MeanAbsoluteError), Head("side", 1, Loss = Loss.Hinge), Head("unused", 2, LossWeight = 0f)]
public partial class ManyHeads;

/// <summary>No trunk: two networks that read the same input.</summary>
[Sequential(3), Head("actor"), Linear(8), Tanh, Linear(2), Head("critic"), Linear(6, Name = "hidden"), ReLU, Residual(1), Linear(1)]
public partial class ActorCritic;

/// <summary>Classification and regression over one trunk.</summary>
[Sequential(4), Linear(16, Name = "trunk"), ReLU, Head("species", 3, Loss = Loss.CrossEntropy), Head("size", LossWeight = 0.5f), Linear(8), Tanh, Linear(1)]
public partial class TwoTasks;

/// <summary>That of the fixture heads/two-tasks.json.</summary>
[Sequential(5), Linear(9, Name = "trunk"), Tanh, Head("species", 3, Loss = Loss.CrossEntropy), Head("size", LossWeight = 0.5f), Linear(7), ReLU, Linear(2),
 Head("risk", 1, Activation.Tanh, Loss = Loss.Huber, LossWeight = 1.5f), Head("flags", 2, Loss = Loss.BinaryCrossEntropy, LossWeight = 2f)]
public partial class FixtureHeads;

// The parts of TwoTasks as networks of their own.
[Sequential(4), Linear(16, Name = "trunk"), ReLU, Linear(3, Name = "species")]
[Training(Loss = Loss.CrossEntropy)]
public partial class SpeciesOnly;

[Sequential(4), Linear(16, Name = "trunk"), ReLU, Linear(8, Name = "size.0"), Tanh, Linear(1, Name = "size.2")]
public partial class SizeOnly;

/// <summary>Wide heads, more rows than are copied together, batch statistics.</summary>
[Sequential(6), Linear(20, Bias = false), BatchNorm1d, ReLU, Dropout(0.2f), Head("wide", 67), Head("classes", 33, Loss = Loss.CrossEntropy)]
public partial class WideHeads;

/// <summary>A free parameter beside scaling, heads and layers: what PPO needs for continuous actions.</summary>
[Sequential(2), FreeParameter("log_std", 1, -0.5f), FreeParameter("temperature", 9, 2f), Linear(16), Tanh, Head("mean", 1), Head("value"), Linear(8), Tanh, Linear(1)]
public partial class GaussianPolicy;

[Sequential(3), FreeParameter("scale", 5), Standardize, Linear(4), Tanh, Linear(2), Softmax]
public partial class ScaledWithParameter;
