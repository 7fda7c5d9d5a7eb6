using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;

namespace StaticNet.Benchmarks.Emitted;

/// <summary>A policy for a small game.</summary>
[Mlp(4, 64, 64, 3)]
internal sealed partial class PolicyNet;

/// <summary>The network of the tutorial.</summary>
[Mlp(4, 10, 3)]
internal sealed partial class TutorialNet;

/// <summary>
/// A loss of the user's own against the same built-in one, <c>BackwardBatch</c> against <c>ComputeGradients</c>, and <c>Clone</c> against a copy of the
/// parameters: in turn in one process, the fastest of many rounds.
/// </summary>
internal static class VerbCosts
{
    public static string Measure(int rounds, double milliseconds)
    {
        var table = new MarkdownTable("item", "plain", "verb", "ratio");
        var items = new List<(string Name, Action<int> Plain, Action<int> Verb)>();
        Losses<PolicyNet>(items, "4-64-64-3, 128 rows", 128);
        Losses<PolicyNet>(items, "4-64-64-3, 16 rows", 16);
        Losses<TutorialNet>(items, "4-10-3, 128 rows", 128);
        Losses<MnistNet>(items, "784-128-10, 64 rows", 64);
        Clone<TutorialNet>(items, "4-10-3");
        Clone<PolicyNet>(items, "4-64-64-3");
        Clone<MnistNet>(items, "784-128-10");
        foreach ((string name, Action<int> plain, Action<int> verb) in items)
        {
            int plainCalls = Calls(plain, milliseconds), verbCalls = Calls(verb, milliseconds);
            double plainTime = double.MaxValue, verbTime = double.MaxValue;
            for (int round = 0; round < rounds; round++)
            {
                plainTime = Math.Min(plainTime, Time(plain, plainCalls));
                verbTime = Math.Min(verbTime, Time(verb, verbCalls));
            }

            table.Add(name, MarkdownTable.Time(plainTime), MarkdownTable.Time(verbTime), (verbTime / plainTime).ToString("F2", CultureInfo.InvariantCulture));
        }

        return $"### Losses of one's own and copies\n\n{table}";
    }

    private static void Losses<TNetwork>(List<(string Name, Action<int> Plain, Action<int> Verb)> items, string name, int rows)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        float[] x = Numbers(rows * description.InputSize, 1), y = Numbers(rows * description.OutputSize, 2), inputGradients = new float[x.Length];
        var builtIn = TNetwork.Create(1).CreateTrainer(new Adam(1e-4), rows);
        var own = TNetwork.Create(1).CreateTrainer(new Adam(1e-4), rows);
        TNetwork model = TNetwork.Create(1);
        var gradients = new ParameterBuffer(model.Parameters.Layout);
        void Add(string what, Action plain, Action verb) => items.Add(($"{name}: {what}", count => Repeat(plain, count), count => Repeat(verb, count)));
        Add("step with a loss of one's own", () => builtIn.Step(x, y), () => own.Step(x, y, new SquaredError()));
        void Plain() => model.ComputeGradients(new Batch(x, y), gradients, accumulate: true);
        Add("BackwardBatch", Plain, () => model.BackwardBatch(x, y, gradients));
        Add("BackwardBatch with input gradients", Plain, () => model.BackwardBatch(x, y, gradients, inputGradients));
    }

    private static void Clone<TNetwork>(List<(string Name, Action<int> Plain, Action<int> Verb)> items, string name)
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork model = TNetwork.Create(1);
        object? kept = null;
        items.Add(($"{name}: Clone against Parameters.Clone", count => Repeat(() => kept = model.Parameters.Clone(), count), count => Repeat(() => kept = model.Clone(), count)));
        GC.KeepAlive(kept);
    }

    private static void Repeat(Action action, int count)
    {
        for (int i = 0; i < count; i++)
        {
            action();
        }
    }

    private static int Calls(Action<int> action, double milliseconds)
    {
        action(100);
        int calls = 1;
        while (Time(action, calls) * calls < milliseconds * 1e6)
        {
            calls *= 2;
        }

        return calls;
    }

    private static double Time(Action<int> action, int calls)
    {
        long begin = Stopwatch.GetTimestamp();
        action(calls);
        return Stopwatch.GetElapsedTime(begin).TotalNanoseconds / calls;
    }

    private static float[] Numbers(int count, ulong seed)
    {
        var random = new Pcg32(seed);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)random.NextNormal();
        }

        return values;
    }

    private readonly struct SquaredError : ILossFunction
    {
        public float Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize)
        {
            float sum = 0, share = 1f / outputSize;
            for (int i = 0; i < outputs.Length; i++)
            {
                float error = outputs[i] - targets[i];
                sum += error * error * share;
                outputGradients[i] = 2 * error * share;
            }

            return sum;
        }
    }
}
