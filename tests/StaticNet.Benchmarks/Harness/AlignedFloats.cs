using System;
using System.Runtime.InteropServices;

namespace StaticNet.Benchmarks;

/// <summary>A block of floats at a 64-byte boundary, outside the garbage collector's reach. Lives as long as its owner.</summary>
internal sealed unsafe class AlignedFloats
{
    public AlignedFloats(int length)
    {
        Length = length;
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)(length + 16) * sizeof(float), 64);
        new Span<float>(Pointer, length + 16).Clear();
    }

    ~AlignedFloats() => NativeMemory.AlignedFree(Pointer);

    public float* Pointer { get; }

    public int Length { get; }

    public Span<float> Span => new(Pointer, Length);
}
