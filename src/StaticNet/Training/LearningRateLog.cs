using System;
using System.Collections.Generic;

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
}
