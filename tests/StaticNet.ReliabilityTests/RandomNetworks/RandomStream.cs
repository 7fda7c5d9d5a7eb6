using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>A stack of random layers of which at least one remembers, with a random batch of sequences.</summary>
/// <remarks>Activations are smooth: a difference across a kink says nothing about a gradient.</remarks>
internal sealed record RandomStream(int Inputs, string[] Layers, int Steps, int Sequences, bool IsRagged, int Seed)
{
    // A norm of two values knows nothing but which is larger: what is left of the gradient is rounding.
    private static readonly string[] s_rowWise = ["Tanh", "SiLU", "GELU", "Sigmoid", "Softplus", "Linear(5), LayerNorm", "Linear(6)", "Linear(3)"];

    private static readonly Gen<string> s_recurrent = Gen.Select(
        Choose("LSTM", "GRU", "RNN"), Gen.Frequency((4, Gen.Int[1, 20]), (1, Choose(24, 33, 40))), Gen.Int[1, 5], Gen.Bool,
        static (kind, units, choice, hasBias) => $"{kind}({units}{(choice == 1 ? ", Layers = 2" : "")}{(hasBias ? "" : ", Bias = false")})");

    private static readonly Gen<string> s_convolution = Gen.Select(
        Gen.Int[1, 18], Gen.Int[2, 4], Gen.Int[1, 6], static (outputs, kernel, dilation) => $"Conv1d({outputs}, {kernel}, {dilation})");

    // Groups divide both sizes, whatever came before.
    private static readonly Gen<string> s_grouped = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Choose(2, 3, 4), static (factor, dilation, groups) =>
        $"Linear({groups * 2}), Conv1d({groups * factor}, 2, {dilation}, {groups})");

    private static readonly Gen<string> s_overTime = Gen.OneOf(s_recurrent, s_recurrent, s_convolution, s_grouped);

    // The network's input, a part of it, or a part of the first layer's output beside the last value.
    private static readonly Gen<Func<int, string>> s_join = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100], static (kind, choice) => (Func<int, string>)(inputs => kind switch
    {
        0 => "Concat, ",
        1 => $"Concat(From = {choice % inputs}, Count = {1 + (choice % (inputs - (choice % inputs)))}), ",
        2 => "Linear(1), Concat(\"0\", Count = 1), ",
        _ => "",
    }));

    /// <summary>Every declaration that this makes is valid.</summary>
    public static readonly Gen<RandomStream> Any = Gen.Select(
        Gen.Int[1, 6],
        Gen.Select(s_overTime, s_join, Choose(s_rowWise), static (overTime, join, after) => (Func<int, string>)(inputs => $"{overTime}, {join(inputs)}{after}")).Array[1, 2],
        Choose("", "", "LastStep, ", "MeanOverTime, "),
        Gen.Int[1, 4],
        Gen.Int[1, 40],
        Gen.Int[1, 17],
        Gen.Bool,
        Gen.Int[1, int.MaxValue - 1],
        static (inputs, layers, end, outputs, steps, sequences, isRagged, seed) => new RandomStream(inputs, [.. layers.Select(layer => layer(inputs)), $"{end}Linear({outputs})"], steps, sequences, isRagged, seed));

    /// <summary>The declaration, with a class name.</summary>
    public string Declare(string name) => $"[Sequential({Inputs}), {string.Join(", ", Layers)}] public sealed partial class {name};";

    /// <summary>What identifies the case in a failure.</summary>
    public override string ToString() => $"{Declare("Failing")} // steps {Steps}, sequences {Sequences}, ragged {IsRagged}, seed {Seed}";

    /// <summary>The same stacks for the same seed, on every machine.</summary>
    public static IEnumerable<RandomStream> Sequence(uint seed, int count)
    {
        var random = new PCG(seed, seed);
        for (int i = 0; i < count; i++)
        {
            yield return Any.Generate(random, null, out _);
        }
    }

    private static Gen<T> Choose<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
