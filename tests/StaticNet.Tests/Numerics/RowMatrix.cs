using System;
using Xunit;

namespace StaticNet.Tests.Numerics;

/// <summary>A row-major matrix with a stride, in the middle of an array whose other values must survive.</summary>
internal sealed class RowMatrix
{
    private const int Margin = 19;
    private const float Canary = -12345.678f;
    private readonly float[] _storage;
    private readonly int _rows;
    private readonly int _columns;

    /// <summary>Pseudo-random values between −4 and 4; padding columns hold NaN.</summary>
    public RowMatrix(int rows, int columns, int padding, int seed)
    {
        (_rows, _columns, Stride) = (rows, columns, columns + padding);
        _storage = new float[(2 * Margin) + (rows * Stride)];
        Array.Fill(_storage, Canary);
        Random random = new(seed);
        for (int i = 0; i < rows * Stride; i++)
        {
            _storage[Margin + i] = i % Stride < columns ? (random.NextSingle() * 8) - 4 : float.NaN;
        }
    }

    public int Stride { get; }

    public ref float First => ref _storage[Margin];

    public ref float this[int row, int column] => ref _storage[Margin + (row * Stride) + column];

    public float[] Row(int row) => _storage.AsSpan(Margin + (row * Stride), _columns).ToArray();

    /// <summary>Eight partial sums by index mod 8 and the tree that joins them, as the documentation of SoftmaxRows has it.</summary>
    public static float SumInOrder(float[] values)
    {
        float[] p = new float[8];
        for (int i = 0; i < values.Length; i++)
        {
            p[i % 8] = i < 8 ? values[i] : p[i % 8] + values[i];
        }

        float[] q = [p[0] + p[4], p[1] + p[5], p[2] + p[6], p[3] + p[7]];
        return (q[0] + q[2]) + (q[1] + q[3]);
    }

    public void AssertRows(float[] expected)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            float actual = this[i / _columns, i % _columns];
            Assert.True(Ulp.Same(expected[i], actual), $"[{i / _columns}, {i % _columns}] = {actual:R}, expected {expected[i]:R}");
        }
    }

    public void AssertPaddingIsZeroAndSurroundingsUntouched() => AssertOutside(padding => padding == 0f);

    public void AssertPaddingAndSurroundingsUntouched() => AssertOutside(float.IsNaN);

    private void AssertOutside(Func<float, bool> paddingIsRight)
    {
        for (int i = 0; i < _storage.Length; i++)
        {
            int inside = i - Margin;
            bool isRow = inside >= 0 && inside < _rows * Stride;
            if (!isRow)
            {
                Assert.Equal(Canary, _storage[i]);
            }
            else if (inside % Stride >= _columns)
            {
                Assert.True(paddingIsRight(_storage[i]), $"padding [{inside / Stride}, {inside % Stride}] = {_storage[i]}");
            }
        }
    }
}
