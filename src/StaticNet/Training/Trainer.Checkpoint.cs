using System;
using System.IO;
using StaticNet.Persistence;

namespace StaticNet;

/// <content>Saving and loading the whole state of a training.</content>
public sealed partial class Trainer<TNetwork, TOptimizer>
{
    /// <summary>Writes everything that continuing exactly takes: parameters, moments, step count, schedule, random numbers.</summary>
    /// <param name="path">The file to create or replace; whatever fails, the old one stays as it was.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Save);
    }

    /// <summary>Writes everything that continuing exactly takes: parameters, moments, step count, schedule, random numbers.</summary>
    /// <param name="stream">Writable; stays open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Save(stream, []);
    }

    internal void Save(Stream stream, TrainingCallback[] callbacks) => CheckpointFormat.Write(stream, _core.Capture(CallbackStates.Of(callbacks)));

    /// <summary>Continues from a saved state: the next steps give the same bits as if training had not been interrupted.</summary>
    /// <param name="path">A file written by <see cref="Save(string)"/>.</param>
    /// <remarks>The hyper-parameters stay those of this trainer's optimizer; another learning rate than the saved one is used from the next step on.</remarks>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another network or optimizer; the trainer is as it was.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        LoadWithCallbacks(path);
    }

    /// <summary>As <see cref="Load(string)"/>; returns what the callbacks of the training knew.</summary>
    internal CallbackStates LoadWithCallbacks(string path) => TrainerCore<TOptimizer>.Load(path, LoadWithCallbacks);

    /// <summary>Continues from a saved state: the next steps give the same bits as if training had not been interrupted.</summary>
    /// <param name="stream">Readable; read to the end of the state and left open.</param>
    /// <exception cref="InvalidDataException">The content is damaged or belongs to another network or optimizer; the trainer is as it was.</exception>
    public void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        LoadWithCallbacks(stream);
    }

    private CallbackStates LoadWithCallbacks(Stream stream)
    {
        TrainerState loaded = CheckpointFormat.Read(stream, _core.Capture(new CallbackStates()));
        _core.Restore(loaded);
        return loaded.Callbacks;
    }
}
