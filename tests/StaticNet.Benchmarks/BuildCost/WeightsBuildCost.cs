using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace StaticNet.Benchmarks;

/// <summary>
/// What weights in a program cost its build: the same network without weights, with those of a file loaded and frozen, and with those of
/// <c>ToCSharp()</c>. Whole <c>dotnet build</c>s in fresh processes, the forms in turn, medians of wall times.
/// </summary>
internal static class WeightsBuildCost
{
    private const int Rounds = 5;
    private static readonly int[] s_large = [2048, 4096, 1024, 10];

    /// <summary>Two tables: about 1 MB of weights, and about 50 MB.</summary>
    /// <param name="safetensors">The weights of a 512-448-64 network as a file's content.</param>
    /// <param name="source">That network as source, in the global namespace, called Net.</param>
    public static string Measure(byte[] safetensors, string source) =>
        Measure("1 MB of weights", "512, 448, 64", safetensors, ("ToCSharp()", source, null))
        + "\n" + Measure("50 MB of weights", string.Join(", ", s_large), LargeFile());

    private static string Measure(string title, string sizes, byte[] file, params (string Name, string Source, byte[]? File)[] others)
    {
        (string Name, string Source, byte[]? File)[] forms =
        [
            ($"[Mlp({sizes})], no weights", $"[StaticNet.Mlp({sizes})] public partial class Net;", null),
            ("[ModelFile], loaded", "[StaticNet.ModelFile(\"net.safetensors\")] public partial class Net;", file),
            ("[ModelFile], frozen", "[StaticNet.ModelFile(\"net.safetensors\", Frozen = true)] public partial class Net;", file),
            ("[ModelFile], frozen, inference only", "[StaticNet.ModelFile(\"net.safetensors\", Frozen = true, InferenceOnly = true)] public partial class Net;", file),
            .. others,
        ];
        WeightsProject[] projects = [.. forms.Select(form => new WeightsProject(form.Source, form.File))];
        try
        {
            List<(double Seconds, long Bytes)>[] rebuilds = [.. forms.Select(_ => new List<(double, long)>())];
            List<(double Seconds, long Bytes)>[] edits = [.. forms.Select(_ => new List<(double, long)>())];
            for (int round = 0; round < Rounds; round++)
            {
                for (int i = 0; i < forms.Length; i++)
                {
                    rebuilds[i].Add(projects[i].Rebuild());
                    edits[i].Add(projects[i].BuildEdited());
                }
            }

            var table = new MarkdownTable(title, "dotnet build", "more than without", "after an edit elsewhere", "more than without", "largest process", "assembly");
            for (int i = 0; i < forms.Length; i++)
            {
                double rebuild = Median(rebuilds[i]), edit = Median(edits[i]);
                long bytes = rebuilds[i].Concat(edits[i]).Max(run => run.Bytes);
                table.Add(
                    forms[i].Name, $"{rebuild:F2} s", $"{rebuild - Median(rebuilds[0]):F2} s", $"{edit:F2} s", $"{edit - Median(edits[0]):F2} s",
                    $"{bytes >> 20} MiB", $"{projects[i].AssemblyBytes / 1024} KiB");
            }

            return $"### Build time with {title} (medians of {Rounds}, in turn)\n\n{table}";
        }
        finally
        {
            Array.ForEach(projects, static project => project.Dispose());
        }
    }

    private static double Median(List<(double Seconds, long Bytes)> runs) => runs.Select(run => run.Seconds).Order().ElementAt(runs.Count / 2);

    /// <summary>A state dict of an <c>nn.Sequential</c> with random weights.</summary>
    private static byte[] LargeFile()
    {
        var tensors = new Dictionary<string, object>();
        int length = 0;
        for (int i = 0; i + 1 < s_large.Length; i++)
        {
            foreach ((string name, int[] shape) in new[] { ("weight", new[] { s_large[i + 1], s_large[i] }), ("bias", [s_large[i + 1]]) })
            {
                int end = length + (4 * shape.Aggregate(1, static (product, size) => product * size));
                tensors[$"{2 * i}.{name}"] = new { dtype = "F32", shape, data_offsets = new[] { length, end } };
                length = end;
            }
        }

        byte[] header = JsonSerializer.SerializeToUtf8Bytes(tensors);
        var file = new byte[8 + header.Length + length];
        BitConverter.TryWriteBytes(file, (long)header.Length);
        header.CopyTo(file, 8);
        var random = new Random(1);
        var values = new float[length / 4];
        foreach (ref float value in values.AsSpan())
        {
            value = (random.NextSingle() - 0.5f) / 32;
        }

        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(file.AsSpan(8 + header.Length));
        return file;
    }
}
