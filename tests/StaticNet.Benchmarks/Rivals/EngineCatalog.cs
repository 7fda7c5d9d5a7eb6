using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Benchmarks;

/// <summary>Who competes in which item.</summary>
internal static partial class EngineCatalog
{
    /// <summary>The seed of the weights every rival of an item shares.</summary>
    private const int WeightSeed = 1;

    /// <summary>StaticNet's own engine first, then the rivals that this machine can run; all unverified.</summary>
    public static List<Engine> Create(BenchmarkItem item)
    {
        NetworkWeights weights = NetworkWeights.Random(item.Shape, WeightSeed);
        return item.Kind == ItemKind.Training
            ? CreateTraining(new TrainingWorkload(weights, item.BatchSize, item.Optimizer))
            : [.. CreateForward(new ForwardWorkload(weights, item.BatchSize, item.Kind == ItemKind.Latency))];
    }

    /// <summary>The names of the engines of an item, without creating them.</summary>
    public static IEnumerable<string> Names(BenchmarkItem item)
    {
        List<string> names = [];
        AddEmittedName(names);
        if (item.Kind == ItemKind.Training)
        {
            names.AddRange(CTrainingSource.Variants.Select(variant => $"C, gcc ({variant})"));
        }
        else
        {
            names.AddRange(CForwardSource.Variants.Select(variant => $"C, gcc ({variant})"));
            names.AddRange(item.BatchSize > 1 ? ["C, gcc (blocked)", "ONNX Runtime"] : ["ONNX Runtime"]);
        }

        names.AddRange(OpenBlas.IsAvailable ? ["OpenBLAS", "C#, TensorPrimitives", "C#, scalar"] : ["C#, TensorPrimitives", "C#, scalar"]);
        return names;
    }

    public static List<ForwardEngine> CreateForward(ForwardWorkload workload)
    {
        NetworkWeights weights = workload.Weights;
        var engines = new List<ForwardEngine>();
        AddEmittedForward(workload, engines);
        if (GccModule.For(weights.Shape) is { } module)
        {
            foreach (string variant in CForwardSource.Variants)
            {
                engines.Add(new CForwardEngine(module, variant, workload));
            }

            if (workload.BatchSize > 1)
            {
                engines.Add(new CForwardEngine(module, "blocked", workload));
            }
        }

        engines.Add(new OnnxRuntimeForward(workload));
        if (OpenBlas.IsAvailable)
        {
            engines.Add(new ForwardEngine<OpenBlasForward>("OpenBLAS", workload, new OpenBlasForward(weights, workload.BatchSize)));
        }

        engines.Add(new ForwardEngine<TensorPrimitivesForward>("C#, TensorPrimitives", workload, new TensorPrimitivesForward(weights)));
        engines.Add(new ForwardEngine<ScalarForward>("C#, scalar", workload, new ScalarForward(weights)));
        return engines;
    }

    private static List<Engine> CreateTraining(TrainingWorkload workload)
    {
        var engines = new List<Engine>();
        AddEmittedTraining(workload, engines);
        if (GccModule.For(workload.Shape) is { } module)
        {
            foreach (string variant in CTrainingSource.Variants)
            {
                engines.Add(new CTrainingEngine(module, variant, workload));
            }
        }

        if (OpenBlas.IsAvailable)
        {
            engines.Add(new LayerwiseTraining<OpenBlasOperations>("OpenBLAS", workload));
        }

        engines.Add(new LayerwiseTraining<TensorPrimitivesOperations>("C#, TensorPrimitives", workload));
        engines.Add(new LayerwiseTraining<ScalarOperations>("C#, scalar", workload));
        return engines;
    }

    static partial void AddEmittedName(List<string> names);

    static partial void AddEmittedForward(ForwardWorkload workload, List<ForwardEngine> engines);

    static partial void AddEmittedTraining(TrainingWorkload workload, List<Engine> engines);
}
