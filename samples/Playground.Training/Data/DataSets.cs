using System;

namespace StaticNet.Samples.Playground.Data;

/// <summary>Makes the points. Equal seeds make equal points on every machine.</summary>
public static class DataSets
{
    /// <summary>How many points the page trains on, and as many are held back.</summary>
    public const int DefaultCount = 240;

    private const float SpiralTurns = 1.6f;

    /// <summary>Makes points of both classes in equal number (or nearly: XOR draws its squares).</summary>
    /// <param name="kind">What they are like.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="heldBack">True for further points of the same kind, which the network is not trained on.</param>
    public static PointSet Create(DataSetKind kind, int count, ulong seed, bool heldBack = false)
    {
        var random = new Pcg32(seed, heldBack ? 2u : 1u);
        var points = new PointSet();
        for (int i = 0; i < count && kind != DataSetKind.Empty; i++)
        {
            int label = i & 1;
            (float x, float y) = kind switch
            {
                DataSetKind.Spirals => Spiral(ref random, label),
                DataSetKind.Circles => Ring(ref random, label),
                DataSetKind.Moons => Moon(ref random, label),
                DataSetKind.Xor => Square(ref random, label),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected one of the data sets."),
            };
            points.Make(Clamp(x), Clamp(y), label);
        }

        return points;
    }

    private static (float X, float Y) Spiral(ref Pcg32 random, int label)
    {
        // The square root spreads the points evenly along the arm.
        float along = MathF.Sqrt(0.02f + (0.98f * random.NextSingle()));
        float angle = (along * SpiralTurns * 2 * MathF.PI) + (label * MathF.PI);
        float radius = 3.7f * along;
        return ((radius * MathF.Cos(angle)) + Noise(ref random, 0.1f), (radius * MathF.Sin(angle)) + Noise(ref random, 0.1f));
    }

    private static (float X, float Y) Ring(ref Pcg32 random, int label)
    {
        float angle = random.NextSingle() * 2 * MathF.PI;
        float radius = label == 0 ? 1.7f * MathF.Sqrt(random.NextSingle()) : 2.5f + (1.1f * random.NextSingle());
        return ((radius * MathF.Cos(angle)) + Noise(ref random, 0.1f), (radius * MathF.Sin(angle)) + Noise(ref random, 0.1f));
    }

    private static (float X, float Y) Moon(ref Pcg32 random, int label)
    {
        float angle = random.NextSingle() * MathF.PI;
        (float x, float y) = (2.2f * MathF.Cos(angle), 2.2f * MathF.Sin(angle));
        (x, y) = label == 0 ? (x - 1.1f, y - 0.55f) : (1.1f - x, 0.55f - y);
        return (x + Noise(ref random, 0.22f), y + Noise(ref random, 0.22f));
    }

    private static (float X, float Y) Square(ref Pcg32 random, int label)
    {
        float x = 0.25f + (3.3f * random.NextSingle()), y = 0.25f + (3.3f * random.NextSingle());
        float side = random.NextSingle() < 0.5f ? -1 : 1;
        return (side * x, (label == 0 ? side : -side) * y);
    }

    private static float Noise(ref Pcg32 random, float deviation) => deviation * (float)random.NextNormal();

    private static float Clamp(float value) => Math.Clamp(value, -Plane.HalfWidth, Plane.HalfWidth);
}
