using System.Collections.Generic;
using System.Linq;

namespace StaticNet.IntegrationTests.RealTime;

/// <summary>What the walk finds and a deadline can bear, each with its reason.</summary>
internal static class AllowedFindings
{
    private const string FirstUse = "the first call on a thread, or with this many rows; Warmup makes it";
    private const string Initialized = "the constructor of the network read a field of the same class, so it is initialized before any pass is compiled: no check in JIT-compiled code, one comparison per call in NativeAOT";
    private const string SelectedColumns = "a list of columns, initialized at the first call: Warmup makes it";

    private const string PredictedClass = "the prediction is a class of the user's; a struct is not allocated, and SNET0083 says so in code with a deadline";
    private const string NotFinite = "the step came to NaN or infinity; TrainerOptions.NonFinite chooses";
    private const string OwnLoss = "only with a loss of the user's own, which is the user's code, or in BackwardBatch: once for every block of rows";

    /// <summary>Methods that check arguments and throw before anything is written; each is called ahead of the pass.</summary>
    private static readonly string[] s_checks =
    [
        "BatchChecks.Labels", "BatchChecks.LabelsAllowed", "BatchChecks.Targets", "BatchLengths.Check", "GradientClipping.ClipNorm", "GradientClipping.ClipValue",
        "GradientClipping.Norm", "GradientLengths.Check", "GradientLengths.CheckSample", "HyperParameter.NotNegative", "LabelCheck.HasIgnored", "LabelCheck.Validate", "LearningRateScheduler.Step", "LossArguments.CheckRows",
        "LossArguments.CheckSampleWeights", "LossArguments.CheckTargets", "LossArguments.CheckWeights", "NetworkLoss.Check", "NetworkLoss.Rows",
        "OptimizerState.Check", "ParameterBuffer.CheckCount", "ParameterBuffer.CheckSameLayout", "ParameterBuffer.Lerp", "ParameterBuffer.ThrowPadding", "RowBuffer.Check", "RowPasses.CapacityFor", "SampleLengths.Check",
        "SequencePasses.Compute", "SequencePasses.ComputeGradients", "SequenceRows.Check", "SequenceRows.CheckLengths", "SequenceRows.Count", "SequenceTrainer.Begin",
        "SequenceTrainer.ComputeGradients", "SequenceTrainer.CountOf", "StreamPasses.CheckRows", "StreamPasses.CheckSequences",
        "StreamPasses.Forward", "StreamPasses.ProcessVoices", "Trainer.CheckCount", "Trainer.StepOnRows",
    ];

    /// <summary>Reasons by finding.</summary>
    public static readonly IReadOnlyDictionary<string, string> Reasons = new Dictionary<string, string>(s_checks.Select(static check => KeyValuePair.Create(check + ": throw", "an argument check")))
    {
        ["Trainer.SkipOrThrow: throw"] = NotFinite,
        ["SequenceTrainer.SkipOrThrow: throw"] = NotFinite,
        ["SequenceMemory..ctor: throw after a store"] = "the scratch memory of the batch would exceed an array: checked before the pass, the store is into the value itself",
        ["OutputScratch.Take: new array"] = FirstUse,
        ["RowBuffer.Take: new array"] = FirstUse,
        ["Trainer.StepOnRows: new RowBuffer"] = FirstUse,
        ["ParameterLayout.get_Padding: new ParameterPadding"] = "once per network type, by the constructor of the trainer",
        ["LearningRateScheduler.Apply: virtual call LearningRateSchedule.GetLearningRate"] = "with a schedule, once per step: schedules may be written by users",
        ["SequenceTrainer.ComputeGradients: virtual call IStreamingNetwork.ComputeGradients"] = "once per step, for all sequences",
        ["Trainer.ComputeGradients: delegate GradientFunction"] = "once per step, bound by the constructor: cheaper than an interface call from code that networks share; what it calls is walked",
        ["LanesPasses.ComputeGradients: virtual call OutputLoss.get_InputGradients"] = OwnLoss,
        ["OutputRows.Rows: virtual call OutputLoss.Rows"] = OwnLoss,
        ["RowPasses.ComputeGradients: virtual call OutputLoss.get_InputGradients"] = OwnLoss,
        ["BatchChecks.LabelsAllowed: virtual call IReadOnlyCollection.get_Count"] = "on the way to the exception that refuses labels",
        ["NetworkDescription.get_LabelLoss: virtual call IReadOnlyCollection.get_Count"] = "in the constructor of the trainer, and once per step on several threads or before an exception",
        ["network: static field __Layout.Instance with initializer"] = Initialized,
        ["network: static field __Layout.LossOptions with initializer"] = Initialized,
        ["network: static field __Layout.Description with initializer"] = Initialized,
        ["network: static field __Layout.Heads with initializer"] = Initialized,
        ["network: static field __indices with initializer"] = SelectedColumns,
        ["network.Predict: new Diagnosis"] = PredictedClass,
        ["network.Predict: new SensorTargets"] = PredictedClass,
    };

    /// <summary>
    /// Types of the base class library that are called. None of the methods used takes a lock or, but for the one of <c>GC</c>, memory: that is
    /// Workspace.Grow, the first call on a thread. Throw helpers of the exceptions are argument checks; comparisons of types are folded by the compiler.
    /// </summary>
    public static readonly string[] Outside =
    [
        "System.ArgumentNullException", "System.ArgumentOutOfRangeException", "System.Array", "System.BitConverter", "System.Double", "System.GC.AllocateArray", "System.Int32", "System.Math",
        "System.MathF", "System.MemoryExtensions", "System.Nullable", "System.Numerics.BitOperations", "System.Numerics.Vector", "System.ReadOnlySpan", "System.Runtime.CompilerServices.Unsafe",
        "System.Runtime.InteropServices.MemoryMarshal", "System.Runtime.Intrinsics.Arm.Arm64", "System.Runtime.Intrinsics.Vector128", "System.Runtime.Intrinsics.Vector256",
        "System.Runtime.Intrinsics.Vector512", "System.Runtime.Intrinsics.X86.Avx", "System.Runtime.Intrinsics.X86.Avx512F", "System.Runtime.Intrinsics.X86.Sse", "System.Single",
        "System.Span", "System.String", "System.Type", "System.UInt32", "System.ValueTuple",
    ];
}
