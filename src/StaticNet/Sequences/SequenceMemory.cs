using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StaticNet.Sequences;

/// <summary>The scratch memory of a group of sequences: fixed part, matrices, what is kept per sequence, then targets and weights.</summary>
internal readonly struct SequenceMemory<TKernels>
    where TKernels : struct, ISequenceKernels
{
    private const int MinimumRows = 8;
    private const int Line = 16;

    private readonly int _targets;
    private readonly int _weights;

    public SequenceMemory(int steps, int sequences)
    {
        Sequences = sequences;
        long rows = Math.Max((long)steps * sequences, MinimumRows);
        long targets = (TKernels.FixedLength + (rows * TKernels.Columns) + ((long)sequences * TKernels.PerSequence) + Line - 1) / Line * Line;
        long weights = targets + (rows * Math.Max(TKernels.Outputs, 1));
        long length = weights + rows;
        if (length > Array.MaxLength / 2)
        {
            throw new ArgumentException(
                $"{sequences} sequences of {steps} steps need {length * sizeof(float) / (1 << 20)} MiB of memory for what {TKernels.Name} keeps for the way back; train on shorter sequences, or in parts with Carry (FitOptions.Truncation).");
        }

        Capacity = (int)rows;
        _targets = (int)targets;
        _weights = (int)weights;
        Length = (int)length;
    }

    public int Sequences { get; }

    /// <summary>Rows of every matrix.</summary>
    public int Capacity { get; }

    /// <summary>Floats of all.</summary>
    public int Length { get; }

    /// <summary>The matrix that begins at a column.</summary>
    public ref float At(ref float s, int column) => ref Unsafe.Add(ref s, (nint)Capacity * column);

    public Span<float> Targets(ref float f) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref f, _targets), Capacity * TKernels.Outputs);

    public Span<int> Labels(ref float f) => MemoryMarshal.CreateSpan(ref Unsafe.As<float, int>(ref Unsafe.Add(ref f, _targets)), Capacity);

    public Span<float> Weights(ref float f) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref f, _weights), Capacity);
}
