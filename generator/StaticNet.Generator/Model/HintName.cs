using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace StaticNet.Generator.Model;

/// <summary>
/// Names of generated files. The compiler compares them without regard to case and throws on a second one, which would remove
/// every network of the project; so a stem is namespace, nesting and arity, and a hash where two would still be taken for one.
/// </summary>
internal static class HintName
{
    /// <summary><c>My.App.Outer+Inner</c>, with <c>`1</c> behind a name that has one type parameter.</summary>
    public static string Stem(string @namespace, IEnumerable<(string Name, int Arity)> typesOutermostFirst)
    {
        var stem = new StringBuilder(@namespace);
        char separator = '.';
        foreach ((string name, int arity) in typesOutermostFirst)
        {
            if (stem.Length > 0)
            {
                stem.Append(separator);
            }

            stem.Append(name);
            if (arity > 0)
            {
                stem.Append('`').Append(arity);
            }

            separator = '+';
        }

        return stem.ToString();
    }

    /// <summary>The stems that cannot be used as they are: equal to another but for case, or the start of another up to a dot.</summary>
    /// <returns>Sorted, so that equal sets compare equal.</returns>
    public static string[] Colliding(IEnumerable<string> stems)
    {
        var byName = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        string[] all = stems.Distinct(StringComparer.Ordinal).ToArray();
        foreach (string stem in all)
        {
            byName.TryGetValue(stem, out int count);
            byName[stem] = count + 1;
        }

        var colliding = all.Where(stem => byName[stem] > 1 || HasShorter(stem)).ToArray();
        Array.Sort(colliding, StringComparer.Ordinal);
        return colliding;

        // "net" writes net.Kernels.g.cs, and so would a type Kernels in a namespace Net.
        bool HasShorter(string stem)
        {
            int dot = stem.LastIndexOf('.');
            return dot > 0 && byName.ContainsKey(stem[..dot]);
        }
    }

    /// <summary>The stem with a hash of its exact spelling.</summary>
    public static string WithHash(string stem)
    {
        // FNV-1a, 32 bits: stable from run to run, unlike string.GetHashCode.
        uint hash = 2166136261;
        foreach (char c in stem)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return stem + "-" + hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }
}
