using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Benchmarks.Emitted;

/// <summary>A point of the growth plot: where it lies on its axis, the network's shape, and the generated network's call.</summary>
internal sealed record GrowthPoint(int Position, NetworkShape Shape, int BatchSize, Func<NetworkWeights, GrowthCall> Create);

/// <summary>One inference through a delegate (about a nanosecond more than the direct call).</summary>
internal delegate void GrowthCall(ReadOnlySpan<float> inputs, Span<float> outputs);

/// <summary>Calls through a delegate, for families of networks.</summary>
internal readonly struct GrowthKernel(GrowthCall call) : IForwardKernel
{
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs) => call(inputs, outputs);
}

/// <summary>The families of networks in which one number grows.</summary>
internal static class GrowthFamily
{
    public static IReadOnlyList<GrowthPoint> Width { get; } =
    [
        Single<Width4>(4), Single<Width16>(16), Single<Width32>(32), Single<Width64>(64), Single<Width128>(128), Single<Width256>(256),
        Single<Width1024>(1024), Single<Width4096>(4096),
    ];

    public static IReadOnlyList<GrowthPoint> Depth { get; } =
    [
        Single<Depth1>(1), Single<Depth2>(2), Single<Depth4>(4), Single<Depth8>(8), Single<Depth16>(16),
    ];

    /// <summary>Network C with growing batches.</summary>
    public static IReadOnlyList<GrowthPoint> Batch { get; } =
    [
        .. new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024 }.Select(size =>
            new GrowthPoint(size, NetworkShape.C, size, weights => EmittedEngines.Create<C>(weights).ForwardBatch)),
    ];

    private static GrowthPoint Single<TNetwork>(int position)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        int[] sizes = [description.InputSize, .. description.Layers.Where(layer => layer.Kind == "Linear").Select(layer => layer.OutputSize)];
        return new GrowthPoint(position, new NetworkShape(typeof(TNetwork).Name, sizes), 1, weights => EmittedEngines.Create<TNetwork>(weights).Forward);
    }
}
