using System.Collections.Generic;

namespace StaticNet.Generator.Emit.Simd;

/// <summary>How partial sums are joined, as expressions.</summary>
internal static class Sums
{
    /// <summary>(0 + 1) + (2 + 3), pairwise.</summary>
    public static string Pairwise(IReadOnlyList<string> terms)
    {
        var current = new List<string>(terms);
        while (current.Count > 1)
        {
            var next = new List<string>();
            for (int i = 0; i < current.Count; i += 2)
            {
                next.Add(i + 1 < current.Count ? $"({current[i]} + {current[i + 1]})" : current[i]);
            }

            current = next;
        }

        string sum = current[0];
        return sum.StartsWith("(", System.StringComparison.Ordinal) && terms.Count > 1 ? sum.Substring(1, sum.Length - 2) : sum;
    }

    /// <summary>
    /// The join of <paramref name="terms"/> (index = input modulo their number) where vectors hold <paramref name="perVector"/> of them:
    /// vectors pairwise, then lower half + upper half. Null terms do not exist and are left out.
    /// </summary>
    public static string Halves(IReadOnlyList<string?> terms, int perVector)
    {
        var lanes = new List<string?>();
        for (int lane = 0; lane < perVector; lane++)
        {
            var vectors = new List<string?>();
            for (int v = lane; v < terms.Count; v += perVector)
            {
                vectors.Add(terms[v]);
            }

            while (vectors.Count > 1)
            {
                var next = new List<string?>();
                for (int i = 0; i < vectors.Count; i += 2)
                {
                    next.Add(i + 1 < vectors.Count ? Add(vectors[i], vectors[i + 1]) : vectors[i]);
                }

                vectors = next;
            }

            lanes.Add(vectors[0]);
        }

        while (lanes.Count > 1)
        {
            int half = lanes.Count / 2;
            var next = new List<string?>();
            for (int i = 0; i < half; i++)
            {
                next.Add(Add(lanes[i], lanes[i + half]));
            }

            lanes = next;
        }

        return lanes[0]!;
    }

    private static string? Add(string? a, string? b) => a is null ? b : b is null ? a : $"({a} + {b})";
}
