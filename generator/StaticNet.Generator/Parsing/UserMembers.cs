using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary>
/// Finds members of the user's, and of the classes above, that generated ones would clash with (CS0102, CS0111, CS0108, CS0239 and
/// CS0542 in code nobody wrote).
/// </summary>
internal static class UserMembers
{
    /// <param name="type">The network.</param>
    /// <param name="outputs">Its outputs; null where they are not known yet.</param>
    /// <param name="isStreaming">Whether it has memory.</param>
    /// <param name="problems">Receives what collides.</param>
    public static void Check(INamedTypeSymbol type, int? outputs, bool isStreaming, List<SpecProblem> problems)
    {
        ImmutableArray<ISymbol> members = type.GetMembers();
        for (int i = 0; i < members.Length; i++)
        {
            ISymbol member = members[i];
            if (Collides(member, outputs, isStreaming))
            {
                problems.Add(new(ProblemKind.MemberCollides, ProblemPlace.OfMember(i), type.Name, member.Name, OwnMember));
            }
        }

        CheckInherited(type, member => Collides(member, outputs, isStreaming) && !GeneratedMembers.IsAccessorName(member.Name), problems);

        foreach (ITypeParameterSymbol parameter in type.TypeParameters)
        {
            if (GeneratedMembers.Collides(parameter.Name, parameters: null, outputs, isStreaming))
            {
                problems.Add(new(ProblemKind.MemberCollides, ProblemPlace.OfType, type.Name, parameter.Name, OwnMember));
            }
        }

        if (GeneratedMembers.Collides(type.Name, parameters: null, outputs, isStreaming))
        {
            problems.Add(new(ProblemKind.MemberCollides, ProblemPlace.OfType, type.Name, type.Name, OwnMember));
        }
    }

    /// <summary>Of a name that only some networks get.</summary>
    public static void CheckName(INamedTypeSymbol type, string name, List<SpecProblem> problems)
    {
        ImmutableArray<ISymbol> members = type.GetMembers();
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i].Name == name && !IsOurs(members[i]))
            {
                problems.Add(new(ProblemKind.MemberCollides, ProblemPlace.OfMember(i), type.Name, name, OwnMember));
            }
        }

        CheckInherited(type, member => member.Name == name, problems);
        if (type.Name == name || type.TypeParameters.Any(parameter => parameter.Name == name))
        {
            problems.Add(new(ProblemKind.MemberCollides, ProblemPlace.OfType, type.Name, name, OwnMember));
        }
    }

    private const string OwnMember = "which stands beside none of this name and signature; rename it";

    private static bool Collides(ISymbol member, int? outputs, bool isStreaming) =>
        GeneratedMembers.IsGeneratedName(member.Name) && !member.IsImplicitlyDeclared && member.CanBeReferencedByName
        && member is not IMethodSymbol { Arity: > 0 } && !IsOurs(member)
        && GeneratedMembers.Collides(member.Name, ParameterTypes(member), outputs, isStreaming);

    // A network above is refused as such.
    private static void CheckInherited(INamedTypeSymbol type, Func<ISymbol, bool> collides, List<SpecProblem> problems)
    {
        HashSet<string>? seen = null;
        for (INamedTypeSymbol? level = type.BaseType;
            level is { SpecialType: SpecialType.None, TypeKind: TypeKind.Class } && !level.GetAttributes().Any(NetworkAttributes.DeclaresNetwork);
            level = level.BaseType)
        {
            foreach (ISymbol member in level.GetMembers())
            {
                if (collides(member) && IsInherited(member, type)
                    && (seen ??= new(StringComparer.Ordinal)).Add(member.Name) && !IsOverridden(member))
                {
                    problems.Add(new(
                        ProblemKind.MemberCollides, ProblemPlace.OfType, type.Name, member.Name,
                        $"and inherits one of this name from '{level.Name}'; rename that one, or derive another class and hold the network in a member of it"));
                }
            }
        }
    }

    private static bool IsInherited(ISymbol member, INamedTypeSymbol type) => member.DeclaredAccessibility switch
    {
        Accessibility.Private => false,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => member.ContainingAssembly.GivesAccessTo(type.ContainingAssembly)
            || SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, type.ContainingAssembly),
        _ => true,
    };

    // The generated ToString() is an override, of object's or of one in between.
    private static bool IsOverridden(ISymbol member) =>
        member is IMethodSymbol
        {
            Name: "ToString", DeclaredAccessibility: Accessibility.Public, IsSealed: false, ReturnType.SpecialType: SpecialType.System_String,
        } method
        && (method.IsVirtual || method.IsAbstract || method.IsOverride);

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
