using System.Linq;

namespace StaticNet.Benchmarks;

/// <summary>
/// Training steps in C (softmax cross-entropy, ReLU): plain loops sample by sample with the weights by columns, and as
/// register-blocked matrix products over the whole batch.
/// </summary>
internal sealed class CTrainingSource(CSource source)
{
    public static readonly string[] Variants = ["loops", "blocked"];

    private NetworkShape Shape => source.Shape;

    private int Last => Shape.LayerCount - 1;

    public void Print()
    {
        if (Shape.Hidden != Activation.ReLU || Shape.OutputSize == 1)
        {
            return; // no training item uses such a network
        }

        source.Line("static long step;");
        PrintOptimizer();
        PrintSoftmax();
        PrintLoops();
        PrintBlocked();
    }

    private void PrintOptimizer() => source.Line("""
        static inline __attribute__((always_inline)) void update(float *restrict p, const float *restrict g, float *restrict m, float *restrict v, const long count, int adam, float rate) {
          step++;
          if (!adam) { for (long i = 0; i < count; i++) p[i] -= rate * g[i]; return; }
          float scale = rate / (1 - powf(0.9f, step)), root = 1 / sqrtf(1 - powf(0.999f, step));
          for (long i = 0; i < count; i++) {
            float a = 0.9f * m[i] + 0.1f * g[i], b = 0.999f * v[i] + 0.001f * g[i] * g[i];
            m[i] = a; v[i] = b; p[i] -= scale * a / (sqrtf(b) * root + 1e-8f); } }
        """);

    private void PrintSoftmax() => source.Line($$"""
        static inline __attribute__((always_inline)) float softmax_gradient(float *z, int label, float scale) {
          float m = z[0], s = 0, zl = z[label]; for (int o = 1; o < {{Shape.OutputSize}}; o++) m = z[o] > m ? z[o] : m;
          for (int o = 0; o < {{Shape.OutputSize}}; o++) { z[o] = expf(z[o] - m); s += z[o]; }
          float r = scale / s; for (int o = 0; o < {{Shape.OutputSize}}; o++) z[o] *= r;
          z[label] -= scale; return logf(s) + m - zl; }
        """);

    private void PrintLoops()
    {
        string offsets = "";
        int total = 0;
        for (int l = 0; l < Shape.LayerCount; l++)
        {
            offsets += $"#define lw{l} (lp + {total})\n#define glw{l} (lg + {total})\n";
            total += Shape.Sizes[l] * Shape.Sizes[l + 1];
            offsets += $"#define lb{l} (lp + {total})\n#define glb{l} (lg + {total})\n";
            total += Shape.Sizes[l + 1];
        }

        source.Line($"{offsets}static float lp[{total}] ALIGNED, lg[{total}] ALIGNED, lm[{total}] ALIGNED, lv[{total}] ALIGNED;");
        source.Line("ENTRY float step_loops(long count, const float *restrict in, const int *restrict labels, int adam, float rate) {");
        source.Line("memset(lg, 0, sizeof lg); float loss = 0, scale = 1.0f / count;");
        source.Line($"for (long r = 0; r < count; r++) {{ const float *x = in + r * {Shape.InputSize};");
        for (int l = 0; l < Shape.LayerCount; l++)
        {
            int inputs = Shape.Sizes[l], outputs = Shape.Sizes[l + 1];
            string x = l == 0 ? "x" : $"h{l - 1}";
            source.Line($"float h{l}[{outputs}] ALIGNED; for (int o = 0; o < {outputs}; o++) h{l}[o] = lb{l}[o];");
            source.Line($"for (int k = 0; k < {inputs}; k++) for (int o = 0; o < {outputs}; o++) h{l}[o] += {x}[k] * lw{l}[k * {outputs} + o];");
            if (l < Last)
            {
                source.Line(source.HiddenActivation($"h{l}", $"{outputs}"));
            }
        }

        source.Line($"loss += softmax_gradient(h{Last}, labels[r], scale); float *d{Last} = h{Last};");
        for (int l = Last; l >= 0; l--)
        {
            int inputs = Shape.Sizes[l], outputs = Shape.Sizes[l + 1];
            string x = l == 0 ? "x" : $"h{l - 1}";
            source.Line($"for (int o = 0; o < {outputs}; o++) glb{l}[o] += d{l}[o];");
            source.Line($"for (int k = 0; k < {inputs}; k++) for (int o = 0; o < {outputs}; o++) glw{l}[k * {outputs} + o] += {x}[k] * d{l}[o];");
            if (l > 0)
            {
                source.Line($"float d{l - 1}[{inputs}] ALIGNED; for (int k = 0; k < {inputs}; k++) {{ float a = 0; for (int o = 0; o < {outputs}; o++) a += lw{l}[k * {outputs} + o] * d{l}[o]; d{l - 1}[k] = {x}[k] > 0 ? a : 0; }}");
            }
        }

        source.Line($"}} update(lp, lg, lm, lv, {total}, adam, rate); return loss * scale; }}");
        PrintEntries("loops", "memset(lm, 0, sizeof lm); memset(lv, 0, sizeof lv);", LoopTransfer(true), LoopTransfer(false));
    }

