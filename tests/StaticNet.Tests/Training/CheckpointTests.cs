using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.Tests.Optimizers;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>Trainer.Save and Load: exact resume for every optimizer, and damaged files.</summary>
public class CheckpointTests
{
    private static readonly (float[] Inputs, int[] Labels) s_iris = IrisData.Load();

    public static IEnumerable<TheoryDataRow<int>> Optimizers => Enumerable.Range(0, OptimizerCases.All.Length).Select(i => new TheoryDataRow<int>(i));

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void ContinuedRun_EqualsTheUninterruptedBitForBit(int index)
    {
        IOptimizer optimizer = OptimizerCases.All[index];
        var options = new TrainerOptions { Schedule = LearningRate.Cosine(period: 30), ClipNorm = 0.5, Seed = 3 };
        var whole = new LoopIris(1);
        Train(whole.CreateTrainer(optimizer, 32, options), 20, 0);

        var half = new LoopIris(1);
        Trainer<LoopIris, IOptimizer> before = half.CreateTrainer(optimizer, 32, options);
        Train(before, 9, 0);
        using var stream = new MemoryStream();
        before.Save(stream);
        stream.Position = 0;
        var other = new LoopIris(77);
        Trainer<LoopIris, IOptimizer> after = other.CreateTrainer(optimizer, 32, options);
        after.Load(stream);
        Assert.Equal(9, after.StepCount);
        Train(after, 11, 9);
        Assert.Equal(whole.Parameters.Hash(), other.Parameters.Hash());
        Assert.NotEqual(half.Parameters.Hash(), other.Parameters.Hash());
    }

    [Fact]
    public void PlateauAndEpochSchedule_ContinueWhereTheyWere()
    {
        var options = new TrainerOptions { Schedule = LearningRate.ReduceOnPlateau(0.5, patience: 2), ScheduleUnit = ScheduleUnit.Epoch };
        Trainer<LoopIris, SGD> first = new LoopIris().CreateTrainer(new SGD(1), 32, options);
        first.AdvanceSchedule(1);
        first.AdvanceSchedule(1);
        first.AdvanceSchedule(1);
        using var stream = new MemoryStream();
        first.Save(stream);
        stream.Position = 0;
        Trainer<LoopIris, SGD> second = new LoopIris().CreateTrainer(new SGD(1), 32, options);
        second.Load(stream);
        Assert.Equal(1, second.LearningRate);
        second.AdvanceSchedule(1); // the third bad one
        Assert.Equal(0.5, second.LearningRate);
    }

    [Fact]
    public void EveryTruncationAndEveryFlippedByte_IsRefusedAndChangesNothing()
    {
        Trainer<LoopIris, Adam> trainer = new LoopIris(1).CreateTrainer(new Adam(), 32);
        Train(trainer, 3, 0);
        using var saved = new MemoryStream();
        trainer.Save(saved);
        byte[] bytes = saved.ToArray();
        UInt128 hash = trainer.Network.Parameters.Hash(), moment = trainer.State.Moments[0].Hash();
        for (int length = 0; length < bytes.Length; length += 7)
        {
            Assert.Throws<InvalidDataException>(() => trainer.Load(new MemoryStream(bytes[..length])));
        }

        for (int i = 0; i < bytes.Length; i += 3)
        {
            bytes[i] ^= 0x55;
            Assert.Throws<InvalidDataException>(() => trainer.Load(new MemoryStream(bytes)));
            bytes[i] ^= 0x55;
        }

        Assert.Equal(hash, trainer.Network.Parameters.Hash());
        Assert.Equal(moment, trainer.State.Moments[0].Hash());
        Assert.Equal(3, trainer.StepCount);
        trainer.Load(new MemoryStream(bytes));
    }

