using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Optimizers;

/// <summary>What holds for every optimizer: padding, allocation, argument checks; and Lion's formula, which PyTorch does not have.</summary>
public class OptimizerTests
{
    public static IEnumerable<TheoryDataRow<int>> Indices => Enumerable.Range(0, OptimizerCases.All.Length).Select(i => new TheoryDataRow<int>(i));

    [Theory]
    [MemberData(nameof(Indices))]
    public void Step_KeepsPaddingExactlyZeroAndAllocatesNothing(int index)
    {
        IOptimizer optimizer = OptimizerCases.All[index];

        // 3 of every 8 floats are padding, and 40 floats need a remainder after 512-bit vectors.
        var layout = new ParameterLayout(48, 40, [.. Enumerable.Range(0, 5).Select(i => new ParameterInfo($"p{i}", [5], i * 8)), new ParameterInfo("mean", [8], 40, isTrainable: false)]);
        var parameters = new ParameterBuffer(layout);
        var gradients = new ParameterBuffer(layout);
        var random = new Pcg32(1);
        for (int i = 0; i < 5; i++)
        {
            var values = new float[5];
            Initializers.Normal(values, 0, 1, ref random);
            parameters.CopyFrom($"p{i}", values);
        }

        parameters.Initialize("mean", 3f);
        OptimizerState state = optimizer.CreateState(parameters);
        var gradient = new float[5];
        for (int step = 0; step < 10; step++)
        {
            for (int i = 0; i < 5; i++)
            {
                Initializers.Normal(gradient, 0, 1, ref random);
                gradients.CopyFrom($"p{i}", gradient);
            }

            gradients.Initialize("mean", 7f);
            optimizer.Step(parameters, gradients, state);
        }

        Assert.Equal(0, Allocations.Least(() => optimizer.Step(parameters, gradients, state)));

        for (int i = 0; i < 48; i++)
        {
            float value = parameters.Values[i];
            if (i >= 40)
            {
                Assert.Equal(3f, value);
            }
            else if (i % 8 >= 5)
            {
                Assert.True(BitConverter.SingleToInt32Bits(value) == 0, $"{optimizer}: padding {i} is {value}");
            }
            else
            {
                Assert.True(float.IsFinite(value) && value != 0, $"{optimizer}: parameter {i} is {value}");
            }
        }
    }

    [Fact]
    public void Lion_FollowsAlgorithm2OfItsPaper()
    {
        const double LearningRate = 0.01, Beta1 = 0.9, Beta2 = 0.99, WeightDecay = 0.1;
        var layout = new ParameterLayout(8, 8, new ParameterInfo("w", [6], 0));
        var parameters = new ParameterBuffer(layout);
        var gradients = new ParameterBuffer(layout);
        float[] initial = [1, -2, 3, -0.5f, 0.25f, 0];
        parameters.CopyFrom("w", initial);
        var lion = new Lion(LearningRate, Beta1, Beta2, WeightDecay);
        OptimizerState state = lion.CreateState(parameters);
        var expected = initial.Select(x => (double)x).ToArray();
        var momentum = new double[6];
        var random = new Pcg32(5);
        var gradient = new float[6];
        for (int step = 0; step < 50; step++)
        {
            Initializers.Normal(gradient, 0, 1, ref random);
            gradient[5] = 0;
            gradients.CopyFrom("w", gradient);
            lion.Step(parameters, gradients, state);
            for (int i = 0; i < 6; i++)
            {
                double update = Math.Sign((Beta1 * momentum[i]) + ((1 - Beta1) * gradient[i]));
                expected[i] -= LearningRate * (update + (WeightDecay * expected[i]));
                momentum[i] = (Beta2 * momentum[i]) + ((1 - Beta2) * gradient[i]);
            }

            Tolerance.Check(expected, parameters.Values[..6], $"step {step}, parameter ");
        }
    }

    [Fact]
    public void LearningRateOfTheState_IsWhatTheStepUses()
    {
        var layout = new ParameterLayout(8, 8, new ParameterInfo("w", [8], 0));
        var parameters = new ParameterBuffer(layout);
        var gradients = new ParameterBuffer(layout);
        gradients.Initialize("w", 1f);
        var sgd = new SGD(0.5f);
        OptimizerState state = sgd.CreateState(parameters);
        Assert.Equal(0.5, state.LearningRate);
        state.LearningRate = 0.25;
        sgd.Step(parameters, gradients, state);
        Assert.All(parameters.Values.ToArray(), v => Assert.Equal(-0.25f, v));
        Assert.Equal(0.5, state.InitialLearningRate);
    }

