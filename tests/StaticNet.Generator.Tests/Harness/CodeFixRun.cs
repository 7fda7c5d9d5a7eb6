using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>Applies a code fix to the first diagnostic it can mend, as an editor does.</summary>
internal static class CodeFixRun
{
    /// <summary>Checks title and result of the fix, and that nothing of ours is left to say afterwards unless told so.</summary>
    public static async Task Verify(CodeFixProvider provider, string source, string title, string expected, bool leavesOthers = false)
    {
        (Document document, IReadOnlyList<CodeAction> actions) = await Offered(provider, source);
        CodeAction action = Assert.Single(actions.Take(1));
        Assert.Equal(title, action.Title);

        var change = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None)));
        SourceText text = await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync();
        Assert.Equal(TestCompilation.Usings + expected, text.ToString());
        if (!leavesOthers)
        {
            Assert.Empty(await AnalyzerRun.Verify(expected));
        }
    }

    /// <summary>The fixes offered for everything the analyzers say about a source.</summary>
    public static async Task<(Document Document, IReadOnlyList<CodeAction> Actions)> Offered(CodeFixProvider provider, string source)
    {
        var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject("UserProject", LanguageNames.CSharp)
            .WithParseOptions(TestCompilation.ParseOptions)
            .WithCompilationOptions(TestCompilation.Create("").Options)
            .WithMetadataReferences(TestCompilation.Create("").References);
        Document document = project.AddDocument("User0.cs", TestCompilation.Usings + source);
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        var actions = new List<CodeAction>();
        foreach (Diagnostic diagnostic in (await AnalyzerRun.Over(compilation)).Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        }

        return (document, actions);
    }
}
