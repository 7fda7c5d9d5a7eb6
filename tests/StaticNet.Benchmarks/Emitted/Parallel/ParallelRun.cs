using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StaticNet.Benchmarks.Emitted.Parallel;

/// <summary>Large batches and training steps on one thread and on more, against rivals with as many threads, in the same run.</summary>
internal static class ParallelRun
{
    private const string OnnxName = OnnxRuntimeForward.EngineName, OpenBlasName = "OpenBLAS";

    // Large batches need no more placements than this, and the memory of an item stays below 1 GB.
    private const int Placements = 2;

    // OpenBLAS's threads wait actively for up to 2^26 cycles after a product.
    private const int PauseMilliseconds = 100;

    // Adam's first steps are nearly sign(gradient): in larger batches a rival's rounding turns the step of single parameters around,
    // and the comparison with the reference cannot tell it from a wrong result.
    private const int MostRowsOfRivalsWithAdam = 64;

    private static readonly string[] s_families = [EmittedEngines.Name, OnnxName, OpenBlasName];

    public static void Execute(Options options)
    {
        int[] degrees = Degrees(Environment.ProcessorCount);
        double roundMilliseconds = options.IsQuick ? 3 : 20;
        var runner = new InterleavedRunner(options.Rounds, roundMilliseconds, Placements) { PauseMilliseconds = PauseMilliseconds };
        var table = new MarkdownTable("item", "engine", "threads", "minimum", "median", "maximum", "speed-up", "StaticNet / best rival");
        foreach (BenchmarkItem item in BenchmarkItem.Parallel.Where(item => options.Includes("parallel", item.Name)))
        {
            AddRows(table, item, degrees, Measure(runner, item, s_families, degrees, options.EngineFilter));
        }

        var small = new MarkdownTable("item", "1 thread", $"up to {degrees[^1]} threads", "speed-up");
        foreach (BenchmarkItem item in BenchmarkItem.SmallBatches.Where(item => options.Includes("small", item.Name)))
        {
            AddSmall(small, item, degrees[^1], Measure(runner, item, [EmittedEngines.Name], [1, degrees[^1]], options.EngineFilter));
        }

        string text = $"""
            {Machine.Description}, {Environment.ProcessorCount} processors

            {(OpenBlas.IsAvailable ? OpenBlas.Description : $"OpenBLAS left out: no libopenblas.so.0 is installed, and {OpenBlas.PathVariable} names none")}; ONNX Runtime {typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly.GetName().Version}. {options.Rounds} rounds of {roundMilliseconds} ms in {Placements} placements in memory, engines in turn, with {PauseMilliseconds} ms and one call before each round. Speed-up and ratio are of medians.

            ### Several threads

            {table}
            ### Small batches: a degree of parallelism costs nothing where it gains nothing

            {small}
            """;
        Console.WriteLine(text);
        if (options.MarkdownFile is { } file)
        {
            File.WriteAllText(file, text);
        }
    }

    /// <summary>1, 2, 4, … and the number of processors.</summary>
    private static int[] Degrees(int processors)
    {
        List<int> degrees = [];
        for (int threads = 1; threads < processors; threads *= 2)
        {
            degrees.Add(threads);
        }

        return [.. degrees, processors];
    }

    private static List<EngineResult> Measure(InterleavedRunner runner, BenchmarkItem item, string[] families, int[] degrees, string filter)
    {
        List<EngineResult> results = runner.Measure(Prepare(item, families, degrees, filter));

        // The buffers of this item go before those of the next come.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return results;
    }

    private static string NameOf(string family, int threads) => $"{family}, {threads} {(threads == 1 ? "thread" : "threads")}";

    private static Func<List<Engine>> Prepare(BenchmarkItem item, string[] families, int[] degrees, string filter)
    {
        NetworkWeights weights = NetworkWeights.Random(item.Shape, 1);
        Func<string, string, int, Engine?> create;
        if (item.Kind == ItemKind.Training)
        {
            var workload = new TrainingWorkload(weights, item.BatchSize, item.Optimizer);
            create = (family, name, threads) => CreateTraining(workload, family, name, threads, item.GradientRows);
        }
        else
        {
            var workload = new ForwardWorkload(weights, item.BatchSize, isDependent: false);
            create = (family, name, threads) => CreateForward(workload, family, name, threads);
        }

        return () =>
        {
            var engines = new List<Engine>();
            foreach (string family in families)
            {
                foreach (int threads in degrees)
                {
                    string name = NameOf(family, threads);
                    if (name.Contains(filter, StringComparison.OrdinalIgnoreCase) && create(family, name, threads) is { } engine)
                    {
                        engines.Add(engine);
                    }
                }
            }

            return engines;
        };
    }