    [Fact]
    public void ParameterlessConstructors_HavePyTorchDefaults()
    {
        Assert.Equal(new Adam(1e-3, 0.9, 0.999, 1e-8, 0), new Adam());
        Assert.Equal(new AdamW(1e-3, 0.9, 0.999, 1e-8, 1e-2), new AdamW());
        Assert.Equal(new SGD(1e-3), new SGD());
        Assert.Equal(new RMSprop(1e-2, 0.99, 1e-8, 0, 0, false), new RMSprop());
        Assert.Equal(new Adagrad(1e-2, 0, 0, 0, 1e-10), new Adagrad());
        Assert.Equal(new Adadelta(1, 0.9, 1e-6, 0), new Adadelta());
        Assert.Equal(new Adamax(2e-3, 0.9, 0.999, 1e-8, 0), new Adamax());
        Assert.Equal(new NAdam(2e-3, 0.9, 0.999, 1e-8, 0, 4e-3), new NAdam());
        Assert.Equal(new RAdam(1e-3, 0.9, 0.999, 1e-8, 0), new RAdam());
        Assert.Equal(new Lion(1e-4, 0.9, 0.99, 0), new Lion());
    }

    [Fact]
    public void BadHyperParameters_AreRefusedByName()
    {
        Assert.Equal("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(-1)).ParamName);
        Assert.Equal("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(double.NaN)).ParamName);
        Assert.Equal("beta2", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta2: 1)).ParamName);
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(epsilon: 0)).ParamName);
        Assert.Equal("weightDecay", Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(weightDecay: -0.1)).ParamName);
        Assert.Equal("nesterov", Assert.Throws<ArgumentException>(() => new SGD(0.1, nesterov: true)).ParamName);
        var layout = new ParameterLayout(8, 8, new ParameterInfo("w", [8], 0));
        Assert.Contains("new Adam(", Assert.Throws<InvalidOperationException>(() => default(Adam).CreateState(new ParameterBuffer(layout))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BuffersOfAnotherNetwork_AreRefused()
    {
        var layout = new ParameterLayout(8, 8, new ParameterInfo("w", [8], 0));
        var other = new ParameterLayout(8, 8, new ParameterInfo("v", [8], 0));
        var parameters = new ParameterBuffer(layout);
        var adam = new Adam();
        OptimizerState state = adam.CreateState(parameters);
        Assert.Throws<ArgumentException>(() => adam.Step(parameters, new ParameterBuffer(other), state));
        Assert.Throws<ArgumentException>(() => adam.Step(new ParameterBuffer(other), new ParameterBuffer(other), state));
    }

    /// <summary>A unit that is never active again has gradients of 0: its moments decay to 0, not to subnormal numbers, which each later step would pay for.</summary>
    [Fact]
    public void Moments_DecayToZero_NotToSubnormals()
    {
        Decays(new SGD(0.1, momentum: 0.9));
        Decays(new SGD(0.1, momentum: 0.9, nesterov: true));
        Decays(new RMSprop(0.01, alpha: 0.9));
        Decays(new RMSprop(0.01, alpha: 0.9, momentum: 0.5, centered: true));
        Decays(new Adam(0.01, beta2: 0.9));
        Decays(new AdamW(0.01, beta2: 0.9));
        Decays(new NAdam(0.01, beta2: 0.9));
        Decays(new RAdam(0.01, beta2: 0.9));
        Decays(new Adamax(0.01));
        Decays(new Adadelta(0.5));
        Decays(new Lion(0.001, beta2: 0.9));
    }

    private static void Decays<TOptimizer>(TOptimizer optimizer)
        where TOptimizer : IOptimizer
    {
        ParameterBuffer parameters = new LoopIris(1).Parameters;
        ParameterBuffer gradients = new ParameterBuffer(parameters.Layout);
        OptimizerState state = optimizer.CreateState(parameters);
        parameters.Values.CopyTo(gradients.Values);
        for (int i = 0; i < 1500; i++)
        {
            optimizer.Step(parameters, gradients, state);
            gradients.Values.Clear();
            foreach (ParameterBuffer moment in state.Moments)
            {
                foreach (float value in moment.Values)
                {
                    Assert.False(float.IsSubnormal(value), $"{typeof(TOptimizer).Name}: {value} after {i + 1} steps");
                }
            }
        }

        Assert.All(state.Moments[0].Values.ToArray(), value => Assert.Equal(0, value));
    }
}
