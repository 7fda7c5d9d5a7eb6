namespace StaticNet.Samples.Playground.Networks;

// Every network of the page. Sizes and activations are chosen when a program is compiled, so each combination that the page
// offers is a class of its own.

/// <summary>No hidden layer: a straight line is all it can draw.</summary>
[Mlp(2, 2)]
public sealed partial class Line;

/// <summary>One hidden layer of eight units, ReLU.</summary>
[Mlp(2, 8, 2, Activation = Activation.ReLU)]
public sealed partial class NarrowReLU;

/// <summary>One hidden layer of eight units, Tanh.</summary>
[Mlp(2, 8, 2, Activation = Activation.Tanh)]
public sealed partial class NarrowTanh;

/// <summary>One hidden layer of eight units, SiLU.</summary>
[Mlp(2, 8, 2, Activation = Activation.SiLU)]
public sealed partial class NarrowSiLU;

/// <summary>One hidden layer of eight units, Sigmoid.</summary>
[Mlp(2, 8, 2, Activation = Activation.Sigmoid)]
public sealed partial class NarrowSigmoid;

/// <summary>Two hidden layers of sixteen units, ReLU.</summary>
[Mlp(2, 16, 16, 2, Activation = Activation.ReLU)]
public sealed partial class WideReLU;

/// <summary>Two hidden layers of sixteen units, Tanh.</summary>
[Mlp(2, 16, 16, 2, Activation = Activation.Tanh)]
public sealed partial class WideTanh;

/// <summary>Two hidden layers of sixteen units, SiLU.</summary>
[Mlp(2, 16, 16, 2, Activation = Activation.SiLU)]
public sealed partial class WideSiLU;

/// <summary>Two hidden layers of sixteen units, Sigmoid.</summary>
[Mlp(2, 16, 16, 2, Activation = Activation.Sigmoid)]
public sealed partial class WideSigmoid;

/// <summary>Three hidden layers of eight units, ReLU.</summary>
[Mlp(2, 8, 8, 8, 2, Activation = Activation.ReLU)]
public sealed partial class DeepReLU;

/// <summary>Three hidden layers of eight units, Tanh.</summary>
[Mlp(2, 8, 8, 8, 2, Activation = Activation.Tanh)]
public sealed partial class DeepTanh;

/// <summary>Three hidden layers of eight units, SiLU.</summary>
[Mlp(2, 8, 8, 8, 2, Activation = Activation.SiLU)]
public sealed partial class DeepSiLU;

/// <summary>Three hidden layers of eight units, Sigmoid.</summary>
[Mlp(2, 8, 8, 8, 2, Activation = Activation.Sigmoid)]
public sealed partial class DeepSigmoid;

/// <summary>Two hidden layers of sixteen units, each normalized before ReLU.</summary>
[Sequential(2), Linear(16), LayerNorm, ReLU, Linear(16), LayerNorm, ReLU, Linear(2)]
public sealed partial class NormedReLU;

/// <summary>Two hidden layers of sixteen units, each normalized before Tanh.</summary>
[Sequential(2), Linear(16), LayerNorm, Tanh, Linear(16), LayerNorm, Tanh, Linear(2)]
public sealed partial class NormedTanh;

/// <summary>Two hidden layers of sixteen units, each normalized before SiLU.</summary>
[Sequential(2), Linear(16), LayerNorm, SiLU, Linear(16), LayerNorm, SiLU, Linear(2)]
public sealed partial class NormedSiLU;

/// <summary>Two hidden layers of sixteen units, each normalized before Sigmoid.</summary>
[Sequential(2), Linear(16), LayerNorm, Sigmoid, Linear(16), LayerNorm, Sigmoid, Linear(2)]
public sealed partial class NormedSigmoid;
