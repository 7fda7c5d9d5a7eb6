using System;
using System.IO;
using System.Linq;
using StaticNet.Tests.Optimizers;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>What a trainer does with a step that is NaN or infinite.</summary>
public class NonFiniteTests
{
    private static readonly float[] s_good = [1, 2, 3, 4];
    private static readonly float[] s_bad = [1, float.NaN, 3, 4];

    [Fact]
    public void Throw_IsTheDefault_AndChangesNothing()
    {
        Assert.Equal(NonFinite.Throw, new TrainerOptions().NonFinite);
        foreach (IOptimizer optimizer in OptimizerCases.All)
        {
            Trainer<LoopIris, IOptimizer> trainer = new LoopIris(1).CreateTrainer(optimizer, 4);
            trainer.Step(s_good, [1]);
            UInt128 before = State(trainer);
            TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(() => { trainer.Step(s_bad, [1]); });
            Assert.Contains("step 2", exception.Message, StringComparison.Ordinal);
            Assert.Contains("input row 0 holds NaN at column 1", exception.Message, StringComparison.Ordinal);
            Assert.Contains("The step changed nothing.", exception.Message, StringComparison.Ordinal);
            Assert.Equal((0, 2, "hidden"), (exception.Epoch, exception.Batch, exception.Layer));
            Assert.Equal(before, State(trainer));
            Assert.Equal(0, trainer.SkippedSteps);
        }
    }

    [Fact]
    public void Skip_LeavesTheStepOut_AndCountsIt()
    {
        foreach (IOptimizer optimizer in OptimizerCases.All)
        {
            Trainer<LoopIris, IOptimizer> skips = new LoopIris(1).CreateTrainer(optimizer, 4, new TrainerOptions { NonFinite = NonFinite.Skip });
            Trainer<LoopIris, IOptimizer> never = new LoopIris(1).CreateTrainer(optimizer, 4);
            for (int tick = 0; tick < 6; tick++)
            {
                never.Step(s_good, [tick % 3]);
                skips.Step(s_good, [tick % 3]);
                Assert.True(float.IsNaN(skips.Step(s_bad, [tick % 3])));
            }

            Assert.Equal(6, skips.SkippedSteps);
            Assert.Equal(6, skips.StepCount);
            Assert.Equal(State(never), State(skips));
        }
    }

    [Fact]
    public void Skip_TakesAnUpdateBackThatOverflows()
    {
        // Gradients of 1e30 are finite; their squares, and a step of 1e30 times 1e10, are not.
        foreach (IOptimizer optimizer in (IOptimizer[])[new SGD(1e10, momentum: 0.9), new Adam(), new RMSprop(), new Adagrad(), new NAdam()])
        {
            Trainer<LoopSine, IOptimizer> trainer = new LoopSine(1).CreateTrainer(optimizer, 4, new TrainerOptions { NonFinite = NonFinite.Skip, Schedule = LearningRate.Exponential(0.5) });
            trainer.Step([0.5f], [0.1f], [1e-10f]);
            UInt128 before = State(trainer);
            double rate = trainer.LearningRate;
            trainer.Step([0.5f], [0.3f], [1e30f]);
            Assert.Equal(1, trainer.SkippedSteps);
            Assert.Equal(before, State(trainer));
            Assert.Equal(rate, trainer.LearningRate);
        }
    }

    [Fact]
    public void Propagate_UpdatesAllTheSame()
    {
        Trainer<LoopIris, SGD> trainer = new LoopIris(1).CreateTrainer(new SGD(0.1), 4, new TrainerOptions { NonFinite = NonFinite.Propagate });
        Assert.True(float.IsNaN(trainer.Step(s_bad, [1])));
        Assert.Equal(1, trainer.StepCount);
        Assert.Contains(trainer.Network.Parameters.Values.ToArray(), float.IsNaN);
    }

    [Fact]
    public void SampleWeightsAndTargets_AreNamedAsTheCause()
    {
        Trainer<LoopIris, SGD> classes = new LoopIris(1).CreateTrainer(new SGD(0.1), 4);
        Assert.Contains("The sample weight of row 1 is NaN", TrainerTests.Message<TrainingDivergedException>(() => classes.Step([1, 2, 3, 4, 1, 2, 3, 4], [1, 2], [1, float.NaN])), StringComparison.Ordinal);
        Trainer<LoopSine, SGD> numbers = new LoopSine(1).CreateTrainer(new SGD(0.1), 4);
        Assert.Contains("target row 1 holds Infinity at column 0", TrainerTests.Message<TrainingDivergedException>(() => numbers.Step([1, 2], [1, float.PositiveInfinity])), StringComparison.Ordinal);
        Assert.Contains("input row 1 holds 3E+38 at column 0, whose square overflows: scale the inputs", TrainerTests.Message<TrainingDivergedException>(() => numbers.Step([1e30f, 3e38f], [1, float.MaxValue])), StringComparison.Ordinal);
    }

    [Fact]
    public void SkippedSteps_AreSaved()
    {
        var options = new TrainerOptions { NonFinite = NonFinite.Skip };
        Trainer<LoopIris, Adam> trainer = new LoopIris(1).CreateTrainer(new Adam(), 4, options);
        trainer.Step(s_bad, [1]);
        using var saved = new MemoryStream();
        trainer.Save(saved);
        saved.Position = 0;
        Trainer<LoopIris, Adam> other = new LoopIris(1).CreateTrainer(new Adam(), 4, options);
        other.Load(saved);
        Assert.Equal(1, other.SkippedSteps);
    }

    [Fact]
    public void Steps_AllocateNothing_SkippedOnesNeither()
    {
        Trainer<LoopIris, Adam> trainer = new LoopIris(1).CreateTrainer(new Adam(), 4, new TrainerOptions { NonFinite = NonFinite.Skip });
        int[] labels = [1];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                trainer.Step(i % 2 == 0 ? s_good : s_bad, labels);
            }
        }));
    }

    [Fact]
    public void AnUndefinedChoice_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoopIris().CreateTrainer(new SGD(0.1), 4, new TrainerOptions { NonFinite = (NonFinite)7 }));

    private static UInt128 State<TNetwork, TOptimizer>(Trainer<TNetwork, TOptimizer> trainer)
        where TNetwork : class, INetwork<TNetwork>
        where TOptimizer : IOptimizer
    {
        UInt128 hash = trainer.Network.Parameters.Hash() + (UInt128)trainer.StepCount;
        foreach (ParameterBuffer moment in trainer.State.Moments)
        {
            hash = (hash * 31) ^ moment.Hash();
        }

        foreach (double scalar in trainer.State.Scalars)
        {
            hash = (hash * 31) ^ (UInt128)BitConverter.DoubleToUInt64Bits(scalar);
        }

        return hash;
    }
}
