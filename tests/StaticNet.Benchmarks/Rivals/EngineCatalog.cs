using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Benchmarks;

/// <summary>Who competes in which item.</summary>
internal static partial class EngineCatalog
{
    /// <summary>The seed of the weights every rival of an item shares.</summary>
    private const int WeightSeed = 1;

    private const string OpenBlasName = "OpenBLAS", TensorPrimitivesName = "C#, TensorPrimitives", ScalarName = "C#, scalar";

    /// <summary>StaticNet's own engine first, then the rivals that this machine can run; all unverified.</summary>
    /// <param name="item">What they compete in.</param>
    /// <param name="filter">Only engines whose name contains this are created.</param>
    public static List<Engine> Create(BenchmarkItem item, string filter = "") => Prepare(item, filter)();

    /// <summary>A function that creates the item's engines anew, in memory of their own, over one workload.</summary>
    public static Func<List<Engine>> Prepare(BenchmarkItem item, string filter)
    {
        NetworkWeights weights = NetworkWeights.Random(item.Shape, WeightSeed);
        if (item.Kind == ItemKind.Training)
        {
            var training = new TrainingWorkload(weights, item.BatchSize, item.Optimizer);
            return () => CreateTraining(training, filter);
        }

        var forward = new ForwardWorkload(weights, item.BatchSize, item.Kind == ItemKind.Latency);
        return () => [.. CreateForward(forward, filter)];
    }

    /// <summary>The names of the engines of an item, without creating them.</summary>
    public static IEnumerable<string> Names(BenchmarkItem item)
    {
        List<string> names = [];
        AddEmittedName(names);
        if (item.Shape.Norm != HiddenNorm.None)
        {
            return [.. names, OnnxRuntimeForward.EngineName];
        }

        names.AddRange(CVariants(item.Kind == ItemKind.Training, item.BatchSize).Select(CName));
        if (item.Kind != ItemKind.Training)
        {
            names.Add(OnnxRuntimeForward.EngineName);
        }

        names.AddRange(OpenBlas.IsAvailable ? [OpenBlasName, TensorPrimitivesName, ScalarName] : [TensorPrimitivesName, ScalarName]);
        return names;
    }

    public static List<ForwardEngine> CreateForward(ForwardWorkload workload, string filter = "")
    {
        NetworkWeights weights = workload.Weights;
        var engines = new List<ForwardEngine>();
        // Most rivals are written for linear layers and activations.
        bool isPlain = weights.Shape.Norm == HiddenNorm.None;
        bool Wanted(string name) => name.Contains(filter, StringComparison.OrdinalIgnoreCase) && (isPlain || name == OnnxRuntimeForward.EngineName);
        AddEmittedForward(workload, engines);
        engines.RemoveAll(engine => !engine.Name.Contains(filter, StringComparison.OrdinalIgnoreCase));
        foreach (string variant in CVariants(isTraining: false, workload.BatchSize))
        {
            if (Wanted(CName(variant)) && GccModule.For(weights.Shape) is { } module)
            {
                engines.Add(new CForwardEngine(module, variant, workload));
            }
        }

        if (Wanted(OnnxRuntimeForward.EngineName))
        {
            engines.Add(new OnnxRuntimeForward(workload));
        }

        if (Wanted(OpenBlasName) && OpenBlas.IsAvailable)
        {
            engines.Add(new ForwardEngine<OpenBlasForward>(OpenBlasName, workload, new OpenBlasForward(weights, workload.BatchSize)));
        }

        if (Wanted(TensorPrimitivesName))
        {
            engines.Add(new ForwardEngine<TensorPrimitivesForward>(TensorPrimitivesName, workload, new TensorPrimitivesForward(weights)));
        }

        if (Wanted(ScalarName))
        {
            engines.Add(new ForwardEngine<ScalarForward>(ScalarName, workload, new ScalarForward(weights)));
        }

        return engines;
    }

    private static List<Engine> CreateTraining(TrainingWorkload workload, string filter)
    {
        var engines = new List<Engine>();
        bool Wanted(string name) => name.Contains(filter, StringComparison.OrdinalIgnoreCase);
        AddEmittedTraining(workload, engines);
        engines.RemoveAll(engine => !Wanted(engine.Name));
        foreach (string variant in CTrainingSource.Variants)
        {
            if (Wanted(CName(variant)) && GccModule.For(workload.Shape) is { } module)
            {
                engines.Add(new CTrainingEngine(module, variant, workload));
            }
        }

        if (Wanted(OpenBlasName) && OpenBlas.IsAvailable)
        {
            engines.Add(new LayerwiseTraining<OpenBlasOperations>(OpenBlasName, workload));
        }

        if (Wanted(TensorPrimitivesName))
        {
            engines.Add(new LayerwiseTraining<TensorPrimitivesOperations>(TensorPrimitivesName, workload));
        }

        if (Wanted(ScalarName))
        {
            engines.Add(new LayerwiseTraining<ScalarOperations>(ScalarName, workload));
        }

        return engines;
    }

    /// <summary>The name of a variant of the generated C.</summary>
    public static string CName(string variant) => $"C, gcc ({variant})";

    private static string[] CVariants(bool isTraining, int batchSize) =>
        isTraining ? CTrainingSource.Variants : batchSize > 1 ? [.. CForwardSource.Variants, "blocked"] : CForwardSource.Variants;

    static partial void AddEmittedName(List<string> names);

    static partial void AddEmittedForward(ForwardWorkload workload, List<ForwardEngine> engines);

    static partial void AddEmittedTraining(TrainingWorkload workload, List<Engine> engines);
}
