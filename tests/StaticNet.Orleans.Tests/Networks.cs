namespace StaticNet.Orleans.Tests;

/// <summary>The network of the test grains.</summary>
[Mlp(4, 10, 3)]
public sealed partial class Flowers;

/// <summary>Another shape under the same key.</summary>
[Mlp(4, 12, 3)]
public sealed partial class WiderFlowers;

/// <summary>The same shape, another activation.</summary>
[Mlp(4, 10, 3, Activation = Activation.Tanh)]
public sealed partial class TanhFlowers;

/// <summary>Running statistics travel, too.</summary>
[Sequential(4), Linear(8), BatchNorm1d, ReLU, Linear(2)]
public sealed partial class NormalizedNetwork;

/// <summary>100,000 parameters: 400 KB.</summary>
[Mlp(300, 300, 32)]
public sealed partial class LargeNetwork;

/// <summary>Targets of NaN are missing.</summary>
[Mlp(4, 6, 2)]
[Training(MissingTargets = MissingTargets.Ignore)]
public sealed partial class SomeTargets;
