using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Model;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.TypeShapes;

/// <summary>A wrong shell compiles silently into another type, so a member written with each shell is looked for in the user's.</summary>
public sealed class TypeShellTests
{
    public static TheoryData<string, string, string> Shapes => SupportedShapes.All;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void MemberInTheShell_LandsInTheUsersType(string shape, string source, string reference)
    {
        // Of a network in a network the inner one is asked for.
        TypeShell shell = GeneratorSpecs(source).Last();
        CSharpCompilation compilation = TestCompilation.Create(
            TestCompilation.Usings + source,
            Write(shell, $"public {shell.Name}(byte probe) {{ }} public const int Probe = 1; public static {shell.SelfReference} Make() => new(2);"),
            $"static class User {{ static object Use() => {reference}.Make() is {reference} ? {reference}.Probe : 0; }}");
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(diagnostic =>
            diagnostic.Severity == DiagnosticSeverity.Error
            // this(1ul) is a generated constructor, which the probe does not write.
            && diagnostic.Id != "CS1503")];
        Assert.True(errors.Length == 0, $"{shape}: {string.Join("\n", errors.Select(static error => error.ToString()))}");
    }

    [Theory]
    [InlineData("namespace A.B { [Mlp(4, 3)] partial class Net; }", "A.B.Net")]
    [InlineData("[Mlp(4, 3)] partial class @class;", "class")]
    [InlineData("namespace @event { [Mlp(4, 3)] partial class Net; }", "event.Net")]
    [InlineData("namespace A { partial class Outer<T> { [Mlp(4, 3)] partial class Net<U, V>; } }", "A.Outer`1+Net`2")]
    public void Hint_IsNamespaceNestingAndArity(string source, string hint) =>
        Assert.Equal(hint, Specs.Read(source).Type.HintName);

    [Fact]
    public void DisplayName_HasNoEscapes()
    {
        Assert.Equal("class", Specs.Read("[Mlp(4, 3)] partial class @class;").Type.DisplayName);
        Assert.Equal("Net<T>", Specs.Read("[Mlp(4, 3)] partial class Net<T>;").Type.DisplayName);
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("public Net() { }", true, false)]
    [InlineData("public Net(ulong seed) { }", false, true)]
    [InlineData("public Net(int x) { } public Net() { } Net(ulong s) { }", true, true)]
    [InlineData("static Net() { }", false, false)]
    public void UsersConstructors_AreSeen(string members, bool parameterless, bool seed)
    {
        TypeShell shell = Specs.Declaration($"[Mlp(4, 3)] partial class Net {{ {members} }}").Spec!.Type;
        Assert.Equal((parameterless, seed), (shell.HasParameterlessConstructor, shell.HasSeedConstructor));
    }

    [Fact]
    public void NamesThatDifferOnlyInCase_GetFilesOfTheirOwn()
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + """
            namespace A { [Mlp(4, 3)] partial class Net; [Mlp(4, 3)] partial class NET; [Mlp(4, 3)] partial class Other; }
            namespace a { [Mlp(4, 3)] partial class Net; }
            """).AssertCompiles();
        string[] stems = [.. run.Files.Keys.Where(static file => file.EndsWith(".g.cs", System.StringComparison.Ordinal)
            && file.Count(static c => c == '.') == 3)];
        Assert.Contains("A.Other.g.cs", stems);
        Assert.Equal(4, stems.Distinct(System.StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("A.Net|A.Other", "")]
    [InlineData("A.Net|a.net|A.Other", "A.Net|a.net")]
    [InlineData("Net|net.Kernels", "net.Kernels")]
    [InlineData("A|B", "")]
    public void CollidingStems_AreFound(string stems, string colliding) =>
        Assert.Equal(colliding, string.Join('|', HintName.Colliding(stems.Split('|'))));

    [Fact]
    public void HashedStem_IsTheSameInEveryRun()
    {
        Assert.Equal("A.Net-b47fc2c9", HintName.WithHash("A.Net"));
        Assert.NotEqual(HintName.WithHash("A.Net"), HintName.WithHash("A.NET"));
    }

    private static TypeShell[] GeneratorSpecs(string source)
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + source);
        Assert.Empty(run.GeneratorDiagnostics);
        return [.. run.Result.TrackedSteps[TrackingNames.NamedNetworks]
            .SelectMany(static step => step.Outputs)
            .Select(static output => ((NetworkSpec)output.Value).Type)
            .OrderBy(static shell => shell.Containers.Count)];
    }

    private static string Write(TypeShell shell, string members)
    {
        var text = new StringBuilder();
        int open = shell.Containers.Count + 1;
        if (shell.Namespace.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"namespace {shell.Namespace} {{ ");
            open++;
        }

        foreach (string head in shell.Containers.Append(shell.Declaration))
        {
            text.Append(head).Append(" { ");
        }

        return text.Append(members).Append(' ').Append('}', open).ToString();
    }
}
