using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CsCheck;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>A random trunk with random heads, and free parameters before it.</summary>
internal static class RandomHeads
{
    private static readonly Loss[] s_ofScores = [Loss.CrossEntropy, Loss.KLDivergence, Loss.BinaryCrossEntropy];

    private static readonly Loss[] s_ofNumbers = [Loss.MeanSquaredError, Loss.MeanAbsoluteError, Loss.Huber, Loss.SmoothL1];

    private static readonly Gen<RandomHead> s_head = Gen.Select(
        Gen.Int[1, 12], Gen.Bool, Gen.Int[0, 1000], Gen.Int[0, 3], RandomStack.Step.Array[1, 2],
        (outputs, isShort, choice, halves, steps) => new RandomHead(outputs, isShort, choice, halves / 2f, steps));

    /// <summary>Every declaration that this makes is valid.</summary>
    public static readonly Gen<RandomStack> Any = Gen.Select(
        RandomStack.Width, RandomStack.Step.Array[0, 3], s_head.Array[2, 4], Gen.Int[0, 2], RandomStack.AnyUnroll, RandomStack.AnyRows, Gen.Int[1, int.MaxValue - 1],
        (inputs, steps, heads, parameters, unroll, rows, seed) =>
        {
            var trunk = new StackBuilder(inputs);
            foreach (StackStep step in steps)
            {
                trunk.Add(step);
            }

            IEnumerable<string> free = Enumerable.Range(0, parameters).Select(i => string.Create(CultureInfo.InvariantCulture, $"FreeParameter(\"free{i}\", {1 + (seed % 9)}, {0.5f - i}f)"));
            return new RandomStack(
                inputs, [.. free, .. trunk.Layers, .. heads.SelectMany((head, i) => head.Declare(i, trunk.Size))], Loss.Auto, unroll == Unroll.Full ? Unroll.Auto : unroll, rows, seed);
        });

    /// <summary>The same networks for the same seed, on every machine.</summary>
    public static IEnumerable<RandomStack> Sequence(uint seed, int count)
    {
        var random = new PCG(seed, seed);
        for (int i = 0; i < count; i++)
        {
            yield return Any.Generate(random, null, out _);
        }
    }

    /// <param name="Outputs">Of its linear layer.</param>
    /// <param name="IsShort">One linear layer and an activation, in the head's own arguments.</param>
    /// <param name="Choice">Which loss and activation.</param>
    /// <param name="Weight">Of its loss; 0 leaves it out.</param>
    /// <param name="Steps">Its layers before the linear one, unless it is short.</param>
    private sealed record RandomHead(int Outputs, bool IsShort, int Choice, float Weight, StackStep[] Steps)
    {
        public IEnumerable<string> Declare(int number, int trunk)
        {
            bool ofScores = Choice % 2 == 0;
            Loss loss = ofScores ? s_ofScores[Choice / 2 % s_ofScores.Length] : s_ofNumbers[Choice / 2 % s_ofNumbers.Length];
            int outputs = loss is Loss.CrossEntropy or Loss.KLDivergence ? Outputs + 1 : Outputs;
            string options = string.Create(CultureInfo.InvariantCulture, $", Loss = Loss.{loss}{(Weight == 1f ? "" : $", LossWeight = {Weight}f")}");
            if (IsShort)
            {
                string activation = ofScores ? "" : $", Activation.{StackBuilder.Activations[Choice % StackBuilder.Activations.Length]}";
                yield return $"Head(\"head{number}\", {outputs}{activation}{options})";
                yield break;
            }

            yield return $"Head(\"head{number}\"{options})";
            var own = new StackBuilder(trunk);
            foreach (StackStep step in Steps)
            {
                own.Add(step.Kind is StackStepKind.Residual or StackStepKind.Concat ? step with { Kind = StackStepKind.LinearWithActivation } : step); // the trunk has the joins
            }

            own.End(outputs, Activation.Identity, Steps[0] with { Kind = StackStepKind.Linear });
            foreach (string layer in own.Layers)
            {
                yield return layer;
            }
        }
    }
}
