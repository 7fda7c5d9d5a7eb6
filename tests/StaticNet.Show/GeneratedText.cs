using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StaticNet.Show;

/// <summary>A generated file, or one region of it.</summary>
/// <param name="Name">The file's hint name or the region's title.</param>
/// <param name="Text">Its lines.</param>
internal sealed record GeneratedText(string Name, string Text)
{
    private const string Begin = "#region ";
    private const string End = "#endregion";

    /// <summary>Name, lines and bytes.</summary>
    public string Size => string.Create(
        CultureInfo.InvariantCulture, $"{Name}: {Text.TrimEnd('\n').Split('\n').Length} lines, {Encoding.UTF8.GetByteCount(Text)} bytes");

    /// <summary>The regions in their order, without what they are indented by.</summary>
    public IReadOnlyList<GeneratedText> Regions
    {
        get
        {
            var regions = new List<GeneratedText>();
            string? name = null;
            var lines = new List<string>();
            foreach (string line in Text.Split('\n'))
            {
                string content = line.TrimStart();
                if (name is null && content.StartsWith(Begin, System.StringComparison.Ordinal))
                {
                    name = content[Begin.Length..];
                    lines.Clear();
                }
                else if (name is not null && content.StartsWith(End, System.StringComparison.Ordinal))
                {
                    int indent = lines.Where(static inside => inside.Length > 0).Select(static inside => inside.Length - inside.TrimStart().Length).DefaultIfEmpty(0).Min();
                    regions.Add(new(name, string.Join('\n', lines.Select(inside => inside.Length > 0 ? inside[indent..] : inside)).Trim('\n') + "\n"));
                    name = null;
                }
                else
                {
                    lines.Add(line);
                }
            }

            return regions;
        }
    }
}
