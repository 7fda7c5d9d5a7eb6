using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary>Which types can be networks: classes that generated constructors can make and that own their parameters.</summary>
internal static class TypeShapeRules
{
    public static void Check(
        INamedTypeSymbol type, IReadOnlyList<INamedTypeSymbol> containers, List<SpecProblem> problems, CancellationToken cancellationToken)
    {
        if (Fault(type, containers, cancellationToken) is var (found, remedy))
        {
            problems.Add(new(ProblemKind.TypeShapeUnsupported, ProblemPlace.OfType, type.Name, found, remedy));
        }
    }

    private static (string Found, string Remedy)? Fault(
        INamedTypeSymbol type, IReadOnlyList<INamedTypeSymbol> containers, CancellationToken cancellationToken)
    {
        if (type.TypeKind == TypeKind.Struct)
        {
            return ("a struct", "a network owns its parameters, which a copy would share; make it a class");
        }

        if (type.IsStatic)
        {
            return ("static", "a network is an object with parameters of its own; remove 'static'");
        }

        if (type.IsAbstract)
        {
            return ("abstract", "generated code creates the network; remove 'abstract'");
        }

        if (type.IsFileLocal || containers.Any(static container => container.IsFileLocal))
        {
            return ("file-local", "its generated part is another file and could not see it; use 'internal' instead of 'file'");
        }

        if (HasPrimaryConstructor(type, cancellationToken))
        {
            return ("declared with a primary constructor", "generated constructors could not call it; declare an ordinary constructor that calls 'this()'");
        }

        if (FirstRequiredMember(type) is string required)
        {
            return ($"declared with the required member '{required}'", "generated code creates the network and could not set it; remove 'required'");
        }

        return BaseFault(type);
    }

    private static bool HasPrimaryConstructor(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax { ParameterList: not null });

    private static string? FirstRequiredMember(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is { SpecialType: SpecialType.None }; level = level.BaseType)
        {
            foreach (ISymbol member in level.GetMembers())
            {
                if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                {
                    return member.Name;
                }
            }
        }

        return null;
    }

    private static (string Found, string Remedy)? BaseFault(INamedTypeSymbol type)
    {
        if (type.BaseType is not { SpecialType: SpecialType.None, TypeKind: TypeKind.Class } parent)
        {
            return null;
        }

        for (INamedTypeSymbol? level = parent; level is not null; level = level.BaseType)
        {
            if (level.GetAttributes().Any(NetworkAttributes.DeclaresNetwork))
            {
                return ($"derived from the network '{level.Name}'", "its members would hide the base's; hold the other network in a field");
            }
        }

        bool canBeCalled = parent.InstanceConstructors.Any(constructor =>
            constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams)
            && constructor.DeclaredAccessibility != Accessibility.Private);
        return canBeCalled
            ? null
            : ($"derived from '{parent.Name}', which has no constructor without parameters", "generated constructors call it; give the base one");
    }
}
