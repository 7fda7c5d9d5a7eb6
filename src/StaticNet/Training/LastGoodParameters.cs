using System;

namespace StaticNet;

/// <summary>
/// The parameters of the last batch whose loss and gradients were finite, to go back to when a training diverges. Networks above
/// 64 KiB are copied every 16 batches only, so that the copy does not show in the time of a step.
/// </summary>
internal sealed class LastGoodParameters(ParameterBuffer parameters)
{
    private const int AlwaysUpTo = 16 * 1024;
    private const int Interval = 16;

    private readonly ParameterBuffer _copy = new(parameters.Layout);
    private readonly int _interval = parameters.Layout.Length <= AlwaysUpTo ? 1 : Interval;
    private int _count;
    private bool _exists;

    /// <summary>The current parameters have just given a finite loss and finite gradients.</summary>
    public void Keep()
    {
        if (_count++ % _interval == 0)
        {
            _copy.CopyFrom(parameters);
            _exists = true;
        }
    }

    /// <summary>Puts the kept parameters back; without any, the current ones are where training began.</summary>
    public void Restore()
    {
        if (_exists)
        {
            parameters.CopyFrom(_copy);
        }
    }

    /// <summary>The exception for a batch with a loss or gradients that are not finite.</summary>
    public static TrainingDivergedException Diverged(
        NetworkDescription description, ParameterBuffer parameters, ParameterBuffer gradients, float loss, ReadOnlySpan<float> inputs, int epoch, int batch)
    {
        string where;
        ParameterInfo? culprit = ParameterLayers.FirstNotFinite(parameters);
        if (culprit != null)
        {
            where = $"the parameter '{culprit.Name}' is not finite";
        }
        else if ((culprit = ParameterLayers.FirstNotFinite(gradients)) != null)
        {
            where = $"the gradient of '{culprit.Name}' is not finite";
        }
        else
        {
            culprit = description.Layout.Parameters[^1];
            where = "all gradients are finite";
        }

        string cause = "Lower the learning rate, set ClipNorm, or scale the inputs.";
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!float.IsFinite(inputs[i]))
            {
                cause = $"Its input row {i / description.InputSize} holds {inputs[i]} at column {i % description.InputSize}: clean the data.";
                break;
            }
        }

        string layer = ParameterLayers.LayerOf(culprit).ToString();
        return new TrainingDivergedException(
            $"Training of {description.Name} diverged in epoch {epoch}, batch {batch}, layer '{layer}': the loss is {loss}, {where}. {cause} The model keeps its last good parameters.",
            epoch, batch, layer);
    }
}
