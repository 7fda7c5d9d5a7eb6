using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary>What generated code asks of the project around it.</summary>
internal static class CompilationFacts
{
    /// <summary>The oldest C# that generated code compiles as; .NET 10 projects default to 14.</summary>
    public const LanguageVersion MinimumLanguageVersion = LanguageVersion.CSharp14;

    public static void Check(Compilation compilation, List<SpecProblem> problems)
    {
        if (compilation is CSharpCompilation { LanguageVersion: var version } && version < MinimumLanguageVersion)
        {
            problems.Add(new(
                ProblemKind.LanguageVersionTooOld,
                ProblemPlace.OfType,
                version.ToDisplayString(),
                MinimumLanguageVersion.ToDisplayString()));
        }
    }
}
