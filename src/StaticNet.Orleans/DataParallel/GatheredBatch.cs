using System;

namespace StaticNet.Orleans;

/// <summary>Rows of a batch, copied together in the order of the batch. A worker fills in only the rows of its blocks.</summary>
internal sealed class GatheredBatch(NetworkDescription network, TrainingRows rows, int capacity)
{
    private readonly float[] _inputs = new float[capacity * network.InputSize];
    private readonly int[] _labels = new int[rows.HasLabels ? capacity : 0];
    private readonly float[] _targets = new float[rows.HasLabels ? 0 : capacity * network.OutputSize];
    private readonly float[] _weights = new float[rows.SampleWeights.IsEmpty ? 0 : capacity];

    public TrainingRows Rows => rows;

    public int Capacity => capacity;

    /// <summary>Copies chosen rows to a place in the batch.</summary>
    /// <param name="indices">Rows of the training rows, in range.</param>
    /// <param name="at">The first one's place in the batch.</param>
    public void Gather(ReadOnlySpan<int> indices, int at)
    {
        int ins = network.InputSize, outs = network.OutputSize;
        for (int i = 0; i < indices.Length; i++)
        {
            int row = indices[i], place = at + i;
            rows.Inputs.Span.Slice(row * ins, ins).CopyTo(_inputs.AsSpan(place * ins));
            if (rows.HasLabels)
            {
                _labels[place] = rows.Labels[row];
            }
            else
            {
                rows.Targets.Span.Slice(row * outs, outs).CopyTo(_targets.AsSpan(place * outs));
            }

            if (_weights.Length > 0)
            {
                _weights[place] = rows.SampleWeights[row];
            }
        }
    }

    /// <summary>The first rows as a batch.</summary>
    public Batch Take(int count, ulong dropoutSeed)
    {
        ReadOnlySpan<float> inputs = _inputs.AsSpan(0, count * network.InputSize);
        ReadOnlySpan<float> weights = _weights.Length > 0 ? _weights.AsSpan(0, count) : default;
        return rows.HasLabels
            ? new Batch(inputs, _labels.AsSpan(0, count)) { SampleWeights = weights, IsTraining = true, DropoutSeed = dropoutSeed }
            : new Batch(inputs, _targets.AsSpan(0, count * network.OutputSize)) { SampleWeights = weights, IsTraining = true, DropoutSeed = dropoutSeed };
    }
}
