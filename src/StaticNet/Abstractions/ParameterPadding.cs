using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet;

/// <summary>The storage of a layout that belongs to no parameter, as masks over blocks of eight floats: a check per training step costs a few nanoseconds.</summary>
internal sealed class ParameterPadding
{
    private const int BlockSize = 8;

    private readonly int[] _blocks;
    private readonly uint[] _masks;
    private readonly int[] _tail; // single indices: a layout need not end with a whole block

    public ParameterPadding(ParameterLayout layout)
    {
        var isPadding = new bool[layout.Length];
        Array.Fill(isPadding, true);
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            for (int i = 0; i < parameter.Count; i++)
            {
                isPadding[parameter.StorageIndex(i)] = false;
            }
        }

        List<int> blocks = [], tail = [];
        List<uint> masks = [];
        int whole = layout.Length - (layout.Length % BlockSize);
        for (int block = 0; block < whole; block += BlockSize)
        {
            ReadOnlySpan<bool> flags = isPadding.AsSpan(block, BlockSize);
            if (flags.Contains(true))
            {
                blocks.Add(block);
                foreach (bool flag in flags)
                {
                    masks.Add(flag ? uint.MaxValue : 0);
                }
            }
        }

        for (int i = whole; i < layout.Length; i++)
        {
            if (isPadding[i])
            {
                tail.Add(i);
            }
        }

        _blocks = [.. blocks];
        _masks = [.. masks];
        _tail = [.. tail];
    }

    /// <summary>Whether all padding is zero; NaN is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool IsZero(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<uint> masks = _masks;
        Vector256<float> nonzero = default;
        foreach (int block in _blocks)
        {
            // Or keeps every bit, so that no value can cancel another.
            nonzero |= Vector256.Create(values.Slice(block, BlockSize)) & Vector256.Create(masks[..BlockSize]).AsSingle();
            masks = masks[BlockSize..];
        }

        // −0 is a zero: only its sign bit is set.
        bool isZero = (nonzero.AsUInt32() & Vector256.Create(0x7FFFFFFFu)) == Vector256<uint>.Zero;
        foreach (int index in _tail)
        {
            isZero &= values[index] == 0;
        }

        return isZero;
    }

    /// <summary>The first index of padding that is not zero; −1 where there is none.</summary>
    public int FirstNonzero(ReadOnlySpan<float> values)
    {
        for (int b = 0; b < _blocks.Length; b++)
        {
            for (int i = 0; i < BlockSize; i++)
            {
                if (_masks[(b * BlockSize) + i] != 0 && values[_blocks[b] + i] != 0)
                {
                    return _blocks[b] + i;
                }
            }
        }

        foreach (int index in _tail)
        {
            if (values[index] != 0)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Sets all padding to zero.</summary>
    public void Clear(Span<float> values)
    {
        for (int b = 0; b < _blocks.Length; b++)
        {
            for (int i = 0; i < BlockSize; i++)
            {
                values[_blocks[b] + i] = _masks[(b * BlockSize) + i] != 0 ? 0 : values[_blocks[b] + i];
            }
        }

        foreach (int index in _tail)
        {
            values[index] = 0;
        }
    }
}