    private string LoopTransfer(bool set) => string.Concat(Enumerable.Range(0, Shape.LayerCount).Select(l =>
    {
        int inputs = Shape.Sizes[l], outputs = Shape.Sizes[l + 1];
        string weight = $"lw{l}[k * {outputs} + o]", bias = $"lb{l}[o]";
        return $"for (int o = 0; o < {outputs}; o++) for (int k = 0; k < {inputs}; k++) {(set ? $"{weight} = *p++" : $"*p++ = {weight}")};\nfor (int o = 0; o < {outputs}; o++) {(set ? $"{bias} = *p++" : $"*p++ = {bias}")};\n";
    }));

    private void PrintBlocked()
    {
        int tile = CSource.TileWidth;
        for (int l = 1; l < Shape.LayerCount; l++)
        {
            source.Line($"static float delta{l - 1}[{CSource.LargestBatch * source.Padded(l)}] ALIGNED, transposed{l}[{Shape.Sizes[l + 1] * source.Padded(l)}] ALIGNED;");
        }

        source.Line($"#define delta{Last} act{Last}");
        source.Line("ENTRY float step_blocked(long count, const float *restrict x, const int *restrict labels, int adam, float rate) {");
        for (int l = 0; l < Shape.LayerCount; l++)
        {
            source.Line(new CMatrixProductSource(source).ForwardLayer(l));
        }

        int lastPadded = source.Padded(Last + 1);
        source.Line($"float loss = 0, scale = 1.0f / count; for (long r = 0; r < count; r++) loss += softmax_gradient(act{Last} + r * {lastPadded}, labels[r], scale);");
        for (int l = Last; l >= 0; l--)
        {
            int inputs = Shape.Sizes[l], outputs = Shape.Sizes[l + 1], padded = source.Padded(l + 1), inputPadded = source.Padded(l);
            string x = l == 0 ? "x" : $"act{l - 1}";
            source.Line($"memset(gc{l}, 0, {padded} * 4); for (long r = 0; r < count; r++) for (int o = 0; o < {padded}; o++) gc{l}[o] += delta{l}[r * {padded} + o];");
            source.Line(CMatrixProductSource.Product(padded, $"{inputs}", "count", x, "1", $"{(l == 0 ? inputs : inputPadded)}", $"delta{l}", $"{tile}", $"{padded}", $"gw{l}", $"{inputs * tile}", null!, "0"));
            if (l > 0)
            {
                source.Line($$"""
                    for (int t = 0; t < {{padded}}; t += {{tile}}) { int width = {{padded}} - t < {{tile}} ? {{padded}} - t : {{tile}}, used = {{outputs}} - t < width ? {{outputs}} - t : width;
                      for (int o = 0; o < used; o++) for (int k = 0; k < {{inputs}}; k++) {
                        int s = k / {{tile}}, ws = {{inputPadded}} - s * {{tile}} < {{tile}} ? {{inputPadded}} - s * {{tile}} : {{tile}};
                        transposed{{l}}[s * {{outputs * tile}} + (t + o) * ws + k % {{tile}}] = w{{l}}[t * {{inputs}} + k * width + o]; } }
                    """);
                source.Line(CMatrixProductSource.Product(inputPadded, "count", $"{outputs}", $"delta{l}", $"{padded}", "1", $"transposed{l}", $"{outputs * tile}", null!, $"delta{l - 1}", $"{tile}", $"{inputPadded}", "0"));
                source.Line($"for (long i = 0; i < count * {inputPadded}; i++) delta{l - 1}[i] = act{l - 1}[i] > 0 ? delta{l - 1}[i] : 0;");
            }
        }

        source.Line("update(parameters, gradients, first, second, TOTAL, adam, rate); return loss * scale; }");
        PrintEntries("blocked", "memset(first, 0, sizeof first); memset(second, 0, sizeof second);", "set_blocked_weights(p);", "get_blocked_weights(p);");
    }

    private void PrintEntries(string variant, string clear, string set, string get) => source.Line($$"""
        void reset_{{variant}}(const float *p) { step = 0; {{clear}} {{set}} }
        void get_{{variant}}(float *p) { {{get}} }
        ENTRY float train_{{variant}}(long n, long count, const float *in, const int *labels, long mask, int adam, float rate) {
          float loss = 0; for (long i = 0; i < n; i++) { long at = (i & mask) * count; loss = step_{{variant}}(count, in + at * {{Shape.InputSize}}, labels + at, adam, rate); __asm__ volatile("" ::: "memory"); } return loss; }
        """);
}
