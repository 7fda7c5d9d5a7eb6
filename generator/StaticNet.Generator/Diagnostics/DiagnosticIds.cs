namespace StaticNet.Generator.Diagnostics;

/// <summary>Diagnostic ids; entered in AnalyzerReleases, explained in docs/diagnostics, never reused.</summary>
internal static class DiagnosticIds
{
    public const string TypeNotPartial = "SNET0001";
    public const string ContainerNotPartial = "SNET0002";
    public const string TooFewSizes = "SNET0003";
    public const string SizeBelowOne = "SNET0004";
    public const string SoftmaxBeforeOutput = "SNET0005";
    public const string LossDoesNotFit = "SNET0006";
    public const string NameCountDiffers = "SNET0007";
    public const string NameInvalid = "SNET0008";
    public const string TypeShapeUnsupported = "SNET0009";
    public const string LanguageVersionTooOld = "SNET0010";
    public const string SeveralNetworkAttributes = "SNET0011";
    public const string MemberCollides = "SNET0012";
    public const string TooManyParameters = "SNET0013";
    public const string EnumValueUnknown = "SNET0014";
    public const string LossIsConstant = "SNET0015";
    public const string SequentialWithoutWeights = "SNET0016";
    public const string LayerOutsideSequential = "SNET0017";
    public const string LayersInSeveralLists = "SNET0018";
    public const string SizesDoNotJoin = "SNET0019";
    public const string SourceUnknown = "SNET0020";
    public const string NormAfterOutput = "SNET0021";
    public const string DropoutAfterOutput = "SNET0022";
    public const string LayerOptionInvalid = "SNET0023";
    public const string TrainingOptionInvalid = "SNET0024";
    public const string TrainingWithoutNetwork = "SNET0025";
    public const string LossDeclaredTwice = "SNET0026";
    public const string OptionWithoutEffect = "SNET0027";
    public const string UnrollRefused = "SNET0028";
    public const string AnotherToolFits = "SNET0029";
    public const string TargetsOfWrongKind = "SNET0030";
    public const string LengthDoesNotFit = "SNET0031";
    public const string ModelFileNotFound = "SNET0032";
    public const string ModelFileUnusable = "SNET0033";
    public const string TestVectorsUnusable = "SNET0034";
    public const string ConstructorLeavesZeros = "SNET0035";
    public const string TranslationDiffers = "SNET0039";
    public const string TestVectorsDiffer = "SNET0040";
    public const string ModelFileAmbiguous = "SNET0043";
    public const string ModelWeightsTransposed = "SNET0044";
    public const string ModelLayerDoesNotFit = "SNET0045";
    public const string ModelTensorsUnread = "SNET0046";
    public const string ModelPrefixUnknown = "SNET0047";
    public const string ScalingMisplaced = "SNET0051";
    public const string RecordCopySharesParameters = "SNET0056";
    public const string RowTypeUnusable = "SNET0059";
    public const string MemberIsNoFeature = "SNET0060";
    public const string RealTimeAllocates = "SNET0080";
    public const string RealTimeWaits = "SNET0081";
    public const string RealTimeThrows = "SNET0082";
    public const string RealTimeCallsUnmarked = "SNET0083";
    public const string RealTimeOverrideUnmarked = "SNET0084";
}
