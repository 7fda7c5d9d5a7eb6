using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Benchmarks;

/// <summary>What an item measures of a network.</summary>
internal enum ItemKind
{
    /// <summary>One sample per call, calls independent of each other.</summary>
    Throughput,

    /// <summary>One sample per call, each input computed from the output before it.</summary>
    Latency,

    /// <summary>Many samples per call.</summary>
    Batch,

    /// <summary>Forward, loss, backward and optimizer.</summary>
    Training,
}

/// <summary>One column of the tables.</summary>
/// <param name="Shape">The network.</param>
/// <param name="Kind">What is measured.</param>
/// <param name="BatchSize">Samples per call.</param>
/// <param name="Optimizer">Of a training item.</param>
/// <param name="Goal">The design's figure in nanoseconds on its reference machine (Zen 4, 3.7 GHz), or null where it set none.</param>
internal sealed record BenchmarkItem(NetworkShape Shape, ItemKind Kind, int BatchSize, OptimizerKind Optimizer, double? Goal)
{
    private const int Million = 1_000_000;
    private static readonly int[] s_smallBatches = [8, 32, 64, 128];

    public static IReadOnlyList<BenchmarkItem> All { get; } = CreateAll();

    /// <summary>Calls with enough work for more than one thread; E64 has two blocks where they are of 32 rows.</summary>
    public static IReadOnlyList<BenchmarkItem> Parallel { get; } =
    [
        new(NetworkShape.F, ItemKind.Batch, 256, default, null),
        new(NetworkShape.E, ItemKind.Batch, 256, default, null),
        new(NetworkShape.A, ItemKind.Batch, Million, default, null),
        new(NetworkShape.E, ItemKind.Training, 64, OptimizerKind.Adam, null) { GradientRows = 32 },
        new(NetworkShape.E, ItemKind.Training, 1024, OptimizerKind.SGD, null),
        new(NetworkShape.E, ItemKind.Training, 1024, OptimizerKind.Adam, null),
        new(NetworkShape.F, ItemKind.Training, 256, OptimizerKind.SGD, null),
        new(NetworkShape.F, ItemKind.Training, 256, OptimizerKind.Adam, null),
    ];

    /// <summary>Calls that may be too small for a second thread, which must not cost anything then.</summary>
    public static IReadOnlyList<BenchmarkItem> SmallBatches { get; } =
    [
        .. s_smallBatches.Select(static rows => new BenchmarkItem(NetworkShape.A, ItemKind.Batch, rows, default, null)),
        .. s_smallBatches.Select(static rows => new BenchmarkItem(NetworkShape.E, ItemKind.Batch, rows, default, null)),
        .. s_smallBatches.Select(static rows => new BenchmarkItem(NetworkShape.E, ItemKind.Training, rows, OptimizerKind.Adam, null)),
        .. s_smallBatches.Select(static rows => new BenchmarkItem(NetworkShape.F, ItemKind.Training, rows, OptimizerKind.Adam, null)),
    ];

    /// <summary>Rows of a gradient block of a training item; 0: the network's.</summary>
    public int GradientRows { get; init; }

    public string Name => Kind switch
    {
        ItemKind.Throughput => Shape.Name,
        ItemKind.Latency => $"{Shape.Name} latency",
        ItemKind.Batch => $"{Shape.Name}{Rows}",
        _ => $"{Shape.Name}{Rows} {Optimizer}" + (GradientRows == 0 ? "" : $", blocks of {GradientRows}"),
    };

    private string Rows => BatchSize % Million == 0 ? $"{BatchSize / Million}M" : $"{BatchSize}";

    private static List<BenchmarkItem> CreateAll()
    {
        var items = new List<BenchmarkItem>();
        double[] single = [12, 12, 40, 255, 3_700, 30_500];
        for (int i = 0; i < single.Length; i++)
        {
            items.Add(new BenchmarkItem(NetworkShape.All[i], ItemKind.Throughput, 1, default, single[i]));
        }

        foreach (NetworkShape shape in NetworkShape.Normalized)
        {
            items.Add(new BenchmarkItem(shape, ItemKind.Throughput, 1, default, null));
        }

        foreach (NetworkShape shape in NetworkShape.All)
        {
            items.Add(new BenchmarkItem(shape, ItemKind.Latency, 1, default, null));
        }

        void Batch(NetworkShape shape, int size, double goal) => items.Add(new BenchmarkItem(shape, ItemKind.Batch, size, default, goal));
        Batch(NetworkShape.A, 32, 90);
        Batch(NetworkShape.A, 1024, 2_800);
        Batch(NetworkShape.D, 64, 11_000);
        Batch(NetworkShape.E, 64, 116_000);
        Batch(NetworkShape.E, 256, 475_000);
        Batch(NetworkShape.F, 64, 790_000);
        Batch(NetworkShape.F, 256, 3_150_000);

        foreach (NetworkShape shape in NetworkShape.Normalized)
        {
            items.Add(new BenchmarkItem(shape, ItemKind.Batch, 64, default, null));
        }

        void Training(NetworkShape shape, int size, OptimizerKind optimizer, double goal) => items.Add(new BenchmarkItem(shape, ItemKind.Training, size, optimizer, goal));
        Training(NetworkShape.A, 1, OptimizerKind.Adam, 90);
        Training(NetworkShape.A, 16, OptimizerKind.Adam, 450);
        Training(NetworkShape.A, 32, OptimizerKind.Adam, 750);
        Training(NetworkShape.D, 32, OptimizerKind.Adam, 18_000);
        Training(NetworkShape.E, 64, OptimizerKind.SGD, 250_000);
        Training(NetworkShape.E, 64, OptimizerKind.Adam, 275_000);
        Training(NetworkShape.F, 64, OptimizerKind.Adam, 2_200_000);
        return items;
    }
}
