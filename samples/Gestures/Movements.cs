using System;
using System.Numerics;

namespace StaticNet.Samples.Gestures;

/// <summary>
/// Windows of an accelerometer, synthetic: nobody was measured. A window is the acceleration, in g, of a point that moves on a path with a random
/// size, speed and start, seen by a sensor that is held at a random angle, with gravity and noise. Real recordings are less clean: hands tire,
/// sensors drift, and people differ.
/// </summary>
internal static class Movements
{
    public const int Steps = 64, Axes = 3, Classes = 5;
    public const double StepsPerSecond = 50;

    private const float Noise = 0.05f, LargestTilt = 0.5f, StandardGravity = 9.81f;

    /// <summary>Windows of all gestures in turn: [count, Steps, Axes], and the gesture of each.</summary>
    public static (float[] Windows, int[] Labels) Record(int count, ulong seed)
    {
        var random = new Pcg32(seed);
        var windows = new float[count * Steps * Axes];
        var labels = new int[count];
        for (int window = 0; window < count; window++)
        {
            labels[window] = window % Classes;
            Record((Gesture)labels[window], windows.AsSpan(window * Steps * Axes, Steps * Axes), ref random);
        }

        return (windows, labels);
    }

    private static void Record(Gesture gesture, Span<float> window, ref Pcg32 random)
    {
        // Meters, turns per second, and where in the window the movement begins.
        float size = Between(0.04f, 0.12f, ref random), speed = Between(1.5f, 3, ref random), phase = random.NextSingle();
        float begin = Between(0, 0.4f, ref random);
        Quaternion held = Quaternion.CreateFromYawPitchRoll(
            Between(-LargestTilt, LargestTilt, ref random), Between(-LargestTilt, LargestTilt, ref random), Between(-LargestTilt, LargestTilt, ref random));
        for (int step = 0; step < Steps; step++)
        {
            float time = (float)(step / StepsPerSecond);
            Vector3 acceleration = (time < begin ? Vector3.Zero : Acceleration(gesture, time - begin, size, speed, phase)) / StandardGravity;
            Vector3 seen = Vector3.Transform(acceleration + Vector3.UnitZ, held);
            window[step * Axes] = seen.X + (float)(Noise * random.NextNormal());
            window[(step * Axes) + 1] = seen.Y + (float)(Noise * random.NextNormal());
            window[(step * Axes) + 2] = seen.Z + (float)(Noise * random.NextNormal());
        }
    }

    // Second derivatives of the paths: a circle in the x-y plane, a line along x, one push along y and back.
    private static Vector3 Acceleration(Gesture gesture, float time, float size, float speed, float phase)
    {
        float rate = 2 * MathF.PI * speed, angle = (rate * time) + (2 * MathF.PI * phase), amplitude = size * rate * rate;
        return gesture switch
        {
            Gesture.Clockwise => amplitude * new Vector3(-MathF.Cos(angle), MathF.Sin(angle), 0),
            Gesture.CounterClockwise => amplitude * new Vector3(-MathF.Cos(angle), -MathF.Sin(angle), 0),
            Gesture.Shake => amplitude * new Vector3(-MathF.Cos(angle), 0, 0),
            Gesture.Thrust => time * speed < 1 ? amplitude * new Vector3(0, MathF.Sin(rate * time), 0) : Vector3.Zero,
            _ => Vector3.Zero,
        };
    }

    private static float Between(float low, float high, ref Pcg32 random) => low + ((high - low) * random.NextSingle());
}
