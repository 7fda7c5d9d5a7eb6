using System;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>
/// An immutable array of numbers that Orleans sends as raw bytes: one block copy into the message and one out of it, and no copy between
/// grains of one silo. An ordinary <c>float[]</c> is copied for every call and sent element by element.
/// </summary>
/// <typeparam name="T">A number type without references: float, int, double.</typeparam>
[Immutable]
public readonly struct RawArray<T>
    where T : unmanaged
{
    private readonly T[]? _array;

    /// <summary>Wraps an array without copying it.</summary>
    /// <param name="array">Must not change from now on: grains of the same silo share it.</param>
    public RawArray(T[] array)
    {
        ArgumentNullException.ThrowIfNull(array);
        _array = array;
    }

    /// <summary>The number of values.</summary>
    public int Length => _array?.Length ?? 0;

    /// <summary>True where there are no values.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The values.</summary>
    public ReadOnlySpan<T> Span => _array;

    /// <summary>One value.</summary>
    public T this[int index] => Span[index];

    /// <summary>Wraps an array without copying it; it must not change from now on.</summary>
#pragma warning disable CA2225 // The constructor is the named alternate.
    public static implicit operator RawArray<T>(T[] array) => new(array);
#pragma warning restore CA2225

    /// <summary>A copy of the values that may change.</summary>
    public T[] ToArray() => Span.ToArray();
}
