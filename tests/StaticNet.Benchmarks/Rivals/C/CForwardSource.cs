using System;
using System.Linq;

namespace StaticNet.Benchmarks;

/// <summary>The single-sample forward passes in C, and the timing loops around them.</summary>
internal sealed class CForwardSource(CSource source)
{
    /// <summary>Ways to write the pass; which of them the compiler makes fastest depends on the network.</summary>
    public static readonly string[] Variants = ["rows", "columns", "vectors"];

    private const int VectorTile = 8; // accumulators of the "vectors" variant

    private NetworkShape Shape => source.Shape;

    public void Print()
    {
        PrintStorage();
        foreach (string variant in Variants)
        {
            source.Line($"ENTRY void forward_{variant}(const float *restrict x, float *restrict y) {{");
            for (int layer = 0; layer < Shape.LayerCount; layer++)
            {
                PrintLayer(variant, layer, layer == 0 ? "x" : $"h{layer - 1}");
            }

            source.Line(source.Output($"h{Shape.LayerCount - 1}", "y"));
            source.Line("}");
            PrintLoops(variant);
        }
    }

    private void PrintStorage()
    {
        string fill = "";
        for (int l = 0; l < Shape.LayerCount; l++)
        {
            int inputs = Shape.Sizes[l], outputs = Shape.Sizes[l + 1], padded = source.Padded(l + 1);
            source.Line($"static float rows{l}[{inputs * outputs}] ALIGNED, columns{l}[{inputs * outputs}] ALIGNED, vectors{l}[{inputs * padded}] ALIGNED, bias{l}[{padded}] ALIGNED;");
            int tile = Math.Min(padded, VectorTile * CSource.Lanes);
            fill += $$"""
                for (int o = 0; o < {{outputs}}; o++) for (int k = 0; k < {{inputs}}; k++) {
                  float w = *p++; rows{{l}}[o * {{inputs}} + k] = w; columns{{l}}[k * {{outputs}} + o] = w;
                  int t = o / {{tile}}, width = {{padded}} - t * {{tile}} < {{tile}} ? {{padded}} - t * {{tile}} : {{tile}};
                  vectors{{l}}[t * {{tile * inputs}} + k * width + o % {{tile}}] = w; }
                for (int o = 0; o < {{outputs}}; o++) bias{{l}}[o] = *p++;

                """;
        }

        source.Line($"void set_weights(const float *p) {{\n{fill}}}");
    }

    private void PrintLayer(string variant, int l, string x)
    {
        int inputs = Shape.Sizes[l], outputs = Shape.Sizes[l + 1], padded = source.Padded(l + 1);
        source.Line($"float h{l}[{padded}] ALIGNED;");
        switch (variant)
        {
            case "rows":
                source.Line($"for (int o = 0; o < {outputs}; o++) {{ float a = bias{l}[o]; for (int k = 0; k < {inputs}; k++) a += rows{l}[o * {inputs} + k] * {x}[k]; h{l}[o] = a; }}");
                break;
            case "columns":
                source.Line($"for (int o = 0; o < {outputs}; o++) h{l}[o] = bias{l}[o];");
                source.Line($"for (int k = 0; k < {inputs}; k++) for (int o = 0; o < {outputs}; o++) h{l}[o] += {x}[k] * columns{l}[k * {outputs} + o];");
                break;
            default:
                int tile = VectorTile * CSource.Lanes;
                for (int start = 0; start < padded; start += tile)
                {
                    PrintVectorTile(l, x, start, Math.Min(tile, padded - start));
                }

                break;
        }

        if (l < Shape.LayerCount - 1)
        {
            source.Line(source.HiddenActivation($"h{l}", $"{outputs}"));
        }
    }

    private void PrintVectorTile(int l, string x, int start, int width)
    {
        int inputs = Shape.Sizes[l];
        int[] vectors = [.. Enumerable.Range(0, width / CSource.Lanes)];
        source.Line("{ " + string.Concat(vectors.Select(v => $"vector a{v} = *(vector *)(bias{l} + {start + (v * CSource.Lanes)}); ")));
        source.Line($"for (int k = 0; k < {inputs}; k++) {{ const float *w = vectors{l} + {start * inputs} + k * {width}; float s = {x}[k];");
        source.Line(string.Concat(vectors.Select(v => $"a{v} += s * *(vector *)(w + {v * CSource.Lanes}); ")) + "}");
        source.Line(string.Concat(vectors.Select(v => $"*(vector *)(h{l} + {start + (v * CSource.Lanes)}) = a{v}; ")) + "}");
    }

    private void PrintLoops(string variant)
    {
        int inputs = Shape.InputSize, outputs = Shape.OutputSize, dependent = Math.Min(ForwardWorkload.DependentInputs, inputs);
        source.Line($$"""
            ENTRY void run_{{variant}}(long n, long count, const float *in, long mask, float *out) {
              for (long i = 0; i < n; i++) {
                const float *x = in + (i & mask) * count * {{inputs}};
                for (long r = 0; r < count; r++) forward_{{variant}}(x + r * {{inputs}}, out + r * {{outputs}});
                __asm__ volatile("" ::: "memory"); } }
            ENTRY void dependent_{{variant}}(long n, float *x, const float *original, float *out) {
              for (long i = 0; i < n; i++) {
                forward_{{variant}}(x, out);
                for (int k = 0; k < {{dependent}}; k++) x[k] = original[k] + 0.001f * out[k < {{outputs}} ? k : 0];
                __asm__ volatile("" ::: "memory"); } }
            """);
    }
}
