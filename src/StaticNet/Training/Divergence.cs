using System;
using System.Globalization;

namespace StaticNet;

/// <summary>Finds out why a batch gave a loss, gradients or running statistics that are NaN or infinite, and says so.</summary>
internal static class Divergence
{
    /// <summary>The exception for such a batch.</summary>
    /// <param name="description">The network.</param>
    /// <param name="parameters">As they are now.</param>
    /// <param name="gradients">Of the batch.</param>
    /// <param name="loss">Of the batch.</param>
    /// <param name="cause">What in the data or the weights is the cause, as a sentence; null where it is none of them.</param>
    /// <param name="when">For example <c>epoch 3, batch 7</c>.</param>
    /// <param name="epoch">From 1; 0 for a step outside <c>Fit</c>.</param>
    /// <param name="number">The batch of the epoch or the step of the trainer, from 1.</param>
    /// <param name="remains">What the model is left with, as a sentence.</param>
    public static TrainingDivergedException Describe(
        NetworkDescription description, ParameterBuffer parameters, ParameterBuffer gradients, float loss, string? cause, string when, int epoch, long number, string remains)
    {
        (ParameterInfo culprit, string where) = Locate(description, parameters, gradients);
        cause ??= "Lower the learning rate, set ClipNorm, or scale the inputs.";
        string layer = ParameterLayers.LayerOf(culprit).ToString();
        return new TrainingDivergedException(
            $"Training of {description.Name} diverged in {when}, layer '{layer}': the loss is {loss.ToString(CultureInfo.InvariantCulture)}, {where}. {cause} {remains}",
            epoch, (int)Math.Min(number, int.MaxValue), layer);
    }

    private static (ParameterInfo Culprit, string Where) Locate(NetworkDescription description, ParameterBuffer parameters, ParameterBuffer gradients)
    {
        if (ParameterLayers.FirstNotFinite(parameters, trainable: true) is { } parameter)
        {
            return (parameter, $"the parameter '{parameter.Name}' is not finite");
        }

        if (ParameterLayers.FirstNotFinite(gradients, trainable: true) is { } gradient)
        {
            return (gradient, $"the gradient of '{gradient.Name}' is not finite");
        }

        return ParameterLayers.FirstNotFinite(parameters, trainable: false) is { } statistic
            ? (statistic, $"the running statistic '{statistic.Name}' is not finite")
            : (description.Layout.Parameters[^1], "all gradients are finite");
    }
}
