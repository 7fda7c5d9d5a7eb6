using StaticNet.IntegrationTests.Layers;

namespace StaticNet.IntegrationTests.Heads;

/// <summary>Gradients against the double-precision oracle, bits, allocation, padding.</summary>
public sealed class ManyHeadsTests : LayerNetworkTests<ManyHeads>;

public sealed class ActorCriticTests : LayerNetworkTests<ActorCritic>;

public sealed class WideHeadsTests : LayerNetworkTests<WideHeads>;
