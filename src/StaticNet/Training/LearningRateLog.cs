using System;
using System.Collections.Generic;
using System.IO;

namespace StaticNet;

/// <summary>Writes down the learning rate of every batch, for drawing a schedule.</summary>
public sealed class LearningRateLog : TrainingCallback
{
    private readonly List<double> _values = [];

    /// <summary>One learning rate per batch, in order.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public override void OnTrainingBegin(TrainingContext context) => _values.Clear();

    /// <inheritdoc/>
    public override void OnGradients(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _values.Add(context.State.LearningRate);
    }

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_values.Count);
        foreach (double value in _values)
        {
            writer.Write(value);
        }
    }

    /// <inheritdoc/>
    public override void LoadState(TrainingContext context, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            _values.Add(reader.ReadDouble());
        }
    }
}
