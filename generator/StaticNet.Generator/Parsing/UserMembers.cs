using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary>Finds members of the user's that generated ones would clash with (CS0102 and CS0111 in code nobody wrote).</summary>
internal static class UserMembers
{
    public static void Check(INamedTypeSymbol type, List<SpecProblem> problems)
    {
        ImmutableArray<ISymbol> members = type.GetMembers();
        for (int i = 0; i < members.Length; i++)
        {
            ISymbol member = members[i];
            if (!GeneratedMembers.IsGeneratedName(member.Name) || member.IsImplicitlyDeclared || !member.CanBeReferencedByName
                || member is IMethodSymbol { Arity: > 0 } || IsOurs(member))
            {
                continue;
            }

            if (GeneratedMembers.Collides(member.Name, ParameterTypes(member)))
            {
                problems.Add(new(ProblemKind.MemberCollides, ProblemPlace.OfMember(i), type.Name, member.Name));
            }
        }

        foreach (ITypeParameterSymbol parameter in type.TypeParameters)
        {
            if (GeneratedMembers.Collides(parameter.Name, parameters: null))
            {
                problems.Add(new(ProblemKind.MemberCollides, ProblemPlace.OfType, type.Name, parameter.Name));
            }
        }

        if (GeneratedMembers.Collides(type.Name, parameters: null))
        {
            problems.Add(new(ProblemKind.MemberCollides, ProblemPlace.OfType, type.Name, type.Name));
        }
    }

    /// <summary>The folder the compiler gives our files, named after the generator.</summary>
    private const string GeneratedFolder = "StaticNet.Generator.StaticNetGenerator";

    // An analyzer sees the project with the generated files in it.
    public static bool IsOurs(ISymbol member) =>
        member.DeclaringSyntaxReferences is [var reference, ..]
        && reference.SyntaxTree.FilePath.IndexOf(GeneratedFolder, StringComparison.Ordinal) >= 0;

    /// <summary>A method's parameter types as the list of generated members has them; null for what is no method.</summary>
    public static IReadOnlyList<string>? ParameterTypes(ISymbol member) => member is IMethodSymbol method
        ? [.. method.Parameters.Select(static parameter => parameter.Type.ToDisplayString(s_typeFormat))]
        : null;

    private static readonly SymbolDisplayFormat s_typeFormat = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);
}
