using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Diagnostics;

/// <summary>What the arguments of a network's methods are checked against.</summary>
/// <param name="Name">The type's name, for messages.</param>
/// <param name="Inputs">Values per input row.</param>
/// <param name="Outputs">Values per output row.</param>
/// <param name="NumbersOnly">Why targets must be numbers and not class labels; null where labels will do.</param>
internal sealed record CalledNetwork(string Name, int Inputs, int Outputs, string? NumbersOnly)
{
    /// <summary>Whether its rows are steps of sequences, and its state stands outside of it.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>Whether the type of the targets decides between a classifier of two classes and a regression: one plain output and no loss declared.</summary>
    public bool TargetsDecide { get; init; }

    /// <summary>Reads a network of this project from its declaration, one of another project from its members; null where it has errors.</summary>
    public static CalledNetwork? Of(INamedTypeSymbol type, Compilation compilation, AnalyzerOptions options) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
            ? OfDeclaration(type, compilation, options)
            : OfMembers(type);

    private static CalledNetwork? OfDeclaration(INamedTypeSymbol type, Compilation compilation, AnalyzerOptions options)
    {
        if (NetworkDeclarationReader.Read(type, compilation, options.AdditionalFiles, CancellationToken.None).Spec is not NetworkSpec spec)
        {
            return null;
        }

        int[] sizes = spec.ValueSizes();
        int outputs = sizes[sizes.Length - 1];
        Activation output = spec.Layers[spec.Layers.Count - 1] is ActivationSpec last ? last.Function : Activation.Identity;
        string? numbersOnly = spec.Heads.Count > 0 ? $"it has {spec.Heads.Count} heads" : LossRules.TakesLabels(spec.Training.Loss, output, outputs)
            ? null
            : spec.Training.Loss != Loss.Auto ? $"its loss is {spec.Training.Loss}" : $"its output is {output}";
        return new(spec.Type.DisplayName, spec.InputSize, outputs, numbersOnly)
        {
            IsStreaming = spec.IsStreaming,
            TargetsDecide = outputs == 1 && output == Activation.Identity && spec.Training.Loss == Loss.Auto,
        };
    }

    // Its model file, where it has one, is not this project's; the constants and the overloads that were generated are known.
    private static CalledNetwork? OfMembers(INamedTypeSymbol type)
    {
        if (Constant(type, "InputSize") is not int inputs || Constant(type, "OutputSize") is not int outputs)
        {
            return null;
        }

        ImmutableArray<IMethodSymbol> losses = [.. type.GetMembers("ComputeLoss").OfType<IMethodSymbol>()];
        bool takesLabels = losses.IsEmpty || losses.Any(static loss => loss.Parameters is [_, { Type: INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Int32 }] } }]);
        return new(type.Name, inputs, outputs, takesLabels ? null : "its loss compares numbers") { IsStreaming = Constant(type, "ReceptiveField") is not null || type.GetMembers("CreateState").Length > 0 };
    }

    private static int? Constant(INamedTypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault() is { IsConst: true, ConstantValue: int and > 0 and var value } ? value : null;
}
