using System;

namespace StaticNet;

/// <summary>Training met a loss, gradient or parameter that is NaN or infinite. The model keeps its last good parameters.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    /// <summary>An exception without details.</summary>
    public TrainingDivergedException()
        : this("Training diverged.")
    {
    }

    /// <summary>An exception with a message.</summary>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TrainingDivergedException(string message, int epoch, int batch, string layer)
        : base(message)
    {
        Epoch = epoch;
        Batch = batch;
        Layer = layer;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch within the epoch, from 1.</summary>
    public int Batch { get; }

    /// <summary>The first layer whose parameters or gradients are not finite, or the last layer where only the loss is not.</summary>
    public string Layer { get; } = "";
}
