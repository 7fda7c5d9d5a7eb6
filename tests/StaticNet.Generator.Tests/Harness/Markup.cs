using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>Source with spans marked as <c>{|ID:text|}</c>; marks may nest.</summary>
internal static class Markup
{
    /// <summary>The bare source and the marks, ordered by start and then by id.</summary>
    public static (string Source, (string Id, int Start, int End)[] Marks) Parse(string marked)
    {
        var source = new StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var marks = new List<(string Id, int Start, int End)>();
        for (int i = 0; i < marked.Length; i++)
        {
            if (marked[i] == '{' && i + 1 < marked.Length && marked[i + 1] == '|')
            {
                int colon = marked.IndexOf(':', i);
                open.Push((marked[(i + 2)..colon], source.Length));
                i = colon;
            }
            else if (marked[i] == '|' && i + 1 < marked.Length && marked[i + 1] == '}' && open.TryPop(out (string Id, int Start) mark))
            {
                marks.Add((mark.Id, mark.Start, source.Length));
                i++;
            }
            else
            {
                source.Append(marked[i]);
            }
        }

        return (source.ToString(), [.. marks.OrderBy(static mark => mark.Start).ThenBy(static mark => mark.Id, StringComparer.Ordinal)]);
    }
}
