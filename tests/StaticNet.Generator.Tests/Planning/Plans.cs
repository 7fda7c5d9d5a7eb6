using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Tests.Planning;

/// <summary>Specs and plans straight from sizes, without a compilation.</summary>
internal static class Plans
{
    public static NetworkSpec Spec(int[] sizes, Unroll unroll = Unroll.Auto, Activation hidden = Activation.ReLU, bool bias = true)
    {
        var layers = new List<LayerSpec>();
        for (int i = 1; i < sizes.Length; i++)
        {
            layers.Add(new LinearSpec($"fc{i}", sizes[i], bias, Initializer.Auto));
            if (i < sizes.Length - 1)
            {
                layers.Add(new ActivationSpec($"{i}", hidden));
            }
        }

        var type = new TypeShell("", EquatableArray<string>.Empty, "partial class Net", "Net", "Net", "Net", "Net", false, false);
        return new NetworkSpec(type, sizes[0], new EquatableArray<LayerSpec>([.. layers]), TrainingSpec.Default(Loss.Auto), unroll);
    }

    public static DensePlan Of(int[] sizes, Unroll unroll = Unroll.Auto, Activation hidden = Activation.ReLU, bool bias = true) =>
        (DensePlan)NetworkPlanner.Plan(Spec(sizes, unroll, hidden, bias), CancellationToken.None);

    /// <summary>Widths of which every one from 1 to 40 occurs at every place, and those around tile edges.</summary>
    public static IEnumerable<int[]> Sweep() =>
    [
        .. Enumerable.Range(1, 40).SelectMany(n => (int[][])[[n, 7, 3], [5, n, 3], [5, 7, n], [n, n, n], [n, 1], [1, n]]),
        .. ((int[])[63, 64, 65, 96, 127, 128, 129, 200, 512, 784, 1000]).SelectMany(n => (int[][])[[n, n], [n, 7, 3], [5, n, 3], [5, 7, n]]),
    ];
}
