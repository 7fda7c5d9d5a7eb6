using System;

namespace StaticNet.Samples.LowLatency;

/// <summary>What the two networks are taught: to steer as a PID controller does, and to tell by the errors how the axes are doing.</summary>
internal static class Lessons
{
    /// <summary>The watcher's classes.</summary>
    public const int OnTrack = 0, OffTrack = 1, Lost = 2;

    private const int Examples = 4000;

    public static void Teach(Controller controller, Watcher watcher)
    {
        var random = new Pcg32(1);
        var signals = new float[Examples * Controller.InputSize];
        var forces = new float[Examples * Controller.OutputSize];
        for (int i = 0; i < forces.Length; i++)
        {
            Span<float> axis = signals.AsSpan(i * Machine.SignalsPerAxis, Machine.SignalsPerAxis);
            Draw(axis, ref random);
            forces[i] = PidForce(axis);
        }

        controller.Fit(signals, forces, new Adam(learningRate: 2e-3), new FitOptions { Epochs = 60, BatchSize = 32, Seed = 1, Schedule = LearningRate.Cosine() });

        var errors = new float[Examples * Watcher.InputSize];
        var states = new int[Examples];
        for (int i = 0; i < states.Length; i++)
        {
            Span<float> axes = errors.AsSpan(i * Watcher.InputSize, Watcher.InputSize);
            float reach = random.NextSingle();
            Draw(axes, ref random, reach * reach);
            states[i] = StateOf(axes);
        }

        watcher.Fit(errors, states, new Adam(learningRate: 1e-2), new FitOptions { Epochs = 60, BatchSize = 32, Seed = 1, Schedule = LearningRate.Cosine() });
    }

    /// <summary>The rule that the watcher is to find, by the largest of the errors.</summary>
    public static int StateOf(ReadOnlySpan<float> errors)
    {
        float largest = 0;
        foreach (float error in errors)
        {
            largest = Math.Max(largest, Math.Abs(error));
        }

        return largest < 0.02f ? OnTrack : largest < 0.2f ? OffTrack : Lost;
    }

    /// <summary>Proportional, integral and derivative part, and feed-forward; see <see cref="Machine.Signals"/>.</summary>
    private static float PidForce(ReadOnlySpan<float> axis) => axis[0] + (0.2f * axis[1]) + (0.5f * axis[2]) + (axis[3] / Machine.ForcePerUnit);

    // -reach … reach, small values more often than large ones.
    private static void Draw(Span<float> values, ref Pcg32 random, float reach = 1)
    {
        foreach (ref float value in values)
        {
            float x = (2 * random.NextSingle()) - 1;
            value = reach * x * Math.Abs(x);
        }
    }
}
