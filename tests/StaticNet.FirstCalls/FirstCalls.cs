using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;

namespace StaticNet.FirstCalls;

/// <summary>What one fresh process measures: its first prediction and training step, the second ones, and the way to steady speed.</summary>
internal static class FirstCalls
{
    /// <summary>What <see cref="Measure"/> gives, in its order: microseconds, and a number of steps at the end.</summary>
    public static readonly string[] Names =
    [
        "both `Warmup`, µs", "first `Forward`, µs", "second `Forward`, µs", "first `Trainer.Step`, µs", "second `Trainer.Step`, µs", "`Step` after a second, µs",
        "until a `Step` takes at most 1.25 of that, ms", "and how many steps that is",
    ];

    private const int StepsPerSample = 100;
    private const double Seconds = 1;

    /// <summary>Measures; each process may do so once.</summary>
    /// <param name="warmup">Whether network and trainer are warmed up before the calls are timed.</param>
    public static double[] Measure(bool warmup)
    {
        var model = new Flowers(seed: 1);
        Trainer<Flowers, Adam> trainer = model.CreateTrainer(new Adam(1e-3), maxBatchSize: 1);
        float[] x = [5.1f, 3.5f, 1.4f, 0.2f], y = new float[3];
        int[] label = [1];

        // Run dry, the calls compile clock and callers without the network: those are not what is measured.
        bool isDry = true;
        Action warmUp = () =>
        {
            if (!isDry)
            {
                model.Warmup();
                trainer.Warmup();
            }
        };
        Action forward = () =>
        {
            ReadOnlySpan<float> input = x;
            Span<float> output = y;
            if (!isDry)
            {
                model.Forward(input, output);
            }
        };
        Action step = () =>
        {
            ReadOnlySpan<float> input = x;
            ReadOnlySpan<int> target = label;
            if (!isDry)
            {
                trainer.Step(input, target);
            }
        };
        _ = Time(warmUp) + Time(forward) + Time(step);
        isDry = false;

        double warm = warmup ? Time(warmUp) : 0;
        double firstForward = Time(forward), secondForward = Time(forward);
        double firstStep = Time(step), secondStep = Time(step);
        (double steady, double until, int steps) = Steady(trainer, x, label);
        return [warm, firstForward, secondForward, firstStep, secondStep, steady, until / 1000, steps];
    }

    /// <summary>The values as one line.</summary>
    public static string Line(double[] values) => string.Join(' ', values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static double Time(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        call();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    /// <summary>The time of a step at the end, and when steps first came within a quarter of it.</summary>
    private static (double Steady, double Until, int Steps) Steady(Trainer<Flowers, Adam> trainer, float[] x, int[] label)
    {
        var samples = new (double End, double Step)[200_000];
        int count = 0;
        Steps(trainer, x, label, 0);
        long begin = Stopwatch.GetTimestamp();
        double end = 0;
        while (end < Seconds * 1e6 && count < samples.Length)
        {
            long start = Stopwatch.GetTimestamp();
            Steps(trainer, x, label, StepsPerSample);
            double step = Stopwatch.GetElapsedTime(start).TotalMicroseconds / StepsPerSample;
            end = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
            samples[count++] = (end, step);
        }

        // The fastest sample of the last quarter: what else runs on the machine only adds.
        double steady = samples[(count * 3 / 4)..count].Min(static sample => sample.Step);
        int first = Array.FindIndex(samples, 0, count, sample => sample.Step <= 1.25 * steady);
        return (steady, samples[first].End, (first + 1) * StepsPerSample);
    }

    // Compiled at once: the loop is not what is measured.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Steps(Trainer<Flowers, Adam> trainer, float[] x, int[] label, int count)
    {
        for (int i = 0; i < count; i++)
        {
            trainer.Step(x, label);
        }
    }
}

/// <summary>The network of the tutorial.</summary>
[Mlp(4, 10, 3)]
internal sealed partial class Flowers;
