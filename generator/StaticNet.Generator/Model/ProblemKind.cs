namespace StaticNet.Generator.Model;

/// <summary>Every kind of problem; the value is the number in its diagnostic id (<c>SNET0001</c>) and is never reused.</summary>
internal enum ProblemKind
{
    TypeNotPartial = 1,
    ContainerNotPartial = 2,
    TooFewSizes = 3,
    SizeBelowOne = 4,
    SoftmaxBeforeOutput = 5,
    LossDoesNotFit = 6,
    NameCountDiffers = 7,
    NameInvalid = 8,
    TypeShapeUnsupported = 9,
    LanguageVersionTooOld = 10,
    SeveralNetworkAttributes = 11,
    MemberCollides = 12,
    TooManyParameters = 13,
    EnumValueUnknown = 14,
    LossIsConstant = 15,
    SequentialWithoutWeights = 16,
    LayerOutsideSequential = 17,
    LayersInSeveralLists = 18,
    SizesDoNotJoin = 19,
    SourceUnknown = 20,
    NormAfterOutput = 21,
    DropoutAfterOutput = 22,
    LayerOptionInvalid = 23,
    TrainingOptionInvalid = 24,
    TrainingWithoutNetwork = 25,
    LossDeclaredTwice = 26,
    OptionWithoutEffect = 27,
    UnrollRefused = 28,
    AnotherToolFits = 29,
    ModelFileNotFound = 32,
    ModelFileUnusable = 33,
    TestVectorsUnusable = 34,
    ConstructorLeavesZeros = 35,
    LayerUnread = 36,
    TranslationDiffers = 39,
    TestVectorsDiffer = 40,
    ModelFunctionUnstated = 41,
    ModelWeightsNotFinite = 42,
    ModelFileAmbiguous = 43,
    ModelWeightsTransposed = 44,
    ModelLayerDoesNotFit = 45,
    ModelTensorsUnread = 46,
    ModelPrefixUnknown = 47,
    ScalingMisplaced = 51,
    TargetMayBeMissing = 53,
    HeadNameInvalid = 54,
    HeadMisplaced = 55,
    HeadLossDoesNotFit = 57,
    ParameterMisplaced = 58,
    RowTypeUnusable = 59,
    MemberIsNoFeature = 60,
    TimeLayerMisplaced = 61,
    JoinAcrossTime = 62,
    DilationWithoutEffect = 63,
    StreamIsLarge = 64,
    LossNeedsSteps = 65,
    WeightsLeaveCache = 70,
    BudgetExceeded = 85,
    BudgetWithoutNetwork = 75,
    NotReadable = 87,
}

internal static class ProblemKindExtensions
{
    /// <summary>Whether the class itself cannot have the members of a network: any member would be another error.</summary>
    public static bool PreventsMembers(this ProblemKind kind) => kind is ProblemKind.TypeShapeUnsupported or ProblemKind.LanguageVersionTooOld
        or ProblemKind.MemberCollides;

    /// <summary>Whether no network can be generated; everything else is a warning or information beside generated code.</summary>
    public static bool PreventsGeneration(this ProblemKind kind) => kind switch
    {
        ProblemKind.LossIsConstant or ProblemKind.NormAfterOutput or ProblemKind.DropoutAfterOutput
            or ProblemKind.OptionWithoutEffect or ProblemKind.UnrollRefused or ProblemKind.AnotherToolFits
            or ProblemKind.TestVectorsUnusable or ProblemKind.TestVectorsDiffer or ProblemKind.BudgetExceeded or ProblemKind.ConstructorLeavesZeros or ProblemKind.DilationWithoutEffect or ProblemKind.StreamIsLarge or ProblemKind.WeightsLeaveCache or ProblemKind.ModelTensorsUnread or ProblemKind.ModelFunctionUnstated => false,
        _ => true,
    };
}
