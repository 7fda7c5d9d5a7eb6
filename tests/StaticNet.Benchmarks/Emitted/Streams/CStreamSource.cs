namespace StaticNet.Benchmarks.Emitted.Streams;

/// <summary>
/// A network with memory as plain C: constant sizes, gates side by side, loops that gcc vectorizes with -ffast-math, which takes expf and tanhf
/// from libmvec. Convolutions go layer by layer over blocks of up to 64 steps.
/// </summary>
internal static class CStreamSource
{
    public static string Print(StreamShape shape) => $"#include <math.h>\n#include <string.h>\n#define H {shape.Units}\n" + (shape.Cell switch
    {
        StreamCell.LSTM => Lstm,
        StreamCell.GRU => Gru,
        _ => Convolutions,
    }) + Common;

    private const string Lstm = """
        typedef struct { float u[H][4 * H], w[4 * H], b[4 * H], h[H], c[H], d[H], e; } __attribute__((aligned(64))) stream;
        static void load(stream* s, const float* p) {
            for (int j = 0; j < 4 * H; j++) s->w[j] = *p++;
            for (int j = 0; j < 4 * H; j++) for (int k = 0; k < H; k++) s->u[k][j] = *p++;
            for (int j = 0; j < 4 * H; j++) s->b[j] = *p++;
            for (int j = 0; j < 4 * H; j++) s->b[j] += *p++;
            for (int k = 0; k < H; k++) s->d[k] = *p++;
            s->e = *p;
        }
        static __attribute__((noinline)) void run(stream* restrict s, const float* restrict x, float* restrict y, int n) {
            for (int t = 0; t < n; t++) {
                float g[4 * H] __attribute__((aligned(64)));
                for (int j = 0; j < 4 * H; j++) g[j] = s->b[j] + s->w[j] * x[t];
                for (int k = 0; k < H; k++) { float v = s->h[k]; for (int j = 0; j < 4 * H; j++) g[j] += v * s->u[k][j]; }
                for (int j = 0; j < 2 * H; j++) g[j] = 1 / (1 + expf(-g[j]));
                for (int j = 2 * H; j < 3 * H; j++) g[j] = tanhf(g[j]);
                for (int j = 3 * H; j < 4 * H; j++) g[j] = 1 / (1 + expf(-g[j]));
                float sum = 0;
                for (int j = 0; j < H; j++) s->c[j] = g[H + j] * s->c[j] + g[j] * g[2 * H + j];
                for (int j = 0; j < H; j++) s->h[j] = g[3 * H + j] * tanhf(s->c[j]);
                for (int j = 0; j < H; j++) sum += s->h[j] * s->d[j];
                y[t] = sum + s->e;
            }
        }

        """;

    private const string Gru = """
        typedef struct { float u[H][3 * H], w[3 * H], b[3 * H], q[3 * H], h[H], d[H], e; } __attribute__((aligned(64))) stream;
        static void load(stream* s, const float* p) {
            for (int j = 0; j < 3 * H; j++) s->w[j] = *p++;
            for (int j = 0; j < 3 * H; j++) for (int k = 0; k < H; k++) s->u[k][j] = *p++;
            for (int j = 0; j < 3 * H; j++) s->b[j] = *p++;
            for (int j = 0; j < 3 * H; j++) s->q[j] = *p++;
            for (int k = 0; k < H; k++) s->d[k] = *p++;
            s->e = *p;
        }
        static __attribute__((noinline)) void run(stream* restrict s, const float* restrict x, float* restrict y, int n) {
            for (int t = 0; t < n; t++) {
                float g[3 * H] __attribute__((aligned(64))), q[3 * H] __attribute__((aligned(64)));
                for (int j = 0; j < 3 * H; j++) { g[j] = s->b[j] + s->w[j] * x[t]; q[j] = s->q[j]; }
                for (int k = 0; k < H; k++) { float v = s->h[k]; for (int j = 0; j < 3 * H; j++) q[j] += v * s->u[k][j]; }
                for (int j = 0; j < 2 * H; j++) g[j] = 1 / (1 + expf(-g[j] - q[j]));
                for (int j = 0; j < H; j++) g[2 * H + j] = tanhf(g[2 * H + j] + g[j] * q[2 * H + j]);
                float sum = 0;
                for (int j = 0; j < H; j++) s->h[j] = g[2 * H + j] + g[H + j] * (s->h[j] - g[2 * H + j]);
                for (int j = 0; j < H; j++) sum += s->h[j] * s->d[j];
                y[t] = sum + s->e;
            }
        }

        """;

