using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Parsing;

/// <summary>What is left of a network whose declaration has an error: enough for members that throw.</summary>
internal static class UnavailableNetworks
{
    /// <summary>The class, with the reason; null where there is no error, or where members would be further errors.</summary>
    public static UnavailableNetwork? Of(TypeShell type, List<SpecProblem> problems)
    {
        SpecProblem[] errors = [.. problems.Where(static problem => problem.Kind.PreventsGeneration())];
        return errors.Length == 0 || errors.Any(static problem => problem.Kind.PreventsMembers())
            ? null
            : new(type, errors[0].Kind is ProblemKind.ModelFileNotFound or ProblemKind.ModelFileUnusable
                ? string.Join(": ", errors[0].Arguments)
                : "its declaration has the error SNET" + ((int)errors[0].Kind).ToString("0000", CultureInfo.InvariantCulture));
    }

    /// <summary>The same for a class whose attributes tell all about it.</summary>
    public static UnavailableNetwork? Of(TypeShell shell, INamedTypeSymbol type, AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        (string, string)? rows = attribute.TypeArguments is [var input, var output] ? (Name(input), Name(output)) : null;
        bool areRowsKnown = attribute.TypeArguments.All(static argument => argument.TypeKind != TypeKind.Error);
        return !areRowsKnown || Of(shell, problems) is not UnavailableNetwork network ? null : network with
        {
            IsStreaming = rows is null && attributes.LayerAttributes.Any(layer => IsOverTime(attributes, layer)),
            HasPredict = !type.GetMembers("Predict").Any(static member => !UserMembers.IsOurs(member)),
            HasBudgetCheck = attributes.Budget >= 0 && attributes.Reader(attributes.Budget, []).Has("Nanoseconds"),
            Rows = rows,
        };
    }

    private static bool IsOverTime(DeclaredAttributes attributes, int layer)
    {
        AttributeReader reader = attributes.Reader(layer, []);
        return LayerReaders.Read(attributes[layer], reader, "", reader.Place, [], []) is { Layer.IsOverTime: true };
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
