using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary><c>[assembly: NetworkTests]</c>: which networks can be tested from this project.</summary>
internal static class NetworkTestsReader
{
    public const string Attribute = "StaticNet.NetworkTestsAttribute";

    private const string FactAttribute = "Xunit.FactAttribute";

    /// <summary>Reads the attribute; null where no tests can be written.</summary>
    public static NetworkTestsSpec? Read(AttributeData attribute, Compilation compilation, CancellationToken cancellationToken)
    {
        if (!HasXunit(compilation))
        {
            return null;
        }

        List<INamedTypeSymbol> networks = Networks(attribute, compilation, cancellationToken);
        INamedTypeSymbol[] others = [.. networks.Where(type => !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))];
        INamedTypeSymbol[] own = [.. networks.Where(type => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))];
        return new(
            new([.. others.Select(type => Describe(type, FrozenTwins.Of(type, networks)))]),
            new([.. own.Select(type => new OwnNetwork(HintName.Stem(Namespace(type), Nesting(type)), Reference(type), Name(type), ReferenceOf(FrozenTwins.Of(type, networks))))]),
            compilation.Options.OptimizationLevel == OptimizationLevel.Release);
    }

    public static bool HasXunit(Compilation compilation) => compilation.GetTypeByMetadataName(FactAttribute) is not null
        || compilation.GetTypesByMetadataName(FactAttribute).Length > 0;

    /// <summary>The types that the attribute lists; empty where it lists none or is half typed.</summary>
    public static IEnumerable<ITypeSymbol> Listed(AttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(static argument => argument.Kind == TypedConstantKind.Array ? (argument.IsNull ? [] : argument.Values) : [argument])
        .Where(static argument => argument.Kind == TypedConstantKind.Type)
        .Select(static argument => argument.Value)
        .OfType<ITypeSymbol>();

    /// <summary>Whether tests can name the type and make one of it.</summary>
    public static bool IsTestable(ITypeSymbol type, Compilation compilation) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } named && !IsGeneric(named) && !named.IsFileLocal
        && compilation.IsSymbolAccessibleWithin(named, compilation.Assembly) && IsNetwork(named, compilation) && HasConstructor(named, compilation);

    // In this project the one without parameters may still be the generator's, which is public.
    private static bool HasConstructor(INamedTypeSymbol type, Compilation compilation) =>
        type.InstanceConstructors.FirstOrDefault(static constructor => constructor.Parameters.IsEmpty) is IMethodSymbol constructor
            ? compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly)
            : SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);

    private static List<INamedTypeSymbol> Networks(AttributeData attribute, Compilation compilation, CancellationToken cancellationToken)
    {
        ITypeSymbol[] listed = [.. Listed(attribute)];
        if (listed.Length > 0)
        {
            return [.. listed.Where(type => IsTestable(type, compilation)).OfType<INamedTypeSymbol>().Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)];
        }

        var found = new List<INamedTypeSymbol>();
        Collect(compilation.Assembly.GlobalNamespace, compilation, found, cancellationToken);
        foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols.Where(static assembly => assembly.Modules.Any(static module =>
            module.ReferencedAssemblies.Any(static reference => reference.Name == "StaticNet"))))
        {
            Collect(assembly.GlobalNamespace, compilation, found, cancellationToken);
        }

        return found;
    }

    private static void Collect(INamespaceOrTypeSymbol container, Compilation compilation, List<INamedTypeSymbol> found, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (ISymbol member in container.GetMembers())
        {
            if (member is INamedTypeSymbol type && IsTestable(type, compilation))
            {
                found.Add(type);
            }

            if (member is INamespaceOrTypeSymbol inner)
            {
                Collect(inner, compilation, found, cancellationToken);
            }
        }
    }

    private static bool IsGeneric(INamedTypeSymbol type) => type.IsGenericType || (type.ContainingType is INamedTypeSymbol outer && IsGeneric(outer));

    private static bool IsNetwork(INamedTypeSymbol type, Compilation compilation) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
            ? type.GetAttributes().Any(NetworkAttributes.DeclaresNetwork)
            : type.GetAttributes().Any(NetworkAttributes.DeclaresNetwork) && (Implements(type, "IInferenceNetwork") || Implements(type, "IStreamingInferenceNetwork"));

    private static bool Implements(INamedTypeSymbol type, string contract) => type.AllInterfaces.Any(implemented =>
        implemented.Name == contract && implemented.TypeArguments.Length == 1 && SymbolEqualityComparer.Default.Equals(implemented.TypeArguments[0], type)
        && implemented.ContainingNamespace is { Name: "StaticNet", ContainingNamespace.IsGlobalNamespace: true });

    private static TestedNetwork Describe(INamedTypeSymbol type, INamedTypeSymbol? frozenTwin) => new(
        Reference(type), Name(type), Implements(type, "IStreamingInferenceNetwork"), Implements(type, "IStreamingNetwork") || Implements(type, "INetwork"),
        type.GetMembers("Parameters").OfType<IPropertySymbol>().Any(), type.GetTypeMembers("BudgetCheck").Any(),
        type.GetMembers("SelfTest").OfType<IMethodSymbol>().Any(static method => method.IsStatic), ReferenceOf(frozenTwin));

    private static string? ReferenceOf(INamedTypeSymbol? type) => type is null ? null : Reference(type);

    private static string Reference(INamedTypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static string Name(INamedTypeSymbol type) => string.Join("_", Nesting(type).Select(static part => part.Name));

    private static string Namespace(INamedTypeSymbol type) => type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() : "";

    private static IEnumerable<(string Name, int Arity)> Nesting(INamedTypeSymbol type)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            types.Push(each);
        }

        return types.Select(static each => (each.Name, each.Arity));
    }
}
