using System;
using StaticNet.Samples.Playground.Data;

namespace StaticNet.Samples.Playground.Training;

/// <summary>
/// What the network says everywhere in the plane, as a grid of bytes: 0 where it is sure of class 0, 255 where it is sure of class 1.
/// It is computed row by row, so that a page can do a little of it per frame.
/// </summary>
public sealed class ProbabilityMap
{
    /// <summary>Cells per side.</summary>
    public const int Size = 64;

    private readonly float[] _inputs = new float[2 * Size];
    private readonly float[] _probabilities = new float[Size];
    private readonly byte[] _work = new byte[Size * Size];
    private readonly byte[] _complete = new byte[Size * Size];
    private int _row;

    /// <summary>[Size, Size]: the last complete map; the first row is the top of the plane.</summary>
    public Span<byte> Values => _complete;

    /// <summary>The coordinate of the middle of a column; a row's is its negative.</summary>
    public static float Middle(int column) => ((((2 * column) + 1f) / Size) - 1) * Plane.HalfWidth;

    /// <summary>Computes the next row.</summary>
    /// <returns>True where it was the last one and <see cref="Values"/> is new.</returns>
    public bool ComputeRow(ITrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        for (int column = 0; column < Size; column++)
        {
            _inputs[2 * column] = Middle(column);
            _inputs[(2 * column) + 1] = -Middle(_row);
        }

        session.Predict(_inputs, _probabilities);
        for (int column = 0; column < Size; column++)
        {
            float probability = _probabilities[column];
            _work[(_row * Size) + column] = float.IsNaN(probability) ? (byte)128 : (byte)MathF.Round(255 * probability);
        }

        _row++;
        if (_row < Size)
        {
            return false;
        }

        _work.CopyTo(_complete.AsSpan());
        _row = 0;
        return true;
    }

    /// <summary>Computes the whole map anew.</summary>
    public void Compute(ITrainingSession session)
    {
        _row = 0;
        while (!ComputeRow(session))
        {
        }
    }
}
