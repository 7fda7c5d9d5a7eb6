using System;
using System.Collections.Generic;
using System.IO;
using StaticNet.Persistence;

namespace StaticNet;

/// <summary>A training in progress, as callbacks see it.</summary>
public sealed class TrainingContext
{
    private readonly Action<Stream> _save;

    internal TrainingContext(NetworkDescription description, ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state, FitOptions options, int batches, Action<Stream> save)
    {
        Description = description;
        Parameters = parameters;
        Gradients = gradients;
        State = state;
        Options = options;
        BatchesPerEpoch = batches;
        _save = save;
    }

    /// <summary>The network's sizes, layers and layout.</summary>
    public NetworkDescription Description { get; }

    /// <summary>The parameters, live.</summary>
    public ParameterBuffer Parameters { get; }

    /// <summary>The gradients of the current batch: before clipping in <see cref="TrainingCallback.OnGradients"/>, after it later.</summary>
    public ParameterBuffer Gradients { get; }

    /// <summary>Step count, moments, learning rate.</summary>
    public OptimizerState State { get; }

    /// <summary>What <c>Fit</c> was told.</summary>
    public FitOptions Options { get; }

    /// <summary>The current epoch, from 1; before the first, 0 or the last epoch of the checkpoint that is resumed from.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The current batch of the epoch, from 1.</summary>
    public int Batch { get; internal set; }

    /// <summary>Batches per epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The mean loss of the current batch, before its update.</summary>
    public float BatchLoss { get; internal set; }

    /// <summary>Why the training is to end, or null.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Ends the training after the current batch (from a batch's callback) or epoch.</summary>
    /// <param name="reason">For the history.</param>
    public void Stop(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        StopReason ??= reason;
    }

    /// <summary>
    /// Writes a checkpoint that <see cref="FitOptions.ResumeFrom"/> and <c>trainer.Load</c> read. The file is replaced in one move.
    /// It continues exactly if written at the end of an epoch, by the last of the callbacks: an epoch in progress is begun anew on resume, and
    /// callbacks further down the list have not seen the epoch yet. <see cref="Checkpoint"/> waits for them, wherever it is in the list.
    /// </summary>
    public void SaveCheckpoint(string path) => AtomicFile.Write(path, _save);

    /// <summary>The names of the layers that have trainable parameters, in order.</summary>
    public IReadOnlyList<string> LayerNames => ParameterLayers.Names(Description.Layout);
}
