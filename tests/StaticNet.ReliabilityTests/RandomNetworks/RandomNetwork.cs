using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>A perceptron of random shape, as a user would declare it.</summary>
internal sealed record RandomNetwork(
    int[] Sizes, Activation Activation, Activation Output, Loss Loss, bool Bias, Unroll Unroll, int Rows, int Seed)
{
    /// <summary>Networks with more products than this are not written out, whatever they ask for.</summary>
    private const int FullyUnrolledProducts = 2000;

    // Widths meet every padding and both sides of the switch to loops; most are small, so that compiling stays cheap.
    private static readonly Gen<int> s_width = Gen.Frequency((8, Gen.Int[1, 20]), (4, Gen.Int[1, 70]), (1, Gen.Int[60, 180]));

    private static readonly Activation[] s_elementwise =
        [.. Enum.GetValues<Activation>().Where(a => a is not (Activation.Softmax or Activation.LogSoftmax))];

    /// <summary>Output activations with losses that fit.</summary>
    public static readonly Gen<(Activation Output, Loss Loss)> End = Gen.Frequency(
        (5, Gen.OneOf(Loss.Auto, Loss.MeanSquaredError, Loss.MeanAbsoluteError, Loss.Huber, Loss.SmoothL1, Loss.BinaryCrossEntropy, Loss.CrossEntropy, Loss.Hinge)
            .Select(loss => (Activation.Identity, loss))),
        (2, Gen.OneOf(Loss.Auto, Loss.CrossEntropy, Loss.MeanSquaredError).Select(loss => (Activation.Softmax, loss))),
        (2, Gen.OneOf(Loss.Auto, Loss.NegativeLogLikelihood).Select(loss => (Activation.LogSoftmax, loss))),
        (2, Gen.OneOf(Loss.Auto, Loss.BinaryCrossEntropy, Loss.Huber).Select(loss => (Activation.Sigmoid, loss))),
        (2, Gen.Select(Gen.OneOf(s_elementwise), Gen.OneOf(Loss.MeanSquaredError, Loss.SmoothL1))));

    /// <summary>Every declaration that this makes is valid.</summary>
    public static readonly Gen<RandomNetwork> Any = Gen.Select(
        s_width.Array[2, 6], Gen.OneOf(s_elementwise), End, Gen.Bool, Gen.Enum<Unroll>(), Gen.Int[1, 40], Gen.Int[1, int.MaxValue - 1],
        (sizes, activation, end, bias, unroll, rows, seed) => new RandomNetwork(
            OverClasses(end) && sizes[^1] == 1 ? [.. sizes[..^1], 2] : sizes,
            activation, end.Output, end.Loss, bias,
            unroll == Unroll.Full && sizes.Zip(sizes.Skip(1), (a, b) => a * b).Sum() > FullyUnrolledProducts ? Unroll.Auto : unroll,
            rows, seed));

    /// <summary>tanhshrink(x) = x − tanh(x) is judged absolutely near 0, as the fixtures' README says.</summary>
    public bool HasTanhshrink => Activation == Activation.Tanhshrink || Output == Activation.Tanhshrink;

    /// <summary>The declaration, with a class name.</summary>
    public string Declare(string name) => Declare(name, NetworkStyle.Fast);

    /// <summary>The same network, generated for reading.</summary>
    public string DeclareReadable(string name) => Declare(name, NetworkStyle.Readable);

    private string Declare(string name, NetworkStyle style) =>
        $"[Mlp({string.Join(", ", Sizes)}, Activation = Activation.{Activation}, OutputActivation = Activation.{Output}, " +
        $"Loss = Loss.{Loss}, Bias = {(Bias ? "true" : "false")}, Unroll = Unroll.{Unroll}{(style == NetworkStyle.Fast ? "" : $", Style = NetworkStyle.{style}")})] public sealed partial class {name};";

    /// <summary>What identifies the case in a failure.</summary>
    public override string ToString() => $"{Declare("Failing")} // rows {Rows}, seed {Seed}";

    /// <summary>The same networks for the same seed, on every machine.</summary>
    public static IEnumerable<RandomNetwork> Sequence(uint seed, int count)
    {
        var random = new PCG(seed, seed);
        for (int i = 0; i < count; i++)
        {
            yield return Any.Generate(random, null, out _);
        }
    }

    /// <summary>A softmax of one value is constant: the generator refuses a loss over classes there.</summary>
    public static bool OverClasses((Activation Output, Loss Loss) end) =>
        end.Output is Activation.Softmax or Activation.LogSoftmax || end.Loss is Loss.CrossEntropy or Loss.NegativeLogLikelihood;
}
