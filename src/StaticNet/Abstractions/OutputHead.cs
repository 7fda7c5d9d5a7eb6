using System;
using System.Text;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>One of several outputs of a network: some columns of its rows of outputs, and of its rows of targets.</summary>
/// <param name="Name">The name it was declared with.</param>
/// <param name="Start">Its first column.</param>
/// <param name="Size">How many columns it has.</param>
/// <param name="OutputSize">Columns of all heads together.</param>
/// <param name="Loss">What training minimizes for it.</param>
/// <param name="LossWeight">What that counts in the sum of all heads.</param>
public sealed record OutputHead(string Name, int Start, int Size, int OutputSize, Loss Loss, float LossWeight)
{
    /// <summary>Cross-entropy: one factor per class, or null. Do not modify.</summary>
    public float[]? ClassWeights { get; init; }

    /// <summary>Binary cross-entropy: the weight of positive targets, one per output, or null. Do not modify.</summary>
    public float[]? PositiveWeights { get; init; }

    /// <summary>The head's columns of a row.</summary>
    /// <param name="rows">[count, OutputSize]: outputs, targets or gradients of a network.</param>
    /// <param name="row">Which row.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> rows, int row = 0) => rows.Slice(Offset(rows.Length, row), Size);

    /// <summary>The same, to be written.</summary>
    /// <param name="rows">[count, OutputSize].</param>
    /// <param name="row">Which row.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<float> Slice(Span<float> rows, int row = 0) => rows.Slice(Offset(rows.Length, row), Size);

    /// <summary>Writes a class as the head's target: 1 in its column, 0 in the head's others.</summary>
    /// <param name="targets">[count, OutputSize].</param>
    /// <param name="row">Which row.</param>
    /// <param name="label">From 0 to <see cref="Size"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or class.</exception>
    public void SetClass(Span<float> targets, int row, int label)
    {
        if ((uint)label >= (uint)Size)
        {
            throw new ArgumentOutOfRangeException(nameof(label), label, $"Head '{Name}' has {Size} outputs; its classes are 0 to {Size - 1}.");
        }

        Span<float> head = Slice(targets, row);
        head.Clear();
        head[label] = 1f;
    }

    /// <summary>The network's options, with the weights of this head.</summary>
    internal LossOptions Options(in LossOptions options) => options with { ClassWeights = ClassWeights, PositiveWeights = PositiveWeights };

    /// <summary>Whether the mean over a row's values is no part of the loss.</summary>
    internal bool IsPerRow => Loss is Loss.CrossEntropy or Loss.KLDivergence;

    /// <summary>Whether its outputs become probabilities, so that the network has a <c>Predict…Probabilities</c> for it.</summary>
    internal bool HasProbabilities => Loss is Loss.CrossEntropy or Loss.KLDivergence or Loss.BinaryCrossEntropy;

    /// <summary>The name as the network's members have it: <c>LogStd</c> for <c>log_std</c>. The generator's HeadSpec has the same rule.</summary>
    internal string Identifier
    {
        get
        {
            var text = new StringBuilder(Name.Length);
            bool upper = true;
            foreach (char c in Name)
            {
                if (char.IsLetterOrDigit(c))
                {
                    text.Append(upper ? char.ToUpperInvariant(c) : c);
                }

                upper = !char.IsLetterOrDigit(c);
            }

            return text.ToString();
        }
    }

    private int Offset(int length, int row)
    {
        int count = length / OutputSize;
        if ((uint)row >= (uint)count || length != count * OutputSize)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row, $"Rows have {OutputSize} values, of which head '{Name}' has {Size}; {length} values are {(length == count * OutputSize ? $"{count} rows" : "no whole number of rows")}.");
        }

        return (row * OutputSize) + Start;
    }
}
