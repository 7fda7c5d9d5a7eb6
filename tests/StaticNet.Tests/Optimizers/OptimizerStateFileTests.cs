using System;
using System.IO;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Optimizers;

/// <summary>What an optimizer remembers, saved and put back.</summary>
public sealed class OptimizerStateFileTests
{
    [Fact]
    public void EveryOptimizer_ContinuesWithTheSameBits()
    {
        Continues(new SGD(0.1));
        Continues(new SGD(0.1, momentum: 0.9, nesterov: true));
        Continues(new RMSprop(0.01, momentum: 0.5, centered: true));
        Continues(new Adam(0.01, amsgrad: true));
        Continues(new AdamW(0.01));
        Continues(new NAdam(0.01));
        Continues(new RAdam(0.01));
        Continues(new Adamax(0.01));
        Continues(new Adagrad(0.01));
        Continues(new Adadelta(0.5));
        Continues(new Lion(0.001));
    }

    [Fact]
    public void APath_IsNamedInMessages()
    {
        ParameterBuffer parameters = new LoopIris(1).Parameters;
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.state");
        try
        {
            OptimizerState state = new Adam().CreateState(parameters);
            (state.StepCount, state.LearningRate) = (7, 0.25);
            state.Save(path);
            OptimizerState loaded = new Adam().CreateState(parameters);
            loaded.Load(path);
            Assert.Equal((7, 0.25), (loaded.StepCount, loaded.LearningRate));
            string message = Assert.Throws<InvalidDataException>(() => new AdamW().CreateState(parameters).Load(path)).Message;
            Assert.StartsWith(path, message, StringComparison.Ordinal);
            Assert.Contains("its optimizer is Adam, expected AdamW", message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void WhatDoesNotFit_IsRefused_AndChangesNothing()
    {
        ParameterBuffer parameters = new LoopIris(1).Parameters;
        byte[] file = Bytes(new Adam().CreateState(parameters));
        OptimizerState state = new Adam().CreateState(parameters);
        state.StepCount = 3;
        Refused(new Adam(amsgrad: true).CreateState(parameters), file, "optimizer is Adam, expected Adam (amsgrad).");
        Refused(new Adam().CreateState(new LoopSine(1).Parameters), file, "parameter");
        Refused(state, [], "is empty");
        Refused(state, file[..^5], "truncated");
        Refused(state, [.. file[..40], (byte)(file[40] ^ 1), .. file[41..]], "damaged");
        Refused(state, [.. "SNETTRNR"u8, .. file[8..]], "trainer.Load");
        Assert.Equal(3, state.StepCount);
        Assert.All(state.Moments.ToArray(), moment => Assert.Equal(0, moment.Norm()));

        static void Refused(OptimizerState state, byte[] file, string message) =>
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => state.Load(new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MomentsOfAnotherForm_AreRefused_ThoughTheyAreAsMany()
    {
        Refused(new RMSprop(momentum: 0.9), new RMSprop(centered: true), "optimizer is RMSprop (momentum), expected RMSprop (centered).");
        Refused(new RMSprop(centered: true), new RMSprop(momentum: 0.9), "optimizer is RMSprop (centered), expected RMSprop (momentum).");
        Refused(new RMSprop(momentum: 0.9, centered: true), new RMSprop(), "optimizer is RMSprop (momentum, centered), expected RMSprop.");
        Refused(new SGD(0.1), new SGD(0.1, momentum: 0.9), "optimizer is SGD, expected SGD (momentum).");
        Refused(new AdamW(amsgrad: true), new AdamW(), "optimizer is AdamW (amsgrad), expected AdamW.");

        // Nesterov's momentum and a lower one read the same moment, as another learning rate does.
        new SGD(0.1, momentum: 0.5, nesterov: true).CreateState(new LoopIris(1).Parameters).Load(new MemoryStream(Bytes(new SGD(0.1, momentum: 0.9).CreateState(new LoopIris(1).Parameters))));

        static void Refused<TOptimizer>(TOptimizer saved, TOptimizer other, string message)
            where TOptimizer : IOptimizer
        {
            var model = new LoopIris(1);
            OptimizerState state = other.CreateState(model.Parameters);
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => state.Load(new MemoryStream(Bytes(saved.CreateState(model.Parameters))))).Message, StringComparison.Ordinal);

            // A trainer's checkpoint has the same identity.
            using var checkpoint = new MemoryStream();
            model.CreateTrainer(saved, 8).Save(checkpoint);
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => model.CreateTrainer(other, 8).Load(new MemoryStream(checkpoint.ToArray()))).Message, StringComparison.Ordinal);
        }
    }

    private static void Continues<TOptimizer>(TOptimizer optimizer)
        where TOptimizer : IOptimizer
    {
        ParameterBuffer parameters = new LoopIris(1).Parameters;
        OptimizerState state = optimizer.CreateState(parameters);
        var random = new Pcg32(2);
        Steps(3, parameters, state);
        ParameterBuffer copy = parameters.Clone();
        OptimizerState loaded = optimizer.CreateState(copy);
        loaded.Load(new MemoryStream(Bytes(state)));
        Pcg32 before = random;
        Steps(3, parameters, state);
        random = before;
        Steps(3, copy, loaded);
        Assert.Equal(parameters.Hash(), copy.Hash());

        void Steps(int count, ParameterBuffer values, OptimizerState of)
        {
            for (int i = 0; i < count; i++)
            {
                ParameterBuffer gradients = new(values.Layout);
                gradients.AddNormal(ref random, 1f);
                optimizer.Step(values, gradients, of);
            }
        }
    }

    private static byte[] Bytes(OptimizerState state)
    {
        using var stream = new MemoryStream();
        state.Save(stream);
        return stream.ToArray();
    }
}
