using System;

namespace StaticNet.Samples.Playground.Training;

/// <summary>One update, its four steps in numbers: forward, loss, backward, update.</summary>
public sealed class StepInNumbers
{
    /// <summary>Which update it was, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>[count, 2]: the points of this update.</summary>
    public required float[] Inputs { get; init; }

    /// <summary>[count]: their classes.</summary>
    public required int[] Labels { get; init; }

    /// <summary>[count, 2]: what <c>ForwardBatch</c> answered before the update.</summary>
    public required float[] Outputs { get; init; }

    /// <summary>[count]: what <c>ComputeLoss</c> says of each point alone.</summary>
    public required float[] Losses { get; init; }

    /// <summary>The loss of the update: the mean of <see cref="Losses"/>.</summary>
    public required float Loss { get; init; }

    /// <summary>The learning rate of the update.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The parameters before the update.</summary>
    public required ParameterBuffer Before { get; init; }

    /// <summary>The gradient of the loss with respect to every parameter.</summary>
    public required ParameterBuffer Gradients { get; init; }

    /// <summary>The parameters after the update.</summary>
    public required ParameterBuffer After { get; init; }

    /// <summary>How many points the update was computed on.</summary>
    public int Count => Labels.Length;

    /// <summary>The probability that softmax gives the right class of a point: e to the minus its loss.</summary>
    public double ProbabilityOfLabel(int row)
    {
        int own = (2 * row) + Labels[row], other = (2 * row) + 1 - Labels[row];
        return 1 / (1 + Math.Exp((double)Outputs[other] - Outputs[own]));
    }

    /// <summary>One parameter's values out of one of the buffers, as PyTorch orders them.</summary>
    public static float[] Values(ParameterBuffer buffer, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentNullException.ThrowIfNull(parameter);
        var values = new float[parameter.Count];
        buffer.CopyTo(parameter.Name, values);
        return values;
    }
}
