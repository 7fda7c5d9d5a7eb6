using System;
using System.Diagnostics;
using System.Runtime;

namespace StaticNet.Benchmarks.Emitted;

/// <summary>What the first call of each method costs: time in the JIT, IL compiled, wall time of the call.</summary>
internal static class JitCost
{
    private const int BatchSize = 32;

    public static string Measure()
    {
        var table = new MarkdownTable("first call", "Forward: JIT", "IL", "ForwardBatch: JIT", "IL", "ComputeGradients: JIT", "IL");
        Row<Warm>(table: null); // the library's own generic code is compiled once and not charged to a network
        Row<A>(table);
        Row<B>(table);
        Row<C>(table);
        Row<D>(table);
        Row<E>(table);
        Row<F>(table);
        return $"### First calls\n\n{table}";
    }

    private static void Row<TNetwork>(MarkdownTable? table)
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork model = TNetwork.Create(1);
        NetworkDescription description = TNetwork.Description;
        float[] inputs = new float[BatchSize * description.InputSize], outputs = new float[BatchSize * description.OutputSize];
        var labels = new int[BatchSize];
        ParameterBuffer gradients = model.Parameters.Clone();
        (string time1, string il1) = First(() => model.Forward(inputs.AsSpan(0, description.InputSize), outputs.AsSpan(0, description.OutputSize)));
        (string time2, string il2) = First(() => model.ForwardBatch(inputs, outputs));
        (string time3, string il3) = First(() => model.ComputeGradients(new Batch(inputs, labels) { IsTraining = true }, gradients, accumulate: false));
        table?.Add(typeof(TNetwork).Name, time1, il1, time2, il2, time3, il3);
    }

    private static (string Time, string Il) First(Action call)
    {
        TimeSpan time = JitInfo.GetCompilationTime(currentThread: true);
        long il = JitInfo.GetCompiledILBytes(currentThread: true);
        call();
        return ($"{(JitInfo.GetCompilationTime(currentThread: true) - time).TotalMilliseconds:F1} ms", $"{(JitInfo.GetCompiledILBytes(currentThread: true) - il) / 1000.0:F1} kB");
    }
}

/// <summary>Called first, so that what all networks share is compiled.</summary>
[Mlp(3, 5, 2)]
internal sealed partial class Warm;
