using System;

namespace StaticNet.Generator.Emit;

/// <summary>
/// The attributes by which code coverage and analyzers know a generated member. They stand on members, because on the type they would count for the
/// user's part too; of a partial method, on one part only.
/// </summary>
/// <param name="declaresPartials">Whether the file holds the declarations of partial methods, not their bodies.</param>
internal sealed class MemberMarks(bool declaresPartials)
{
    private static readonly string s_attributes =
        $"__G::GeneratedCode(\"StaticNet\", {CSharpLiteral.Of(typeof(MemberMarks).Assembly.GetName().Version.ToString(3))}), __A::ExcludeFromCodeCoverage";

    private static readonly string[] s_beginnings = ["public ", "private ", "protected ", "internal ", "static ", "file ", "global::", "__T::", "float global::", "void global::", "float __T::", "void __T::"];

    /// <summary>The attributes, without brackets, where a line begins a member that can have them; fields cannot.</summary>
    public string? Before(string line)
    {
        bool isMember = Array.Exists(s_beginnings, beginning => line.StartsWith(beginning, StringComparison.Ordinal));
        return isMember && !IsField(line) && (declaresPartials || line.IndexOf(" partial ", StringComparison.Ordinal) < 0) ? s_attributes : null;
    }

    private static bool IsField(string line) =>
        line.IndexOf(" const ", StringComparison.Ordinal) >= 0
        || (line.IndexOf(" readonly ", StringComparison.Ordinal) >= 0 && line.IndexOf(" readonly struct ", StringComparison.Ordinal) < 0)
        || (line[line.Length - 1] == ';' && line.IndexOf('(') < 0 && line.IndexOf("=>", StringComparison.Ordinal) < 0);
}
