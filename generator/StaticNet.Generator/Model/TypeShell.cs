using System.Linq;
using StaticNet.Generator.Collections;

namespace StaticNet.Generator.Model;

/// <summary>What must be written around generated members so that they land in the user's type.</summary>
/// <param name="Namespace">Dotted, keywords escaped; empty for the global namespace.</param>
/// <param name="Containers">Declaration heads of the containing types, outermost first: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Declaration">Declaration head of the type itself: <c>partial class MLPModel</c>, <c>partial record Net</c>.</param>
/// <param name="Name">The type's identifier, keyword-escaped where needed; names the constructors.</param>
/// <param name="SelfReference">The type as seen from inside itself, type parameters included: <c>Net&lt;T&gt;</c>.</param>
/// <param name="DisplayName">The name to show people, without escapes.</param>
/// <param name="HintName">Stem of the generated files' names, unique in the project even where names differ only in case.</param>
/// <param name="HasParameterlessConstructor">The user declared <c>Type()</c>: none is generated.</param>
/// <param name="HasSeedConstructor">The user declared <c>Type(ulong)</c>: none is generated.</param>
internal sealed record TypeShell(
    string Namespace,
    EquatableArray<string> Containers,
    string Declaration,
    string Name,
    string SelfReference,
    string DisplayName,
    string HintName,
    bool HasParameterlessConstructor,
    bool HasSeedConstructor)
{
    /// <summary>
    /// Whether the type or one around it has type parameters. What is nested in it would share its code among all type arguments that are references,
    /// and no constant would fold.
    /// </summary>
    public bool IsGeneric => Declaration.IndexOf('<') >= 0 || Containers.Any(static container => container.IndexOf('<') >= 0);
}
