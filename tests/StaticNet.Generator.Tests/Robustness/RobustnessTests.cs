using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Robustness;

/// <summary>Nothing a user types makes the generator or an analyzer throw or hang, or costs another network its code.</summary>
public sealed class RobustnessTests
{
    private const string Neighbor = TestCompilation.Usings + "namespace Neighbors { [Mlp(2, 3, 1)] public partial class Neighbor; }";
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(20);

    /// <summary>STATICNET_FUZZ_EDITS=100000 is the long run; with any number every prefix is tried, without one every ninth.</summary>
    private static readonly int s_edits =
        int.TryParse(Environment.GetEnvironmentVariable("STATICNET_FUZZ_EDITS"), NumberStyles.None, CultureInfo.InvariantCulture, out int edits) ? edits : 300;

    private static readonly int s_stride = Environment.GetEnvironmentVariable("STATICNET_FUZZ_EDITS") is null ? 9 : 1;

    public static TheoryData<int> Declarations => [.. Enumerable.Range(0, Corpus.Declarations.Length)];

    [Theory]
    [MemberData(nameof(Declarations))]
    public async Task Prefixes_AreSurvived(int declaration)
    {
        string text = Corpus.Declarations[declaration];
        var project = new EditedProject();
        for (int length = declaration % s_stride; length <= text.Length; length += s_stride)
        {
            await project.Check(text[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public async Task RandomEdits_AreSurvived(int declaration)
    {
        var random = new Random(20260101 + declaration);
        var project = new EditedProject();
        for (int i = 0; i < (s_edits + Corpus.Declarations.Length - 1) / Corpus.Declarations.Length; i++)
        {
            await project.Check(RandomEdits.Apply(Corpus.Declarations[declaration], random));
        }
    }

    private sealed class EditedProject
    {
        private readonly CSharpCompilation _compilation = TestCompilation.Create(Neighbor, "");
        private readonly string _neighboursCode;
        private GeneratorDriver _driver = GeneratorRun.NewDriver();

        public EditedProject() => _neighboursCode = CodeOf(GeneratorRun.Over(_compilation, _driver));

        public async Task Check(string text)
        {
            TimeSpan took = await Survive(text);
            if (took >= s_hang)
            {
                // A machine that stalls is not a hang; a hang shows again, and without what the driver remembers.
                _driver = GeneratorRun.NewDriver();
                took = await Survive(text);
            }

            Assert.True(took < s_hang, $"took {took}:\n{text}");
        }

        private async Task<TimeSpan> Survive(string text)
        {
            long start = Stopwatch.GetTimestamp();
            SyntaxTree edited = CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions, "User1.cs");
            CSharpCompilation compilation = _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[1], edited);
            GeneratorRun run = GeneratorRun.Over(compilation, _driver);
            _driver = run.Driver;
            Assert.True(run.GeneratorDiagnostics.IsEmpty, $"{run.GeneratorDiagnostics.FirstOrDefault()}\n{text}");
            Assert.Equal(_neighboursCode, CodeOf(run));
            try
            {
                // Without the generated files, which other tests analyze: here it is the user's text that is odd.
                await AnalyzerRun.Over(compilation);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException("The analyzer threw on:\n" + text, exception);
            }

            return Stopwatch.GetElapsedTime(start);
        }

        private static string CodeOf(GeneratorRun run) => string.Join(
            '\n',
            run.Files.Where(static file => file.Key.StartsWith("Neighbors.Neighbor.", StringComparison.Ordinal))
                .OrderBy(static file => file.Key, StringComparer.Ordinal)
                .Select(static file => file.Value));
    }
}
