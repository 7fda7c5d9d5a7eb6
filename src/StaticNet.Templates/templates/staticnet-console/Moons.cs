using StaticNet;

/// <summary>Points on two interleaved half circles, with noise.</summary>
internal static class Moons
{
    public static (float[] Points, int[] Moons) Sample(int count, ulong seed)
    {
        const double Noise = 0.1;
        var random = new Pcg32(seed);
        float[] points = new float[2 * count];
        int[] moons = new int[count];
        for (int i = 0; i < count; i++)
        {
            moons[i] = i % 2;
            double angle = Math.PI * random.NextDouble();
            (double x, double y) = moons[i] == 0 ? (Math.Cos(angle), Math.Sin(angle)) : (1 - Math.Cos(angle), 0.5 - Math.Sin(angle));
            points[2 * i] = (float)(x + (Noise * random.NextNormal()));
            points[(2 * i) + 1] = (float)(y + (Noise * random.NextNormal()));
        }

        return (points, moons);
    }
}