    [Fact]
    public void OtherNetworkOptimizerOrSchedule_IsNamed()
    {
        using var saved = new MemoryStream();
        new LoopIris(1).CreateTrainer(new Adam(), 32).Save(saved);
        byte[] bytes = saved.ToArray();
        string Load<TNetwork, TOptimizer>(Trainer<TNetwork, TOptimizer> trainer)
            where TNetwork : class, INetwork<TNetwork>
            where TOptimizer : IOptimizer => Assert.Throws<InvalidDataException>(() => trainer.Load(new MemoryStream(bytes))).Message;

        Assert.Contains("optimizer is Adam, expected SGD", Load(new LoopIris().CreateTrainer(new SGD(0.1))), StringComparison.Ordinal);
        Assert.Contains("hidden.weight [10, 4], expected fc1.weight [8, 2]", Load(new LoopXor().CreateTrainer(new Adam())), StringComparison.Ordinal);
        Assert.Contains("optimizer is Adam, expected Adam (amsgrad)", Load(new LoopIris().CreateTrainer(new Adam(amsgrad: true))), StringComparison.Ordinal);
        Assert.Contains("schedule is none, expected one", Load(new LoopIris().CreateTrainer(new Adam(), 8, new TrainerOptions { Schedule = LearningRate.Exponential(0.9) })), StringComparison.Ordinal);
        Assert.Contains("SNETTRNR", Assert.Throws<InvalidDataException>(() => new LoopIris().CreateTrainer(new Adam()).Load(new MemoryStream(new byte[100]))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => new LoopIris().CreateTrainer(new Adam()).Load("/nowhere.ckpt".TrimStart('/')));
    }

    [Fact]
    public void Load_SaysWhatTheFileIs_AndLoadCheckpointReadsItsWeights()
    {
        string path = Path.Combine(Path.GetTempPath(), $"staticnet-{Guid.NewGuid():N}.ckpt");
        try
        {
            var model = new LoopIris(1);
            model.Fit(s_iris.Inputs, s_iris.Labels, new Adam(), new FitOptions { Epochs = 3, Callbacks = [new Checkpoint(path)] });
            string message = Assert.Throws<InvalidDataException>(() => LoopIris.Load(path)).Message;
            Assert.StartsWith($"'{path}': this is a checkpoint of a training, of LoopIris, trained with Adam for 3 epochs and 15 steps, not a file of weights.", message, StringComparison.Ordinal);
            Assert.Contains("LoadCheckpoint", message, StringComparison.Ordinal);
            Assert.Contains("ResumeFrom", message, StringComparison.Ordinal);
            Assert.Throws<InvalidDataException>(() => LoopIris.Load(new MemoryStream(File.ReadAllBytes(path))));
            Assert.Contains("checkpoint of a training", Assert.Throws<InvalidDataException>(() => model.LoadStateDict(path)).Message, StringComparison.Ordinal);
            Assert.Contains("and damaged (The checkpoint is truncated", Assert.Throws<InvalidDataException>(() => LoopIris.Load(new MemoryStream(File.ReadAllBytes(path)[..100]))).Message, StringComparison.Ordinal);

            Assert.Equal(model.Parameters.Hash(), LoopIris.LoadCheckpoint(path).Parameters.Hash());
            Assert.Equal(model.Parameters.Hash(), LoopIris.LoadCheckpoint(new MemoryStream(File.ReadAllBytes(path))).Parameters.Hash());
            string other = Assert.Throws<InvalidDataException>(() => LoopXor.LoadCheckpoint(path)).Message;
            Assert.StartsWith($"'{path}': The checkpoint (of LoopIris) does not fit LoopXor: its parameter is hidden.weight [10, 4], expected fc1.weight [8, 2].", other, StringComparison.Ordinal);
            model.Save(path);
            Assert.Contains("no checkpoint of a trainer", Assert.Throws<InvalidDataException>(() => LoopIris.LoadCheckpoint(path)).Message, StringComparison.Ordinal);
            Assert.Throws<FileNotFoundException>(() => LoopIris.LoadCheckpoint("nowhere.ckpt"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Train<TOptimizer>(Trainer<LoopIris, TOptimizer> trainer, int steps, int from)
        where TOptimizer : IOptimizer
    {
        for (int step = from; step < from + steps; step++)
        {
            int row = step * 7 % 118;
            trainer.Step(s_iris.Inputs.AsSpan(row * 4, 128), s_iris.Labels.AsSpan(row, 32));
        }
    }
}
