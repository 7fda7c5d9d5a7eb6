using System.IO;

namespace StaticNet.Benchmarks.Emitted;

/// <summary>A network of about 1 MB, as the forms in which its weights can stand in a project.</summary>
[Mlp(512, 448, 64)]
internal sealed partial class WeightsOfOneMegabyte
{
    /// <summary>The table of build times.</summary>
    public static string MeasureBuild()
    {
        var network = new WeightsOfOneMegabyte(seed: 1);
        using var file = new MemoryStream();
        network.Save(file);
        string source = network.ToCSharp("public partial class Net").Replace($"namespace {typeof(WeightsOfOneMegabyte).Namespace};", "", System.StringComparison.Ordinal);
        return WeightsBuildCost.Measure(file.ToArray(), source);
    }
}
