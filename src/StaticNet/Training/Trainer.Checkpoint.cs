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
        CheckpointFormat.Write(stream, CaptureState());
    }

    /// <summary>Continues from a saved state: the next steps give the same bits as if training had not been interrupted.</summary>
    /// <param name="path">A file written by <see cref="Save(string)"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another network or optimizer; the trainer is as it was.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        try
        {
            Load(stream);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Continues from a saved state: the next steps give the same bits as if training had not been interrupted.</summary>
    /// <param name="stream">Readable; read to the end of the state and left open.</param>
    /// <exception cref="InvalidDataException">The content is damaged or belongs to another network or optimizer; the trainer is as it was.</exception>
    public void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TrainerState current = CaptureState();
        TrainerState loaded = CheckpointFormat.Read(stream, current);

        // All checks are behind us: from here on nothing fails.
        Network.Parameters.CopyFrom(loaded.Parameters);
        for (int i = 0; i < State.Moments.Length; i++)
        {
            State.Moments[i].CopyFrom(loaded.Moments[i]);
        }

        loaded.Scalars.CopyTo(State.Scalars);
        State.StepCount = loaded.StepCount;
        State.LearningRate = loaded.LearningRate;
        _random = Pcg32.FromPosition(loaded.RandomState, loaded.RandomIncrement);
        _seed = loaded.Seed;
        CompletedEpochs = loaded.CompletedEpochs;
        if (Scheduler != null)
        {
            Scheduler.Position = (loaded.ScheduleIndex, loaded.Plateau);
        }
    }

    private TrainerState CaptureState()
    {
        (ulong randomState, ulong randomIncrement) = _random.Position;
        (long index, PlateauState plateau) = Scheduler?.Position ?? default;
        return new TrainerState
        {
            NetworkName = _description.Name,
            OptimizerName = _optimizer.GetType().Name,
            HasSchedule = Scheduler != null,
            Parameters = Network.Parameters,
            Moments = State.Moments.ToArray(),
            Scalars = State.Scalars.ToArray(),
            StepCount = State.StepCount,
            LearningRate = State.LearningRate,
            ScheduleIndex = index,
            Plateau = plateau,
            RandomState = randomState,
            RandomIncrement = randomIncrement,
            Seed = _seed,
            CompletedEpochs = CompletedEpochs,
        };
    }
}
