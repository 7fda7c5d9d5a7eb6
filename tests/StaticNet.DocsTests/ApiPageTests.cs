using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace StaticNet.DocsTests;

/// <summary>docs/api.md and docs/attributes.md name everything that is public in the namespace StaticNet.</summary>
public sealed partial class ApiPageTests
{
    // Members that only generated code calls.
    private static readonly string[] s_forGeneratedCode = ["StaticNet.ThrowHelper"];

    // What every record and struct has, and what stands for its type alone: extension members live in classes nobody names.
    private static readonly string[] s_unnamed = ["Equals", "GetHashCode", "ToString", "Deconstruct", "GetObjectData"];

    private static readonly HashSet<string> s_words =
        [.. new[] { "docs/api.md", "docs/attributes.md", "docs/files.md" }
            .SelectMany(page => Word().Matches(File.ReadAllText(Path.Combine(Page.RepositoryRoot, page))).Select(match => match.Value.ToUpperInvariant()))];

    public static TheoryData<string> Types()
    {
        // The runtime comes under an alias, so it is found by its name.
        IEnumerable<Type> types = Assembly.Load("StaticNet").GetExportedTypes()
            .Where(static type => type.Namespace == "StaticNet" && !s_forGeneratedCode.Contains(type.FullName) && !type.IsNested && !IsCompilerMade(type.Name));
        return [.. types.Select(static type => type.FullName!)];
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void PublicMember_IsNamedOnThePages(string type)
    {
        Type described = Assembly.Load("StaticNet").GetType(type, throwOnError: true)!;
        IEnumerable<string> members = described
            .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => !typeof(Delegate).IsAssignableFrom(described) && member is not ConstructorInfo and not MethodInfo { IsSpecialName: true } and not Type)
            .Select(static member => member.Name)
            .Where(static name => !IsCompilerMade(name) && !s_unnamed.Contains(name) && name is not ("Item" or "value__"));
        bool holdsExtensions = described is { IsAbstract: true, IsSealed: true } && type is not ("StaticNet.LearningRate" or "StaticNet.Initializers");
        string name = described.Name.Split('`')[0];
        string[] missing = [.. members.Distinct().Concat(holdsExtensions ? [] : [typeof(Attribute).IsAssignableFrom(described) ? name[..^"Attribute".Length] : name])
            .Where(static word => !s_words.Contains(word.ToUpperInvariant()))];
        Assert.True(missing.Length == 0, $"docs/api.md, docs/attributes.md and docs/files.md do not name: {string.Join(", ", missing)} ({type})");
    }

    private static bool IsCompilerMade(string name) => name.Contains('<', StringComparison.Ordinal);

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
