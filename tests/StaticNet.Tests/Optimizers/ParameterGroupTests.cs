using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.Tests.Shared;
using StaticNet.Tests.Training;
using Xunit;

namespace StaticNet.Tests.Optimizers;

/// <summary>Groups of parameters: each has the bits of an optimizer with its settings; what is frozen stays.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ParameterGroupTests
{
    private static readonly (float[] Inputs, int[] Labels) s_iris = IrisData.Load();

    [Fact]
    public void EveryOptimizer_UpdatesAGroupAsAnOptimizerWithItsSettings()
    {
        HasTheBitsOf((rate, decay) => new SGD(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new SGD(rate, momentum: 0.9, dampening: 0.1, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new SGD(rate, momentum: 0.9, nesterov: true, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new Adam(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new Adam(rate, weightDecay: decay, amsgrad: true));
        HasTheBitsOf((rate, decay) => new AdamW(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new NAdam(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new RAdam(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new Adamax(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new Adagrad(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new Adadelta(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new Lion(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new RMSprop(rate, weightDecay: decay));
        HasTheBitsOf((rate, decay) => new RMSprop(rate, weightDecay: decay, momentum: 0.5, centered: true));
        HasTheBitsOf((rate, decay) => new RMSprop(rate, weightDecay: decay, momentum: 0.5));
        HasTheBitsOf((rate, decay) => new RMSprop(rate, weightDecay: decay, centered: true));
    }

    [Fact]
    public void FrozenLayers_StayAsTheyAre_AndDoNotCountInClipping()
    {
        var model = new LoopIris(1);
        ParameterBuffer before = model.Parameters.Clone();
        var trainer = model.CreateTrainer(new AdamW(0.01), 150, new TrainerOptions { Groups = [ParameterGroup.Frozen("hidden")], ClipNorm = 1e9 });
        trainer.Step(s_iris.Inputs, s_iris.Labels);
        var gradients = new ParameterBuffer(model.Parameters.Layout);
        new LoopIris(1).ComputeGradients(new Batch(s_iris.Inputs, s_iris.Labels), gradients, accumulate: false);
        double norm = 0;
        foreach (ParameterInfo parameter in model.Parameters.Layout.Parameters)
        {
            float[] was = Values(before, parameter), now = Values(model.Parameters, parameter), gradient = Values(trainer.Gradients, parameter), all = Values(gradients, parameter);
            bool isFrozen = parameter.Name.StartsWith("hidden.", StringComparison.Ordinal);
            Assert.Equal(isFrozen, was.SequenceEqual(now));
            Assert.Equal(isFrozen ? new float[all.Length] : all, gradient);
            norm += isFrozen ? 0 : all.Sum(g => (double)g * g);
            foreach (ParameterBuffer moment in trainer.State.Moments)
            {
                Assert.Equal(isFrozen, Values(moment, parameter).All(value => value == 0));
            }
        }

        Assert.Equal(Math.Sqrt(norm), trainer.LastGradientNorm, 1e-6);
        Assert.Equal(0, Allocations.Least(() => trainer.Step(s_iris.Inputs, s_iris.Labels)));
    }

    [Fact]
    public void Fit_TakesGroups_AndTheLastOneCounts()
    {
        var model = new LoopIris(1);
        ParameterBuffer before = model.Parameters.Clone();
        model.Fit(s_iris.Inputs, s_iris.Labels, new Adam(0.01), new FitOptions
        {
            Epochs = 2,
            Groups = [ParameterGroup.Frozen("*"), new ParameterGroup("output.bias") { IsFrozen = false }],
        });
        Assert.Equal(["output.bias"], Changed(before, model.Parameters));
    }

    [Fact]
    public void NoDecayForVectors_LeavesBiasesOut()
    {
        var model = new LoopIris(1);
        model.Parameters.Initialize("hidden.bias", 1f);
        ParameterBuffer before = model.Parameters.Clone();
        OptimizerState state = new SGD(0.5, weightDecay: 0.5).CreateState(model.Parameters);
        state.Groups = [ParameterGroup.NoDecayForVectors()];
        new SGD(0.5, weightDecay: 0.5).Step(model.Parameters, new ParameterBuffer(model.Parameters.Layout), state);
        foreach (ParameterInfo parameter in before.Layout.Parameters)
        {
            float factor = parameter.Name.EndsWith(".bias", StringComparison.Ordinal) ? 1f : 0.75f;
            Assert.Equal(Values(before, parameter).Select(value => value * factor), Values(model.Parameters, parameter));
        }
    }

    [Fact]
    public void AResumedTraining_HasTheSameBits_AndFreezesTheSame()
    {
        TrainerOptions options = new() { Groups = [ParameterGroup.Frozen("hidden.weight"), new("output") { LearningRateFactor = 0.5, WeightDecay = 0.1 }] };
        var trainer = new LoopIris(1).CreateTrainer(new Adam(0.01), 150, options);
        trainer.Step(s_iris.Inputs, s_iris.Labels);
        using var memory = new MemoryStream();
        trainer.Save(memory);
        trainer.Step(s_iris.Inputs, s_iris.Labels);
        memory.Position = 0;
        var resumed = new LoopIris(2).CreateTrainer(new Adam(0.01), 150, options);
        resumed.Load(memory);
        resumed.Step(s_iris.Inputs, s_iris.Labels);
        Assert.Equal(trainer.Network.Parameters.Hash(), resumed.Network.Parameters.Hash());

        memory.Position = 0;
        string message = Assert.Throws<InvalidDataException>(() => new LoopIris(2).CreateTrainer(new Adam(0.01), 150).Load(memory)).Message;
        Assert.Contains("its optimizer is Adam with hidden.weight frozen, expected Adam.", message, StringComparison.Ordinal);
        Assert.Contains("set Groups before the first", Assert.Throws<InvalidOperationException>(() => trainer.State.Groups = []).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fc9", "'fc9' is no layer and no parameter; the trained parameters are hidden.weight, hidden.bias, output.weight, output.bias")]
    [InlineData("hid", "'hid' is no layer")]
    [InlineData("*.weights", "'*.weights' is no layer")]
    public void NamesThatChooseNothing_AreRefused(string name, string message)
    {
        TrainerOptions options = new() { Groups = [ParameterGroup.Frozen(name)] };
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new LoopIris(1).CreateTrainer(new SGD(0.1), 8, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatDoesNotFit_IsRefused()
    {
        Refused<ArgumentException>("names no parameters", new ParameterGroup());
        Refused<ArgumentOutOfRangeException>("LearningRateFactor must be a finite number", new ParameterGroup("hidden") { LearningRateFactor = -1 });
        Refused<ArgumentOutOfRangeException>("WeightDecay must be a finite number", new ParameterGroup("hidden") { WeightDecay = double.NaN });
        TrainerOptions options = new() { Groups = [ParameterGroup.Frozen("hidden")] };
        Assert.Contains("implement IGroupedOptimizer", Assert.Throws<ArgumentException>(() => new LoopIris(1).CreateTrainer(new Own(), 8, options)).Message, StringComparison.Ordinal);

        static void Refused<TException>(string message, ParameterGroup group)
            where TException : Exception =>
            Assert.Contains(message, Assert.Throws<TException>(() => new LoopIris(1).CreateTrainer(new SGD(0.1), 8, new TrainerOptions { Groups = [group] })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hidden", new[] { "hidden.weight", "hidden.bias" })]
    [InlineData("*.bias", new[] { "hidden.bias", "output.bias" })]
    [InlineData("*put*", new[] { "output.weight", "output.bias" })]
    [InlineData("output.weight", new[] { "output.weight" })]
    public void Patterns_ChooseParameters(string name, string[] expected)
    {
        ParameterBuffer parameters = new LoopIris(1).Parameters;
        ParameterInfo[] chosen = Array.FindAll(parameters.Layout.Parameters.ToArray(), new ParameterGroup(name).Has);
        Assert.Equal(expected, chosen.Select(parameter => parameter.Name));
    }

    private static void HasTheBitsOf<TOptimizer>(Func<double, double, TOptimizer> create)
        where TOptimizer : struct, IOptimizer
    {
        const double Rate = 0.0625, Decay = 0.25;
        ParameterBuffer initial = new LoopIris(3).Parameters;
        ParameterGroup[] groups =
        [
            new("hidden.weight") { LearningRateFactor = 0.5 }, new("hidden.bias") { WeightDecay = 0 },
            new("output.weight") { LearningRateFactor = 2, WeightDecay = 0.5 }, ParameterGroup.Frozen("output.bias"),
        ];
        ParameterBuffer found = Trained(create(Rate, Decay), groups);
        Same("hidden.weight", create(Rate / 2, Decay));
        Same("hidden.bias", create(Rate, 0));
        Same("output.weight", create(2 * Rate, 0.5));
        Assert.Equal(Values(initial, "output.bias"), Values(found, "output.bias"));

        void Same(string name, TOptimizer optimizer) => Assert.Equal(Values(Trained(optimizer, []), name), Values(found, name));

        ParameterBuffer Trained(TOptimizer optimizer, IReadOnlyList<ParameterGroup> of)
        {
            ParameterBuffer parameters = initial.Clone();
            OptimizerState state = optimizer.CreateState(parameters);
            state.Groups = of;
            var random = new Pcg32(2);
            for (int i = 0; i < 7; i++)
            {
                ParameterBuffer gradients = new(parameters.Layout);
                gradients.AddNormal(ref random, 1f);
                optimizer.Step(parameters, gradients, state);
            }

            parameters.CheckPadding();
            return parameters;
        }
    }

    private static string[] Changed(ParameterBuffer before, ParameterBuffer after) =>
        [.. before.Layout.Parameters.ToArray().Where(parameter => !Values(before, parameter).SequenceEqual(Values(after, parameter))).Select(parameter => parameter.Name)];

    private static float[] Values(ParameterBuffer buffer, ParameterInfo parameter) => Values(buffer, parameter.Name);

    private static float[] Values(ParameterBuffer buffer, string name)
    {
        ParameterInfo parameter = buffer.Layout.Find(name);
        float[] values = new float[parameter.Count];
        buffer.CopyTo(name, values);
        return values;
    }

    private readonly struct Own : IOptimizer
    {
        public OptimizerState CreateState(ParameterBuffer parameters) => new(parameters, moments: 0, learningRate: 0.1);

        public void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state) => state.StepCount++;
    }
}
