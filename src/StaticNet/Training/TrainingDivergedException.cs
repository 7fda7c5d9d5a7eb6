using System;

namespace StaticNet;

/// <summary>Training met a loss, gradient, parameter or running statistic that is NaN or infinite. The model keeps its last good parameters.</summary>
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

    /// <summary>The epoch of <c>Fit</c>, from 1; 0 where a trainer's step diverged.</summary>
    public int Epoch { get; }

    /// <summary>The batch within the epoch, or the trainer's step, from 1.</summary>
    public int Batch { get; }

    /// <summary>The first layer whose parameters, gradients or running statistics are not finite, or the last layer where only the loss is not.</summary>
    public string Layer { get; } = "";
}
