using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>A <c>[Sequential]</c> stack of random layers, as a user would declare it.</summary>
internal sealed record RandomStack(int Inputs, string[] Layers, Loss Loss, Unroll Unroll, int Rows, int Seed)
{
    // Most widths are small, so that compiling and differences in double stay cheap; some pass a vector and a tile of 32 outputs.
    internal static readonly Gen<int> Width = Gen.Frequency((8, Gen.Int[1, 10]), (3, Gen.Int[1, 36]), (1, Gen.Int[33, 80]));

    internal static readonly Gen<Unroll> AnyUnroll = Gen.Frequency((2, Gen.Const(Unroll.Auto)), (3, Gen.Const(Unroll.Loops)), (1, Gen.Const(Unroll.Full)));

    internal static readonly Gen<int> AnyRows = Gen.Frequency((6, Gen.Int[1, 10]), (1, Gen.Int[11, 40]));

    internal static readonly Gen<StackStep> Step = Gen.Select(
        Gen.Enum<StackStepKind>(), Width, Gen.Int[0, 1000], Gen.Bool, Gen.Bool, Gen.Int[1, 9],
        (kind, width, choice, flag, isNamed, tenths) => new StackStep(kind, width, choice, flag, isNamed, tenths / 10f));

    /// <summary>Every declaration that this makes is valid.</summary>
    public static readonly Gen<RandomStack> Any = Gen.Select(
        Width, Step.Array[1, 7], Width, RandomNetwork.End, Step, AnyUnroll, AnyRows, Gen.Int[1, int.MaxValue - 1],
        (inputs, steps, outputs, end, last, unroll, rows, seed) =>
        {
            var builder = new StackBuilder(inputs);
            foreach (StackStep step in steps)
            {
                builder.Add(step);
            }

            builder.End(RandomNetwork.OverClasses(end) ? Math.Max(2, outputs) : outputs, end.Output, last);
            return new RandomStack(inputs, [.. builder.Layers], end.Loss, unroll == Unroll.Full && !builder.IsSmall ? Unroll.Auto : unroll, rows, seed);
        });

    /// <summary>The declaration, with a class name.</summary>
    public string Declare(string name) =>
        $"[Sequential({Inputs}, Unroll = Unroll.{Unroll}), {string.Join(", ", Layers)}]" +
        $"{(Loss == Loss.Auto ? "" : $" [Training(Loss = Loss.{Loss})]")} public sealed partial class {name};";

    /// <summary>What identifies the case in a failure.</summary>
    public override string ToString() => $"{Declare("Failing")} // rows {Rows}, seed {Seed}";

    /// <summary>The same stacks for the same seed, on every machine.</summary>
    public static IEnumerable<RandomStack> Sequence(uint seed, int count)
    {
        var random = new PCG(seed, seed);
        for (int i = 0; i < count; i++)
        {
            yield return Any.Generate(random, null, out _);
        }
    }
}

/// <summary>What a step adds.</summary>
internal enum StackStepKind
{
    Linear,
    LinearWithActivation,
    Activation,
    ActivationBeforeLinear,
    LayerNorm,
    RMSNorm,
    BatchNorm1d,
    Dropout,
    PReLU,
    Residual,
    Concat,
}

/// <summary>One random choice of a layer; the builder makes a valid one of it.</summary>
/// <param name="Kind">What to add.</param>
/// <param name="Width">Of a linear layer.</param>
/// <param name="Choice">Which activation, which earlier value.</param>
/// <param name="Flag">With or without bias, affine, constants; a join by name or by distance.</param>
/// <param name="IsNamed">Whether the layer has a name of its own.</param>
/// <param name="Constant">Slope, probability, threshold.</param>
internal sealed record StackStep(StackStepKind Kind, int Width, int Choice, bool Flag, bool IsNamed, float Constant);
