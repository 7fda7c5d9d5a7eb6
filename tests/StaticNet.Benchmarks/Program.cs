using System;

namespace StaticNet.Benchmarks;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        Options options;
        try
        {
            options = Options.Parse(arguments);
        }
        catch (ArgumentException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }

        if (options.ShowUsage)
        {
            Console.WriteLine(Options.Usage);
            return 0;
        }

        if (options.Processor is { } processor)
        {
            Machine.Pin(processor);
        }

        if (options.BenchmarkDotNetArguments is { } benchmarkDotNet)
        {
            BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(benchmarkDotNet);
        }
        else if (options.BuildCost)
        {
            MeasureBuildCost();
        }
        else if (options.WeightsCost)
        {
            MeasureWeightsCost();
        }
        else if (options.Learning)
        {
            MeasureLearning();
        }
        else if (options.Streams)
        {
            MeasureStreams(options);
        }
        else if (options.Parallel)
        {
            MeasureParallel(options);
        }
        else if (options.Verbs)
        {
            MeasureVerbs(options);
        }
        else if (options.PlotFile is { } file)
        {
            DrawGrowth(file, options);
        }
        else
        {
            SpeedRun.Execute(options);
        }

        return 0;
    }

    private static void MeasureBuildCost()
    {
#if EMITTED_NETWORKS
        Console.WriteLine(Emitted.JitCost.Measure());
#endif
        Console.WriteLine(GeneratorCost.Measure());
        Console.WriteLine(ProjectBuildCost.Measure());
        MeasureWeightsCost();
    }

    private static void MeasureWeightsCost()
    {
#if EMITTED_NETWORKS
        Console.WriteLine(Emitted.WeightsOfOneMegabyte.MeasureBuild());
#else
        Console.WriteLine("No weights to build with: this build contains no compiled networks.");
#endif
    }

    private static void MeasureLearning()
    {
#if EMITTED_NETWORKS
        Console.WriteLine(Emitted.LearningTime.Measure());
#else
        Console.WriteLine("Nothing to train: this build contains no compiled networks.");
#endif
    }

    private static void MeasureStreams(Options options)
    {
#if EMITTED_NETWORKS
        Emitted.Streams.StreamRun.Execute(options);
#else
        Console.WriteLine($"No networks with memory in this build ({options.Rounds} rounds asked for).");
#endif
    }

    private static void MeasureParallel(Options options)
    {
#if EMITTED_NETWORKS
        Emitted.Parallel.ParallelRun.Execute(options);
#else
        Console.WriteLine($"Nothing to run in parallel: this build contains no compiled networks ({options.Rounds} rounds asked for).");
#endif
    }

    private static void MeasureVerbs(Options options)
    {
#if EMITTED_NETWORKS
        Console.WriteLine(Emitted.VerbCosts.Measure(options.Rounds, options.RoundMilliseconds));
#else
        Console.WriteLine($"Nothing to measure: this build contains no compiled networks ({options.Rounds} rounds asked for).");
#endif
    }

    private static void DrawGrowth(string file, Options options)
    {
#if EMITTED_NETWORKS
        Emitted.GrowthPlot.Draw(file, new InterleavedRunner(options.Rounds, options.RoundMilliseconds));
#else
        Console.WriteLine($"{file} is not drawn: this build contains no compiled networks ({options.Rounds} rounds asked for).");
#endif
    }
}
