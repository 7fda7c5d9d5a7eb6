using System.Runtime.Intrinsics;
using System.Text;

namespace StaticNet.Benchmarks;

/// <summary>
/// Prints a network as C with every size a constant, the way a code generator for C would: as plain loops that the compiler
/// vectorizes (weights by rows or by columns) and with GCC's vector extensions (named accumulators, register-blocked matrix products).
/// </summary>
internal sealed class CSource
{
    private readonly StringBuilder _text = new();

    private CSource(NetworkShape shape) => Shape = shape;

    public NetworkShape Shape { get; }

    /// <summary>Floats per vector of the widest kind this machine has.</summary>
    public static int Lanes { get; } = Vector512.IsHardwareAccelerated ? 16 : 8;

    /// <summary>Columns of a tile in the matrix products.</summary>
    public static int TileWidth => 2 * Lanes;

    /// <summary>Rows the matrix products compute at once: as many as the registers hold sums for.</summary>
    public static int BlockRows => Lanes == 16 ? 8 : 6;

    /// <summary>The largest batch the static buffers hold.</summary>
    public const int LargestBatch = 1024;

    /// <summary>The whole translation unit of a network.</summary>
    public static string Print(NetworkShape shape)
    {
        var source = new CSource(shape);
        source.Line("#include <math.h>");
        source.Line("#include <string.h>");
        source.Line($"typedef float vector __attribute__((vector_size({Lanes * 4}), aligned(4)));");
        source.Line("#define ALIGNED __attribute__((aligned(64)))");
        source.Line("#define ENTRY __attribute__((noinline, noclone))");
        new CForwardSource(source).Print();
        new CMatrixProductSource(source).Print();
        new CTrainingSource(source).Print();
        return source._text.ToString();
    }

    /// <summary>A layer's width rounded up to whole vectors.</summary>
    public int Padded(int layer) => RoundUp(Shape.Sizes[layer]);

    public static int RoundUp(int count) => (count + Lanes - 1) / Lanes * Lanes;

    public void Line(string text) => _text.Append(text).Append('\n');

    /// <summary>The hidden activation of <paramref name="count"/> values in place.</summary>
    public string HiddenActivation(string values, string count) => Shape.Hidden switch
    {
        Activation.Tanh => $"for (long i = 0; i < {count}; i++) {values}[i] = tanhf({values}[i]);",
        _ => $"for (long i = 0; i < {count}; i++) {values}[i] = {values}[i] > 0 ? {values}[i] : 0;",
    };

    /// <summary>Writes one sample's outputs from the last layer's sums.</summary>
    public string Output(string sums, string outputs)
    {
        int count = Shape.OutputSize;
        return Shape.Output switch
        {
            Activation.Softmax => $$"""
                { float m = {{sums}}[0], s = 0; for (int o = 1; o < {{count}}; o++) m = {{sums}}[o] > m ? {{sums}}[o] : m;
                  for (int o = 0; o < {{count}}; o++) { float e = expf({{sums}}[o] - m); {{outputs}}[o] = e; s += e; }
                  s = 1 / s; for (int o = 0; o < {{count}}; o++) {{outputs}}[o] *= s; }
                """,
            Activation.Sigmoid => $"for (int o = 0; o < {count}; o++) {outputs}[o] = 1 / (1 + expf(-{sums}[o]));",
            _ => $"for (int o = 0; o < {count}; o++) {outputs}[o] = {sums}[o];",
        };
    }
}