    private static Engine? CreateForward(ForwardWorkload workload, string family, string name, int threads) => family switch
    {
        OnnxName => new OnnxRuntimeForward(workload, name, threads),
        OpenBlasName => OpenBlas.IsAvailable
            ? new OpenBlasThreads(name, new ForwardEngine<OpenBlasForward>(name, workload, new OpenBlasForward(workload.Weights, workload.BatchSize)), threads)
            : null,
        _ => workload.Shape.Name switch
        {
            "A" => new ParallelForward<A>(name, workload, threads) { IsSubject = true },
            "E" => new ParallelForward<E>(name, workload, threads) { IsSubject = true },
            "F" => new ParallelForward<F>(name, workload, threads) { IsSubject = true },
            _ => throw new ArgumentException($"No parallel item uses network {workload.Shape}.", nameof(workload)),
        },
    };

    private static Engine? CreateTraining(TrainingWorkload workload, string family, string name, int threads, int gradientRows) => family switch
    {
        OnnxName => null, // does not train
        OpenBlasName => OpenBlas.IsAvailable && (workload.Optimizer == OptimizerKind.SGD || workload.BatchSize <= MostRowsOfRivalsWithAdam)
            ? new OpenBlasThreads(name, new LayerwiseTraining<OpenBlasOperations>(name, workload), threads)
            : null,
        _ => workload.Shape.Name switch
        {
            "E" => CreateTraining<E>(workload, name, threads, gradientRows),
            "F" => CreateTraining<F>(workload, name, threads, gradientRows),
            _ => throw new ArgumentException($"No parallel training item uses network {workload.Shape}.", nameof(workload)),
        },
    };

    private static Engine CreateTraining<TNetwork>(TrainingWorkload workload, string name, int threads, int gradientRows)
        where TNetwork : class, INetwork<TNetwork> => workload.Optimizer == OptimizerKind.Adam
        ? new ParallelTraining<TNetwork, Adam>(name, workload, new Adam(workload.LearningRate), threads, gradientRows) { IsSubject = true }
        : new ParallelTraining<TNetwork, SGD>(name, workload, new SGD(workload.LearningRate), threads, gradientRows) { IsSubject = true };

    private static void AddSmall(MarkdownTable table, BenchmarkItem item, int threads, List<EngineResult> results)
    {
        EngineResult? one = results.Find(result => result.Engine == NameOf(EmittedEngines.Name, 1)), many = results.Find(result => result.Engine == NameOf(EmittedEngines.Name, threads));
        if (one != null && many != null)
        {
            table.Add(item.Name, MarkdownTable.Time(one.Median), MarkdownTable.Time(many.Median), MarkdownTable.Significant(one.Median / many.Median));
        }
    }

    private static void AddRows(MarkdownTable table, BenchmarkItem item, int[] degrees, List<EngineResult> results)
    {
        foreach (string family in s_families)
        {
            EngineResult? single = Find(family, 1);
            foreach (int threads in degrees)
            {
                if (Find(family, threads) is { } result)
                {
                    double? rival = s_families.Where(other => other != family).Min(other => Find(other, threads)?.Median);
                    table.Add(
                        item.Name,
                        result.IsSubject ? $"**{family}**" : family,
                        $"{threads}",
                        MarkdownTable.Time(result.Minimum),
                        MarkdownTable.Time(result.Median),
                        MarkdownTable.Time(result.Maximum),
                        single is null ? "–" : MarkdownTable.Significant(single.Median / result.Median),
                        result.IsSubject && rival is { } best ? MarkdownTable.Significant(result.Median / best) : "–");
                }
            }
        }

        EngineResult? Find(string family, int threads) => results.Find(result => result.Engine == NameOf(family, threads));
    }
}
