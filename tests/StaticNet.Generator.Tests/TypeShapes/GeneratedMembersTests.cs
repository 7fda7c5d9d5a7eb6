using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using StaticNet.Generator.Validation;
using Xunit;

namespace StaticNet.Generator.Tests.TypeShapes;

/// <summary>The list of names a user must leave free is the list of members that are generated.</summary>
public sealed class GeneratedMembersTests
{
    [Theory]
    [InlineData("[Mlp(4, 10, 3)] public partial class Net;")]
    [InlineData("[Mlp(4, 1)] public partial class Net;")]
    [InlineData("[Mlp(4, 8, 1, OutputActivation = Activation.Sigmoid, Names = [\"a.b\", \"c\"])] public partial class Net;")]
    [InlineData("[Mlp(4, 300, 300, 2, Loss = Loss.Huber)] public partial class Net;")]
    [InlineData("[Sequential(2), LSTM(4), Linear(1)] public partial class Net;", true)]
    [InlineData("[Sequential(2), Conv1d(4, 3), MeanOverTime, Linear(3), Softmax] public partial class Net;", true)]
    public void EveryVisibleMember_IsInTheList(string source, bool isStreaming = false)
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + source).AssertCompiles();
        INamedTypeSymbol network = run.Output.GetTypeByMetadataName("Net")!;
        var missing = new List<string>();
        foreach (ISymbol member in network.GetMembers().Where(static member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName))
        {
            string[]? parameters = member is IMethodSymbol method
                ? [.. method.Parameters.Select(static parameter => parameter.Type.ToDisplayString())]
                : null;
            if (!GeneratedMembers.Collides(member.Name, parameters, outputs: null, isStreaming) && !(isStreaming && member.Name == "Forward"))
            {
                missing.Add($"{member.ToDisplayString()} ({member.DeclaredAccessibility})");
            }
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void EveryListedMember_IsGeneratedForSomeNetwork()
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + "[Mlp(4, 1)] public partial class A; [Mlp(4, 3)] public partial class B; [Sequential(2), LSTM(4), LastStep, Linear(2)] public partial class C;");
        string[] names =
        [
            .. new[] { "A", "B", "C" }.SelectMany(type => run.Output.GetTypeByMetadataName(type)!.GetMembers())
                .Where(static member => !member.IsImplicitlyDeclared)
                .Select(static member => member.Name)
                .Distinct(StringComparer.Ordinal),
        ];
        Assert.All(GeneratedMembers.Values.Concat(GeneratedMembers.OfStreams).Concat(GeneratedMembers.Methods.Select(static method => method.Name)), name => Assert.Contains(name, names));
    }
}
