using System;
using System.IO;

namespace StaticNet;

/// <content>What a checkpoint holds of a training, whatever it trains on.</content>
internal sealed partial class TrainerCore<TOptimizer>
{
    /// <summary>Reads a file and names it where something is wrong with it.</summary>
    public static CallbackStates Load(string path, Func<Stream, CallbackStates> load)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            return load(stream);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Everything that continuing exactly takes; parameters and moments live.</summary>
    public TrainerState Capture(CallbackStates callbacks)
    {
        (ulong randomState, ulong randomIncrement) = _random.Position;
        (long index, PlateauState plateau) = Scheduler?.Position ?? default;
        return new TrainerState
        {
            NetworkName = _description.Name,
            OptimizerName = State.Identity(_optimizer.GetType().Name),
            HasSchedule = Scheduler != null,
            Parameters = Parameters,
            Moments = State.Moments.ToArray(),
            Scalars = State.Scalars.ToArray(),
            StepCount = State.StepCount,
            LearningRate = State.LearningRate,
            InitialLearningRate = State.InitialLearningRate,
            ScheduleIndex = index,
            Plateau = plateau,
            RandomState = randomState,
            RandomIncrement = randomIncrement,
            Seed = _seed,
            CompletedEpochs = CompletedEpochs,
            SkippedSteps = SkippedSteps,
            Callbacks = callbacks,
        };
    }

    /// <summary>Continues from a state that has been checked. Nothing here fails.</summary>
    public void Restore(TrainerState loaded)
    {
        Parameters.CopyFrom(loaded.Parameters);
        for (int i = 0; i < State.Moments.Length; i++)
        {
            State.Moments[i].CopyFrom(loaded.Moments[i]);
        }

        loaded.Scalars.CopyTo(State.Scalars);
        State.StepCount = loaded.StepCount;
        _random = Pcg32.FromPosition(loaded.RandomState, loaded.RandomIncrement);
        _seed = loaded.Seed;
        CompletedEpochs = loaded.CompletedEpochs;
        SkippedSteps = loaded.SkippedSteps;
        bool isNewRate = loaded.InitialLearningRate != State.InitialLearningRate;
        if (Scheduler != null)
        {
            // Reductions that a plateau made apply to a learning rate given anew, too.
            double factor = isNewRate && loaded.InitialLearningRate > 0 ? State.InitialLearningRate / loaded.InitialLearningRate : 1;
            State.LearningRate = loaded.LearningRate * factor;
            Scheduler.Resume(loaded.ScheduleIndex, loaded.Plateau);
        }
        else if (!isNewRate)
        {
            State.LearningRate = loaded.LearningRate;
        }
    }
}
