using System.Linq;

namespace StaticNet.Benchmarks;

/// <summary>
/// A register-blocked matrix product in C, and the batch forward pass made of it. Weights lie in tiles
/// [tile][input][column], so that the innermost loop reads them in order.
/// </summary>
internal sealed class CMatrixProductSource(CSource source)
{
    private NetworkShape Shape => source.Shape;

    public void Print()
    {
        foreach (int rows in new[] { CSource.BlockRows, 1 })
        {
            PrintBlock(rows, 2);
            PrintBlock(rows, 1);
        }

        PrintProduct(2);
        PrintProduct(1);
        PrintStorage();
        PrintForward();
    }

    /// <summary>C statements for c [m, columns] = a·b + bias with the tiles of layer <paramref name="layer"/>'s outputs.</summary>
    public static string Product(int columns, string m, string k, string a, string am, string ak, string b, string tileStride, string ldb, string c, string cTileStride, string ldc, string bias)
    {
        int whole = columns / CSource.TileWidth;
        bool half = columns % CSource.TileWidth != 0;
        string text = whole == 0 ? "" : $"for (int t = 0; t < {whole}; t++) product2({m}, {k}, {a}, {am}, {ak}, {b} + t * (long)({tileStride}), {ldb ?? $"{CSource.TileWidth}"}, {c} + t * (long)({cTileStride}), {ldc ?? $"{CSource.TileWidth}"}, {(bias == "0" ? "0" : $"{bias} + t * {CSource.TileWidth}")});\n";
        return !half ? text : text + $"product1({m}, {k}, {a}, {am}, {ak}, {b} + {whole} * (long)({tileStride}), {ldb ?? $"{CSource.Lanes}"}, {c} + {whole} * (long)({cTileStride}), {ldc ?? $"{CSource.Lanes}"}, {(bias == "0" ? "0" : $"{bias} + {whole * CSource.TileWidth}")});\n";
    }

    /// <summary>The statements of layer <paramref name="l"/>'s forward product for <c>count</c> samples.</summary>
    public string ForwardLayer(int l)
    {
        int inputs = Shape.Sizes[l];
        string x = l == 0 ? "x" : $"act{l - 1}";
        int stride = l == 0 ? inputs : source.Padded(l);
        int padded = source.Padded(l + 1);
        return Product(padded, "count", $"{inputs}", x, $"{stride}", "1", $"w{l}", $"{inputs * CSource.TileWidth}", null!, $"act{l}", $"{CSource.TileWidth}", $"{padded}", $"c{l}")
            + (l < Shape.LayerCount - 1 ? source.HiddenActivation($"act{l}", $"count * {padded}") + "\n" : "");
    }

    private void PrintBlock(int rows, int vectors)
    {
        int lanes = CSource.Lanes;
        int[] r = [.. Enumerable.Range(0, rows)], v = [.. Enumerable.Range(0, vectors)];
        source.Line($"static inline __attribute__((always_inline)) void block{rows}x{vectors}(long k, const float *a, const long am, const long ak, const float *b, const long ldb, float *c, const long ldc, const float *bias) {{");
        source.Line(string.Concat(v.Select(j => $"vector z{j} = bias ? *(vector *)(bias + {j * lanes}) : (vector){{0}}; ")));
        source.Line(string.Concat(r.SelectMany(i => v.Select(j => $"vector s{i}_{j} = z{j}; "))));
        source.Line("for (long i = 0; i < k; i++) {");
        source.Line(string.Concat(v.Select(j => $"vector w{j} = *(vector *)(b + i * ldb + {j * lanes}); ")));
        source.Line(string.Concat(r.Select(i => $"{{ float x = a[{i} * am + i * ak]; " + string.Concat(v.Select(j => $"s{i}_{j} += x * w{j}; ")) + "}\n")) + "}");
        source.Line(string.Concat(r.SelectMany(i => v.Select(j => $"*(vector *)(c + {i} * ldc + {j * lanes}) = s{i}_{j}; "))) + "}");
    }

    private void PrintProduct(int vectors)
    {
        int rows = CSource.BlockRows;
        source.Line($$"""
            static inline __attribute__((always_inline)) void product{{vectors}}(long m, long k, const float *a, const long am, const long ak, const float *b, const long ldb, float *c, const long ldc, const float *bias) {
              long r = 0;
              for (; r + {{rows}} <= m; r += {{rows}}) block{{rows}}x{{vectors}}(k, a + r * am, am, ak, b, ldb, c + r * ldc, ldc, bias);
              if (r < m && m >= {{rows}}) { r = m - {{rows}}; block{{rows}}x{{vectors}}(k, a + r * am, am, ak, b, ldb, c + r * ldc, ldc, bias); }
              else for (; r < m; r++) block1x{{vectors}}(k, a + r * am, am, ak, b, ldb, c + r * ldc, ldc, bias); }
            """);
    }

    private void PrintStorage()
    {
        // All parameters in one block, as the optimizer walks them: w0 c0 w1 c1 …
        int total = 0;
        string fill = "", read = "";
        for (int l = 0; l < Shape.LayerCount; l++)
        {
            int inputs = Shape.Sizes[l], outputs = Shape.Sizes[l + 1], padded = source.Padded(l + 1), tile = CSource.TileWidth;
            source.Line($"#define w{l} (parameters + {total})\n#define gw{l} (gradients + {total})");
            total += inputs * padded;
            source.Line($"#define c{l} (parameters + {total})\n#define gc{l} (gradients + {total})");
            total += padded;
            source.Line($"static float act{l}[{CSource.LargestBatch * padded}] ALIGNED;");
            string at = $"w{l}[(o / {tile}) * {inputs * tile} + k * ({padded} - o / {tile} * {tile} < {tile} ? {padded % tile} : {tile}) + o % {tile}]";
            fill += $"for (int o = 0; o < {outputs}; o++) for (int k = 0; k < {inputs}; k++) {at} = *p++;\nfor (int o = 0; o < {outputs}; o++) c{l}[o] = *p++;\n";
            read += $"for (int o = 0; o < {outputs}; o++) for (int k = 0; k < {inputs}; k++) *p++ = {at};\nfor (int o = 0; o < {outputs}; o++) *p++ = c{l}[o];\n";
        }

        source.Line($"#define TOTAL {total}");
        source.Line("static float parameters[TOTAL] ALIGNED, gradients[TOTAL] ALIGNED, first[TOTAL] ALIGNED, second[TOTAL] ALIGNED;");
        source.Line($"void set_blocked_weights(const float *p) {{\n{fill}}}");
        source.Line($"void get_blocked_weights(float *p) {{\n{read}}}");
    }

    private void PrintForward()
    {
        int last = Shape.LayerCount - 1;
        source.Line("ENTRY void forward_blocked(long count, const float *restrict x, float *restrict out) {");
        for (int l = 0; l <= last; l++)
        {
            source.Line(ForwardLayer(l));
        }

        source.Line($"for (long r = 0; r < count; r++) {{ const float *z = act{last} + r * {source.Padded(last + 1)}; float *y = out + r * {Shape.OutputSize}; {source.Output("z", "y")} }} }}");
        source.Line($$"""
            ENTRY void run_blocked(long n, long count, const float *in, long mask, float *out) {
              for (long i = 0; i < n; i++) { forward_blocked(count, in + (i & mask) * count * {{Shape.InputSize}}, out); __asm__ volatile("" ::: "memory"); } }
            """);
    }
}
