using StaticNet;

// Tests of every kind that [NetworkTests] writes: of networks with and without memory, loaded, frozen, for inference only, with a time budget.
[assembly: NetworkTests]

[Mlp(4, 10, 3), Budget(Nanoseconds = 1_000_000)]
public partial class Flowers;

[Sequential(1), LSTM(8), Linear(1)]
public partial class Amp;

[ModelFile("iris.safetensors")]
public partial class Iris;

[ModelFile("iris.safetensors", Frozen = true)]
public partial class FrozenIris;

[ModelFile("iris.safetensors", Frozen = true, InferenceOnly = true)]
public partial class DeployedIris;
