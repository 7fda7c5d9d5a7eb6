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
}
