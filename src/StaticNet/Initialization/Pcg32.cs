using System;

namespace StaticNet;

/// <summary>
/// PCG-XSH-RR 64/32: a small, fast, seedable generator of pseudo-random numbers. All randomness of this library
/// (initial parameters, shuffling) comes from it, and equal seeds give equal numbers on every machine.
/// </summary>
/// <remarks>
/// M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number Generation",
/// HMC-CS-2014-0905; <c>new Pcg32(42, 54)</c> gives the sequence of its reference program.
/// A mutable struct: pass it by <c>ref</c>, a copy repeats the same numbers. Not for cryptography.
/// </remarks>
public struct Pcg32
{
    private const ulong Multiplier = 6364136223846793005UL;
    private const ulong DefaultStream = 0x2DA3E39CB94B95BDUL;

    private ulong _state;
    private ulong _increment;

    /// <summary>Starts a sequence.</summary>
    /// <param name="seed">Any number; equal seeds give equal sequences.</param>
    public Pcg32(ulong seed)
        : this(seed, DefaultStream)
    {
    }

    /// <summary>Starts one of 2⁶³ independent sequences.</summary>
    /// <param name="seed">Any number; equal seeds give equal sequences.</param>
    /// <param name="stream">Which sequence; the highest bit is ignored.</param>
    public Pcg32(ulong seed, ulong stream)
    {
        unchecked
        {
            _increment = (stream << 1) | 1;
            _state = ((_increment + seed) * Multiplier) + _increment;
        }
    }

    /// <summary>The 128 bits that determine all further numbers: save them, and <see cref="FromPosition"/> continues the sequence.</summary>
    public readonly (ulong State, ulong Increment) Position => (_state, _increment);

    /// <summary>A generator that continues from a saved <see cref="Position"/>: its next numbers are those of the generator it was taken from.</summary>
    /// <param name="state">The position's first half.</param>
    /// <param name="increment">Its second half; odd.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="increment"/> is even, so the two are no position of a generator.</exception>
    public static Pcg32 FromPosition(ulong state, ulong increment) => (increment & 1) == 1
        ? new() { _state = state, _increment = increment }
        : throw new ArgumentOutOfRangeException(nameof(increment), increment, "The increment of a position is odd; pass both halves of Pcg32.Position, the state first.");

    /// <summary>32 random bits.</summary>
    [RealTime]
    public uint NextUInt32()
    {
        unchecked
        {
            ulong old = _state;
            _state = (old * Multiplier) + _increment;
            uint mixed = (uint)(((old >> 18) ^ old) >> 27);
            return uint.RotateRight(mixed, (int)(old >> 59));
        }
    }

    /// <summary>64 random bits: two draws, the first being the upper half.</summary>
    [RealTime]
    public ulong NextUInt64()
    {
        ulong upper = NextUInt32();
        return (upper << 32) | NextUInt32();
    }

    /// <summary>A whole number from 0 to <paramref name="exclusiveMaximum"/> − 1, without bias.</summary>
    /// <param name="exclusiveMaximum">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMaximum"/> is below 1.</exception>
    /// <remarks>D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019.</remarks>
    [RealTime]
    public int NextInt32(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMaximum, 1);
        unchecked
        {
            uint range = (uint)exclusiveMaximum;
            ulong product = (ulong)NextUInt32() * range;
            if ((uint)product < range)
            {
                uint threshold = (0u - range) % range;
                while ((uint)product < threshold)
                {
                    product = (ulong)NextUInt32() * range;
                }
            }

            return (int)(product >> 32);
        }
    }

    /// <summary>A number in [0, 1): a multiple of 2⁻²⁴, so that it is exact as <see cref="float"/>.</summary>
    [RealTime]
    public float NextSingle() => (NextUInt32() >> 8) * (1f / 16777216f);

    /// <summary>A number in [0, 1): a multiple of 2⁻⁵³. Two draws.</summary>
    [RealTime]
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / 9007199254740992.0);

    /// <summary>A number from the normal distribution with mean 0 and standard deviation 1.</summary>
    /// <remarks>
    /// Marsaglia's polar method, second number of the pair dropped. Its logarithm is computed here with basic operations only:
    /// those of the C libraries differ in the last bit, and equal seeds shall give equal parameters on every machine.
    /// </remarks>
    [RealTime]
    public double NextNormal()
    {
        while (true)
        {
            double u = (2 * NextDouble()) - 1;
            double v = (2 * NextDouble()) - 1;
            double s = (u * u) + (v * v);
            if (s < 1 && s > 0)
            {
                return u * Math.Sqrt(-2 * PortableMath.Log(s) / s);
            }
        }
    }

    /// <summary>Puts the items into a random order (Fisher–Yates, every order equally likely).</summary>
    [RealTime]
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
