using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Harness;

/// <summary>Finds generated networks and wraps them.</summary>
internal static class NetworkProbe
{
    /// <summary>The networks declared in a namespace below <c>StaticNet.IntegrationTests.Networks</c>, by name.</summary>
    public static IEnumerable<Type> DeclaredIn(string room)
    {
        Type[] found = [.. typeof(NetworkProbe).Assembly.GetTypes()
            .Where(t => t.Namespace == $"StaticNet.IntegrationTests.Networks.{room}" && IsNetwork(t))
            .OrderBy(t => t.Name, StringComparer.Ordinal)];
        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>The same as data of a theory.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows(string room) => DeclaredIn(room).Select(t => new TheoryDataRow<string>($"{room}.{t.Name}"));

    /// <summary>A network by its name in a theory.</summary>
    public static INetworkProbe Create(string name, ulong seed = 1) =>
        Create(typeof(NetworkProbe).Assembly.GetType($"StaticNet.IntegrationTests.Networks.{name}", throwOnError: true)!, seed);

    public static INetworkProbe Create(Type network, ulong seed = 1) =>
        (INetworkProbe)Activator.CreateInstance(typeof(Probe<>).MakeGenericType(network), seed)!;

    private static bool IsNetwork(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INetwork<>));

    private sealed class Probe<TNetwork>(ulong seed) : INetworkProbe
        where TNetwork : class, INetwork<TNetwork>
    {
        private readonly TNetwork _network = TNetwork.Create(seed);

        public NetworkDescription Description => TNetwork.Description;

        public ParameterBuffer Parameters => _network.Parameters;

        public void Forward(ReadOnlySpan<float> input, Span<float> output) => _network.Forward(input, output);

        public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => _network.ForwardBatch(inputs, outputs);

        public float ComputeLoss(in Batch batch) => _network.ComputeLoss(batch);

        public float ComputeGradients(in Batch batch, ParameterBuffer gradients, bool accumulate) => _network.ComputeGradients(batch, gradients, accumulate);

        public void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, ParameterBuffer gradients, Span<float> inputGradient) =>
            _network.Backward(input, outputGradient, gradients, inputGradient);

        public ITrainerProbe CreateTrainer(IOptimizer optimizer, int maxBatchSize, TrainerOptions? options) =>
            new TrainerProbe<TNetwork>(new Trainer<TNetwork, IOptimizer>(_network, optimizer, maxBatchSize, options));
    }

    private sealed class TrainerProbe<TNetwork>(Trainer<TNetwork, IOptimizer> trainer) : ITrainerProbe
        where TNetwork : class, INetwork<TNetwork>
    {
        public ParameterBuffer Gradients => trainer.Gradients;

        public double LastGradientNorm => trainer.LastGradientNorm;

        public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => trainer.Step(inputs, labels);

        public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => trainer.Step(inputs, targets);
    }
}
