using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing;
using Xunit;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>Reads declarations without running the generator.</summary>
internal static class Specs
{
    /// <summary>The spec of the only network in a source.</summary>
    public static NetworkSpec Read(string source, string before = "")
    {
        NetworkDeclaration declaration = Declaration(source, before);
        Assert.Empty(declaration.Problems);
        return declaration.Spec!;
    }

    public static NetworkDeclaration Declaration(string source, string before = "")
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.Usings + before + source);
        INamedTypeSymbol network = Types(compilation.Assembly.GlobalNamespace)
            .First(static type => type.GetAttributes().Any(NetworkAttributes.DeclaresNetwork));
        return NetworkDeclarationReader.Read(network, compilation, [], CancellationToken.None);
    }

    private static System.Collections.Generic.IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(static member =>
            member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));
}
