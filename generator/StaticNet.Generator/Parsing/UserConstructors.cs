using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary>Finds constructors of the user's that call none of the generated ones, which are what draws the initial values.</summary>
internal static class UserConstructors
{
    public static void Check(INamedTypeSymbol type, List<SpecProblem> problems, CancellationToken cancellationToken)
    {
        ImmutableArray<ISymbol> members = type.GetMembers();
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i] is not IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } constructor
                || UserMembers.IsOurs(constructor) || IsCopy(constructor, type)
                || (constructor.PartialImplementationPart ?? constructor).DeclaringSyntaxReferences is not [var reference, ..]
                || reference.GetSyntax(cancellationToken) is not ConstructorDeclarationSyntax syntax
                || (syntax.Body is null && syntax.ExpressionBody is null)
                || syntax.Initializer is { RawKind: (int)SyntaxKind.ThisConstructorInitializer })
            {
                continue;
            }

            (string remedy, string? call) = Remedy(constructor, HasOwn(type, SpecialType.System_UInt64), HasOwn(type));
            problems.Add(new(ProblemKind.ConstructorLeavesZeros, ProblemPlace.OfMember(i), type.Name, remedy)
            {
                Replacement = syntax.Initializer is null ? call : null,
            });
        }
    }

    // An analyzer sees the generated constructors too.
    private static bool HasOwn(INamedTypeSymbol type, params SpecialType[] parameters) => type.InstanceConstructors.Any(constructor =>
        !constructor.IsImplicitlyDeclared && !UserMembers.IsOurs(constructor)
        && constructor.Parameters.Select(static parameter => parameter.Type.SpecialType).SequenceEqual(parameters));

    // A record's copy constructor takes over the fields, the parameters among them.
    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        type.IsRecord && constructor.Parameters is [var only] && SymbolEqualityComparer.Default.Equals(only.Type, type);

    /// <summary>What to write, and the call a fix can add.</summary>
    private static (string Text, string? Call) Remedy(IMethodSymbol constructor, bool hasSeed, bool hasParameterless)
    {
        if (constructor.Parameters is [{ Type.SpecialType: SpecialType.System_UInt64 }])
        {
            return ("it replaces the generated one, so give it other parameters and add ': this(seed)', or remove it", null);
        }

        if (hasSeed)
        {
            return constructor.Parameters.IsEmpty || hasParameterless
                ? ("the generated constructor with a seed, which it could call, is replaced by your own, so remove that", null)
                : ("add ': this()', which calls a generated constructor", "this()");
        }

        string call = constructor.Parameters.FirstOrDefault(static parameter => parameter is { Type.SpecialType: SpecialType.System_UInt64, RefKind: RefKind.None or RefKind.In }) is { } seed
            ? $"this({(SyntaxFacts.GetKeywordKind(seed.Name) == SyntaxKind.None ? "" : "@")}{seed.Name})"
            : hasParameterless ? "this(0UL)" : "this()";
        return ($"add ': {call}', which calls a generated constructor", call);
    }
}
