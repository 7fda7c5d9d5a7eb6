using System;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Diagnostics;

/// <summary>What each problem says: what was found, what was expected, what to do.</summary>
internal static class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor TypeNotPartial = Error(
        DiagnosticIds.TypeNotPartial, "A network class is not partial",
        "'{0}' is a network, and its code is generated into it; add 'partial' to its declaration");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error(
        DiagnosticIds.ContainerNotPartial, "A type around a network is not partial",
        "'{0}' contains a network, whose code is generated into it; add 'partial' to its declaration");

    public static readonly DiagnosticDescriptor TooFewSizes = Error(
        DiagnosticIds.TooFewSizes, "A network needs two sizes or more",
        "A network needs two layer sizes or more, inputs first and outputs last, and {0} were given; write for example [Mlp(4, 10, 3)]");

    public static readonly DiagnosticDescriptor SizeBelowOne = Error(
        DiagnosticIds.SizeBelowOne, "A size is less than 1", "{0} is {1}; sizes must be 1 or more");

    public static readonly DiagnosticDescriptor SoftmaxBeforeOutput = Error(
        DiagnosticIds.SoftmaxBeforeOutput, "Softmax before the output",
        "{0} turns the network's outputs into probabilities and can only be its last layer; choose another activation here, or make it the output activation");

    public static readonly DiagnosticDescriptor LossDoesNotFit = Error(
        DiagnosticIds.LossDoesNotFit, "A loss cannot follow the output",
        "{0} cannot follow an output of {1}: {2}; {3} fits this output");

    public static readonly DiagnosticDescriptor NameCountDiffers = Error(
        DiagnosticIds.NameCountDiffers, "Names do not match the layers",
        "{0} names were given for {1} layers with weights; give one name per layer, first to last");

    public static readonly DiagnosticDescriptor NameInvalid = Error(
        DiagnosticIds.NameInvalid, "A layer's name cannot be used", "The layer name '{0}' {1}");

    public static readonly DiagnosticDescriptor TypeShapeUnsupported = Error(
        DiagnosticIds.TypeShapeUnsupported, "A type cannot be a network", "'{0}' is {1}; {2}");

    public static readonly DiagnosticDescriptor LanguageVersionTooOld = Error(
        DiagnosticIds.LanguageVersionTooOld, "The project's C# version is too old",
        "Generated networks need C# {1} and the project compiles as C# {0}; remove <LangVersion> from the project file or raise it to {1}");

    public static readonly DiagnosticDescriptor SeveralNetworkAttributes = Error(
        DiagnosticIds.SeveralNetworkAttributes, "A type declares several networks",
        "'{0}' has two network attributes, and a class is one network; remove one of them");

    public static readonly DiagnosticDescriptor MemberCollides = Error(
        DiagnosticIds.MemberCollides, "A member has the name of a generated one",
        "The network '{0}' gets a generated member '{1}', {2}");

    public static readonly DiagnosticDescriptor TooManyParameters = Error(
        DiagnosticIds.TooManyParameters, "A network is too large",
        "Up to this layer the network takes {0}, and at most {1} can be addressed; make its layers smaller");

    public static readonly DiagnosticDescriptor EnumValueUnknown = Error(
        DiagnosticIds.EnumValueUnknown, "A value is not a member of its enumeration",
        "{0} is not a member of {1}; use one of the named values");

    public static readonly DiagnosticDescriptor LossIsConstant = Warning(
        DiagnosticIds.LossIsConstant, "A loss over one output never changes",
        "{0} over a single output is constant, because one class always has probability 1; use Sigmoid and BinaryCrossEntropy, or two outputs");

    public static readonly DiagnosticDescriptor SequentialWithoutWeights = Error(
        DiagnosticIds.SequentialWithoutWeights, "A Sequential network has no layer with weights",
        "A Sequential network needs at least one Linear layer after it in the same brackets; write for example [Sequential(4), Linear(10), ReLU, Linear(3)]");

    public static readonly DiagnosticDescriptor LayerOutsideSequential = Error(
        DiagnosticIds.LayerOutsideSequential, "A layer stands outside a Sequential network",
        "{0} is a layer of a Sequential network, and this type has none; write [Sequential(inputs), ...] before it in the same brackets");

    public static readonly DiagnosticDescriptor LayersInSeveralLists = Error(
        DiagnosticIds.LayersInSeveralLists, "The layers of a network stand in several places",
        "{0} does not follow {1} in the same brackets, so its place in the network is not defined; move it there");

    public static readonly DiagnosticDescriptor SizesDoNotJoin = Error(
        DiagnosticIds.SizesDoNotJoin, "The sizes of two layers do not join", "{0}");

    public static readonly DiagnosticDescriptor SourceUnknown = Error(
        DiagnosticIds.SourceUnknown, "A layer refers to a value that does not exist", "{0}");

    public static readonly DiagnosticDescriptor NormAfterOutput = Warning(
        DiagnosticIds.NormAfterOutput, "A normalization follows the output",
        "{0} follows the last layer with weights, so it normalizes the network's outputs; move it before that layer");

    public static readonly DiagnosticDescriptor DropoutAfterOutput = Warning(
        DiagnosticIds.DropoutAfterOutput, "Dropout follows the output",
        "Dropout follows the last layer with weights and would zero outputs during training; move it before that layer");

    public static readonly DiagnosticDescriptor LayerOptionInvalid = Error(
        DiagnosticIds.LayerOptionInvalid, "A layer's constant is out of range", "{0} is {1}; {2}");

    public static readonly DiagnosticDescriptor TrainingOptionInvalid = Error(
        DiagnosticIds.TrainingOptionInvalid, "A training option is out of range", "{0} is {1}; {2}");

    public static readonly DiagnosticDescriptor TrainingWithoutNetwork = Error(
        DiagnosticIds.TrainingWithoutNetwork, "Training options without a network",
        "'{0}' has training options but declares no network; add [Mlp(...)] or [Sequential(...)], or remove [Training]");

    public static readonly DiagnosticDescriptor LossDeclaredTwice = Error(
        DiagnosticIds.LossDeclaredTwice, "A loss is declared twice",
        "The attribute that declares the network already sets its loss to {0}; remove one of the two");

    public static readonly DiagnosticDescriptor OptionWithoutEffect = Warning(
        DiagnosticIds.OptionWithoutEffect, "A training option has no effect",
        "{0} has no effect on {1}; it belongs to {2}");

    public static readonly DiagnosticDescriptor UnrollRefused = Information(
        DiagnosticIds.UnrollRefused, "A network is too large to be written out",
        "Unroll.Full would write {0} multiply-adds into one method, more than the JIT optimizes; loops with constant bounds are generated instead, so remove Unroll or make the network smaller");

    public static readonly DiagnosticDescriptor AnotherToolFits = Information(
        DiagnosticIds.AnotherToolFits, "A network is too large to run well on one core",
        "{0} parameters ({1} MiB) fit in no processor's cache, so each prediction waits for memory and training for one core; a framework that uses all cores or a GPU is the better choice at this size");

    public static readonly DiagnosticDescriptor TargetsOfWrongKind = Warning(
        DiagnosticIds.TargetsOfWrongKind, "Class labels for a network that is trained on numbers",
        "{0} is given class labels, and '{1}' is trained on numbers because {2}; pass {3} float targets per row, or declare a classifier");

    public static readonly DiagnosticDescriptor LengthDoesNotFit = Warning(
        DiagnosticIds.LengthDoesNotFit, "A length does not fit the network",
        "{0} has {1} values and '{2}' takes {3}; {4} will throw an ArgumentException");

    public static readonly DiagnosticDescriptor ModelFileNotFound = Error(
        DiagnosticIds.ModelFileNotFound, "A model file is not part of the project",
        "'{0}' is not one of the project's model files; {1}");

    public static readonly DiagnosticDescriptor ModelFileUnusable = Error(
        DiagnosticIds.ModelFileUnusable, "A model file cannot be compiled", "'{0}' cannot be compiled: {1}");

    public static readonly DiagnosticDescriptor TestVectorsUnusable = Warning(
        DiagnosticIds.TestVectorsUnusable, "Stored test vectors cannot be used",
        "No SelfTest() was generated from '{0}': {1}");

    public static readonly DiagnosticDescriptor ModelWeightsNotFinite = Error(
        DiagnosticIds.ModelWeightsNotFinite, "A model file has numbers that are not finite",
        "'{0}' has numbers that are not finite: {1}. Usually the training diverged, or a constant feature was divided by its standard deviation, 0; take an earlier checkpoint or train again with a lower learning rate, or give that feature the standard deviation 1");

    public static readonly DiagnosticDescriptor ModelFileAmbiguous = Error(
        DiagnosticIds.ModelFileAmbiguous, "A model file fits more than one network", "'{0}' does not prove its network: {1}");

    public static readonly DiagnosticDescriptor ModelWeightsTransposed = Error(
        DiagnosticIds.ModelWeightsTransposed, "The weights of a model file are transposed", "The weights of '{0}' are not in the expected layout: {1}");

    public static readonly DiagnosticDescriptor ModelLayerDoesNotFit = Error(
        DiagnosticIds.ModelLayerDoesNotFit, "A layer does not fit the model file", "{0} does not fit '{1}': {2}");

    public static readonly DiagnosticDescriptor ModelTensorsUnread = Warning(
        DiagnosticIds.ModelTensorsUnread, "No layer reads a tensor of the model file",
        "'{0}' also holds {1}, which no layer here reads; add the layers that do, or take a part of the file with Prefix");

    public static readonly DiagnosticDescriptor ModelFunctionUnstated = Warning(
        DiagnosticIds.ModelFunctionUnstated, "A model file has the names of a library with another default",
        "'{0}' has the module names of stable-baselines3, {1}; write {2} to say which");

    public static readonly DiagnosticDescriptor ModelPrefixUnknown = Error(
        DiagnosticIds.ModelPrefixUnknown, "A prefix is not in the model file", "The Prefix finds nothing in '{0}': {1}");

    public static readonly DiagnosticDescriptor ConstructorLeavesZeros = Warning(
        DiagnosticIds.ConstructorLeavesZeros, "A constructor leaves the parameters zero",
        "The parameters of a '{0}' that this constructor makes stay zero; {1}, or fill Parameters in it and suppress this warning");

    public static readonly DiagnosticDescriptor LayerUnread = Error(
        DiagnosticIds.LayerUnread, "No layer reads what another one writes",
        "This Select reads an earlier value, and what layer '{0}' before it writes is read by no layer; join it by Concat(\"{0}\") or Residual(\"{0}\"), or remove the layer");

    public static readonly DiagnosticDescriptor TranslationDiffers = Error(
        DiagnosticIds.TranslationDiffers, "A model file would become a different network",
        "'{0}' is not compiled, because the class would not compute what the file says: {1}. This is a fault of StaticNet, not of the file; please report it with the file");

    public static readonly DiagnosticDescriptor TestVectorsDiffer = Error(
        DiagnosticIds.TestVectorsDiffer, "A model file does not compute its stored outputs",
        "'{0}' does not compute the outputs stored beside it: {1}; store the vectors of this file, or the file that belongs to the vectors");

    public static readonly DiagnosticDescriptor LiteralsAreLabels = Information(
        DiagnosticIds.LiteralsAreLabels, "Whole numbers are class labels",
        "{0} are class labels (int), so {1} takes BinaryCrossEntropy and '{2}' as a classifier of two classes; write {3} for a regression by MeanSquaredError, or declare Loss = Loss.BinaryCrossEntropy");

    public static readonly DiagnosticDescriptor RecordCopySharesParameters = Warning(
        DiagnosticIds.RecordCopySharesParameters, "A copy of a record network shares its parameters",
        "'with' copies the reference to the parameters of '{0}', so training one network also changes the other; create a second network and call Parameters.CopyFrom");

    public static readonly DiagnosticDescriptor ScalingMisplaced = Error(
        DiagnosticIds.ScalingMisplaced, "A feature scale is between other layers",
        "{0} scales a network's inputs as its first layer and its outputs, back to the targets' units, as its last; this one is layer {1} of {2}; move it to either end, or use BatchNorm1d or LayerNorm between layers");

    public static readonly DiagnosticDescriptor RowTypeUnusable = Error(
        DiagnosticIds.RowTypeUnusable, "A type cannot be the rows of a network", "'{0}' {1}");

    public static readonly DiagnosticDescriptor MemberIsNoFeature = Error(
        DiagnosticIds.MemberIsNoFeature, "A member is not a feature",
        "'{0}.{1}' is a {2}, and a feature is a number, a bool or an enum; mark the member [Feature(Skip = true)] or remove it");

    public static readonly DiagnosticDescriptor TargetMayBeMissing = Error(
        DiagnosticIds.TargetMayBeMissing, "A target may be missing",
        "The target '{0}' is a {1}, and null is a target that is missing; {2}");

    public static readonly DiagnosticDescriptor BudgetExceeded = Error(
        DiagnosticIds.BudgetExceeded, "A network exceeds its budget", "The budget for {0} is {1}: {2}");

    public static readonly DiagnosticDescriptor BudgetWithoutNetwork = Error(
        DiagnosticIds.BudgetWithoutNetwork, "A budget without a network",
        "[Budget] limits what a network may cost, and '{0}' is not a network; add [Mlp(...)] or [Sequential(...)], or remove [Budget]");

    public static readonly DiagnosticDescriptor RealTimeAllocates = Warning(
        DiagnosticIds.RealTimeAllocates, "Real-time code allocates", "{0} is marked [RealTime], and {1} allocates; {2}");

    public static readonly DiagnosticDescriptor RealTimeWaits = Warning(
        DiagnosticIds.RealTimeWaits, "Real-time code waits", "{0} is marked [RealTime], and {1} waits for other threads; {2}");

    public static readonly DiagnosticDescriptor RealTimeThrows = Warning(
        DiagnosticIds.RealTimeThrows, "Real-time code throws",
        "{0} is marked [RealTime] and throws {1}; check before the real-time part, or return a value that says what happened");

    public static readonly DiagnosticDescriptor RealTimeCallsUnmarked = Warning(
        DiagnosticIds.RealTimeCallsUnmarked, "Real-time code calls a member that is not marked",
        "{0} is marked [RealTime] and calls {1}, which may allocate, wait or throw; {2}");

    public static readonly DiagnosticDescriptor RealTimeOverrideUnmarked = Warning(
        DiagnosticIds.RealTimeOverrideUnmarked, "An implementation of a real-time member is not marked",
        "'{0}' implements or overrides {1}, which is marked [RealTime], and is not checked itself; mark it [RealTime], too");

    public static readonly DiagnosticDescriptor HeadNameInvalid = Error(
        DiagnosticIds.HeadNameInvalid, "A head's name cannot be used", "The name '{0}' of a head {1}");

    public static readonly DiagnosticDescriptor HeadMisplaced = Error(
        DiagnosticIds.HeadMisplaced, "A head is misplaced", "{0}");

    public static readonly DiagnosticDescriptor HeadLossDoesNotFit = Error(
        DiagnosticIds.HeadLossDoesNotFit, "A head's loss does not fit", "Head '{0}': {1}");

    public static readonly DiagnosticDescriptor ParameterMisplaced = Error(
        DiagnosticIds.ParameterMisplaced, "A free parameter is misplaced", "FreeParameter '{0}' {1}");

    public static readonly DiagnosticDescriptor TimeLayerMisplaced = Error(
        DiagnosticIds.TimeLayerMisplaced, "A layer over time is misplaced", "{0}");

    public static readonly DiagnosticDescriptor JoinAcrossTime = Error(
        DiagnosticIds.JoinAcrossTime, "A join mixes steps and sequences", "{0}");

    public static readonly DiagnosticDescriptor DilationWithoutEffect = Warning(
        DiagnosticIds.DilationWithoutEffect, "A dilation has no effect", "{0}");

    public static readonly DiagnosticDescriptor StreamIsLarge = Information(
        DiagnosticIds.StreamIsLarge, "Streams take much memory or a long past",
        "Each stream of this network keeps {0} KiB of state, and its outputs depend on {1} before them");

    public static readonly DiagnosticDescriptor WeightsLeaveCache = Information(
        DiagnosticIds.WeightsLeaveCache, "The weights of recurrent layers may not fit in the first-level cache",
        "The recurrent layers of this network have {0} KiB of weights, more than 32 KiB, the first-level data cache of many processors; where they do not fit, a step waits at least {1} ns for them (32 bytes a cycle at 3.6 GHz)");

    public static readonly DiagnosticDescriptor LossNeedsSteps = Error(
        DiagnosticIds.LossNeedsSteps, "A loss needs an output per step", "ErrorToSignal compares signals, and {0}");

    public static readonly DiagnosticDescriptor CallWithoutState = Error(
        DiagnosticIds.CallWithoutState, "A network with memory is called without its state",
        "'{0}' has memory, so there is no {1} without a state: {2}");

    public static readonly DiagnosticDescriptor NetworkTestsNotWritten = Error(
        DiagnosticIds.NetworkTestsNotWritten, "Tests of networks cannot be written", "[NetworkTests] writes no tests: {0}");

    public static readonly DiagnosticDescriptor NotReadable = Error(
        DiagnosticIds.NotReadable, "A network cannot be generated for reading",
        "Style = NetworkStyle.Readable covers Linear layers with at most one activation after each, and {0}");

    /// <summary>All that are reported.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        TypeNotPartial, ContainerNotPartial, TooFewSizes, SizeBelowOne, SoftmaxBeforeOutput, LossDoesNotFit, NameCountDiffers,
        NameInvalid, TypeShapeUnsupported, LanguageVersionTooOld, SeveralNetworkAttributes, MemberCollides, TooManyParameters,
        EnumValueUnknown, LossIsConstant, SequentialWithoutWeights, LayerOutsideSequential, LayersInSeveralLists, SizesDoNotJoin,
        SourceUnknown, NormAfterOutput, DropoutAfterOutput, LayerOptionInvalid, TrainingOptionInvalid, TrainingWithoutNetwork,
        LossDeclaredTwice, OptionWithoutEffect, UnrollRefused, AnotherToolFits, TargetsOfWrongKind, LengthDoesNotFit,
        ModelFileNotFound, ModelFileUnusable, TestVectorsUnusable, ConstructorLeavesZeros,
        LayerUnread, TranslationDiffers, TestVectorsDiffer,
        ModelWeightsNotFinite, ModelFileAmbiguous, ModelWeightsTransposed, ModelLayerDoesNotFit, ModelTensorsUnread, ModelPrefixUnknown, ModelFunctionUnstated, RecordCopySharesParameters,
        ScalingMisplaced, LiteralsAreLabels, RowTypeUnusable, MemberIsNoFeature, TargetMayBeMissing,
        RealTimeAllocates, RealTimeWaits, RealTimeThrows, RealTimeCallsUnmarked, RealTimeOverrideUnmarked,
        TimeLayerMisplaced, JoinAcrossTime, DilationWithoutEffect, StreamIsLarge, WeightsLeaveCache, LossNeedsSteps, CallWithoutState,
        BudgetExceeded, BudgetWithoutNetwork, NetworkTestsNotWritten, NotReadable,
        HeadNameInvalid, HeadMisplaced, HeadLossDoesNotFit, ParameterMisplaced,
    ];

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_byId = All.ToImmutableDictionary(static descriptor => descriptor.Id);

    public static DiagnosticDescriptor Of(ProblemKind kind) => s_byId["SNET" + ((int)kind).ToString("0000", CultureInfo.InvariantCulture)];

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Information(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) => new(
        id, title, message, "StaticNet", severity, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/staticnet/staticnet/blob/main/docs/diagnostics/{id}.md");
}
