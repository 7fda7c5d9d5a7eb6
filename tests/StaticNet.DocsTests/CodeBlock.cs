namespace StaticNet.DocsTests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Line">Line of its opening fence, from 1.</param>
/// <param name="Language">What follows the fence: csharp, text, sh.</param>
/// <param name="Mark">The text of an HTML comment directly above, or empty.</param>
/// <param name="Text">What stands between the fences.</param>
internal sealed record CodeBlock(int Line, string Language, string Mark, string Text)
{
    /// <summary>The lines between the fences, as indices from 0 into the page: first, and one past the last.</summary>
    public (int First, int End) Lines => (Line, Line + (Text.Length == 0 ? 0 : Text.Split('\n').Length));
}
