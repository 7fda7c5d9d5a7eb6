using System.Collections.Immutable;
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
        "{0} makes probabilities of the network's outputs and can only be its last layer; choose another activation here, or make it the output activation");

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
        "'{0}' already is a network by another attribute; a class is one network, so remove one of them");

    public static readonly DiagnosticDescriptor MemberCollides = Error(
        DiagnosticIds.MemberCollides, "A member has the name of a generated one",
        "The network '{0}' gets a generated member '{1}', which stands beside none of this name and signature; rename it");

    public static readonly DiagnosticDescriptor TooManyParameters = Error(
        DiagnosticIds.TooManyParameters, "A network has too many parameters",
        "Up to this layer the network takes {0} parameter values, and at most {1} (2 GiB) can be addressed; make its layers smaller");

    public static readonly DiagnosticDescriptor EnumValueUnknown = Error(
        DiagnosticIds.EnumValueUnknown, "A number is no member of its enumeration",
        "{0} is no member of {1}; use one of the named values");

    public static readonly DiagnosticDescriptor LossIsConstant = Warning(
        DiagnosticIds.LossIsConstant, "A loss over one output never changes",
        "{0} over a single output is constant, because one class always has probability 1; use Sigmoid and BinaryCrossEntropy, or two outputs");

    /// <summary>By the number in <see cref="ProblemKind"/>.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        TypeNotPartial, ContainerNotPartial, TooFewSizes, SizeBelowOne, SoftmaxBeforeOutput, LossDoesNotFit, NameCountDiffers,
        NameInvalid, TypeShapeUnsupported, LanguageVersionTooOld, SeveralNetworkAttributes, MemberCollides, TooManyParameters,
        EnumValueUnknown, LossIsConstant,
    ];

    public static DiagnosticDescriptor Of(ProblemKind kind) => All[(int)kind - 1];

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) => new(
        id, title, message, "StaticNet", severity, isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/staticnet/staticnet/blob/main/docs/diagnostics/{id}.md");
}