    private const string Convolutions = """
        enum { B = 64, P = 1024, Z = P + 4096 };
        typedef struct { float w0[3][H], w[9][3][H][H], b[10][H], d[H], x0[2 + B], past[9][Z][H], last[B][H], e; int at; } __attribute__((aligned(64))) stream;
        static void load(stream* s, const float* p) {
            for (int l = 0; l < 10; l++) {
                int in = l ? H : 1;
                for (int o = 0; o < H; o++) for (int i = 0; i < in; i++) for (int k = 0; k < 3; k++) { if (l) s->w[l - 1][k][i][o] = *p++; else s->w0[k][o] = *p++; }
                for (int o = 0; o < H; o++) s->b[l][o] = *p++;
            }
            for (int k = 0; k < H; k++) s->d[k] = *p++;
            s->e = *p;
            s->at = P;
        }
        static inline __attribute__((always_inline)) void layer(stream* s, int l, int n) {
            int dilation = 2 << l;
            float (*restrict in)[H] = s->past[l] + s->at, (*restrict out)[H] = l < 8 ? s->past[l + 1] + s->at : s->last;
            for (int t = 0; t < n; t++) {
                float a[H];
                for (int o = 0; o < H; o++) a[o] = s->b[l + 1][o];
                for (int k = 0; k < 3; k++) for (int i = 0; i < H; i++) { float v = in[t - (2 - k) * dilation][i]; for (int o = 0; o < H; o++) a[o] += v * s->w[l][k][i][o]; }
                for (int o = 0; o < H; o++) out[t][o] = a[o];
            }
            float* f = out[0];
            for (int i = 0; i < n * H; i++) f[i] = tanhf(f[i]);
        }
        static void block(stream* s, const float* x, float* y, int n) {
            if (s->at + n > Z) { for (int l = 0; l < 9; l++) memcpy(s->past[l], s->past[l] + s->at - P, P * H * 4); s->at = P; }
            memcpy(s->x0 + 2, x, n * 4);
            float (*first)[H] = s->past[0] + s->at;
            for (int t = 0; t < n; t++) for (int o = 0; o < H; o++) first[t][o] = tanhf(s->b[0][o] + s->x0[t] * s->w0[0][o] + s->x0[t + 1] * s->w0[1][o] + s->x0[t + 2] * s->w0[2][o]);
            memmove(s->x0, s->x0 + n, 8);
            layer(s, 0, n); layer(s, 1, n); layer(s, 2, n); layer(s, 3, n); layer(s, 4, n); layer(s, 5, n); layer(s, 6, n); layer(s, 7, n); layer(s, 8, n);
            for (int t = 0; t < n; t++) { float sum = 0; for (int o = 0; o < H; o++) sum += s->last[t][o] * s->d[o]; y[t] = sum + s->e; }
            s->at += n;
        }
        static __attribute__((noinline)) void run(stream* s, const float* x, float* y, int n) { for (int i = 0; i < n; i += B) block(s, x + i, y + i, n - i < B ? n - i : B); }

        """;

    private const string Common = """
        int stream_size() { return sizeof(stream); }
        void stream_load(stream* s, const float* p) { memset(s, 0, sizeof(stream)); load(s, p); }
        void stream_run(stream* s, const float* x, float* y, int n, int each) { for (int i = 0; i < n; i += each) run(s, x + i, y + i, each); }

        """;
}
