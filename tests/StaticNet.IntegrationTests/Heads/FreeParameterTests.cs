using System;
using System.IO;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Heads;

public sealed class GaussianPolicyTests : LayerNetworkTests<GaussianPolicy>;

public sealed class ScaledWithParameterTests : LayerNetworkTests<ScaledWithParameter>;

/// <summary>Trained numbers that no layer reads are parameters like all others, with the gradient that a loss writes.</summary>
public sealed class FreeParameterTests
{
    [Fact]
    public void Parameter_IsCountedNamedAndStartsFromItsValue()
    {
        Assert.Equal(["log_std", "temperature", "0.weight", "0.bias", "mean.weight", "mean.bias"], GaussianPolicy.ParameterInfos.ToArray().Select(info => info.Name).Take(6));
        Assert.Equal(1 + 9 + (3 * 16) + 17 + (17 * 8) + 9, GaussianPolicy.ParameterCount);
        var network = new GaussianPolicy();
        Assert.Equal([-0.5f], Values(network.Parameters, "log_std"));
        Assert.Equal(Enumerable.Repeat(2f, 9), Values(network.Parameters, "temperature"));
        Assert.Contains("(log_std): FreeParameter(1)", network.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_IsSavedClonedHashedAndPartOfTheVector()
    {
        var network = new GaussianPolicy(seed: 3);
        UInt128 before = network.Parameters.Hash();
        network.Parameters.CopyFrom("log_std", [0.25f]);
        Assert.NotEqual(before, network.Parameters.Hash());
        var vector = new float[GaussianPolicy.ParameterCount];
        network.Parameters.CopyTo(vector);
        Assert.Equal(0.25f, vector[0]);
        Assert.Equal([0.25f], Values(network.Clone().Parameters, "log_std"));
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;
        Assert.Equal(network.Parameters.Values.ToArray(), GaussianPolicy.Load(file).Parameters.Values.ToArray());
    }

    [Fact]
    public void Gradient_IsZeroUntilALossWritesIt()
    {
        var network = new GaussianPolicy();
        ParameterBuffer gradients = GaussianPolicy.CreateGradients();
        gradients.Values[..GaussianPolicy.Description.Layout.TrainableLength].Fill(1f);
        network.ComputeGradients(new Batch(Data.Normal(6, 1), Data.Normal(6, 2)), gradients, accumulate: false);
        Assert.Equal([0f], Values(gradients, "log_std"));
        Assert.Equal(new float[9], Values(gradients, "temperature"));
        Trainer<GaussianPolicy, SGD> trainer = network.CreateTrainer(new SGD(0.5), 3);
        trainer.Gradients.Clear();
        trainer.Gradients.CopyFrom("log_std", [0.1f]);
        trainer.ApplyGradients(0f);
        Assert.Equal([-0.5f - 0.05f], Values(network.Parameters, "log_std"));
    }

    /// <summary>
    /// Proximal policy optimization with the policy's mean, the value and log σ as one network. One step per episode: in state s the action a ~ N(mean(s), σ) gets the reward
    /// −(a − target(s))². The policy must find the target, and σ must shrink.
    /// </summary>
    [Fact]
    public void ProximalPolicyOptimization_Learns()
    {
        const int Rows = 64;
        const float Clip = 0.2f;
        var agent = new GaussianPolicy(seed: 1);
        Trainer<GaussianPolicy, Adam> trainer = agent.CreateTrainer(new Adam(0.01), Rows);
        var random = new Pcg32(1);
        float[] states = new float[2 * Rows], outputs = new float[2 * Rows], outputGradients = new float[2 * Rows];
        float[] actions = new float[Rows], rewards = new float[Rows], advantages = new float[Rows], oldLogProbabilities = new float[Rows];
        double first = 0, last = 0;
        for (int update = 0; update < 150; update++)
        {
            float logStd = Values(agent.Parameters, "log_std")[0];
            foreach (ref float value in states.AsSpan())
            {
                value = (2 * random.NextSingle()) - 1;
            }

            agent.ForwardBatch(states, outputs);
            for (int row = 0; row < Rows; row++)
            {
                float mean = GaussianPolicy.MeanHead.Of(outputs, row)[0];
                actions[row] = mean + (MathF.Exp(logStd) * (float)random.NextNormal());
                float error = actions[row] - Target(states, row);
                rewards[row] = -(error * error);
                advantages[row] = rewards[row] - GaussianPolicy.ValueHead.Of(outputs, row)[0];
                oldLogProbabilities[row] = LogProbability(actions[row], mean, logStd);
            }

            double reward = rewards.Average();
            (first, last) = (update == 0 ? reward : first, reward);
            for (int epoch = 0; epoch < 4; epoch++)
            {
                Step(trainer, states, outputs, outputGradients, actions, rewards, advantages, oldLogProbabilities, Clip);
            }
        }

        Assert.True(last > -0.06, $"mean reward {first:F3} at first, {last:F3} at last");
        Assert.True(Values(agent.Parameters, "log_std")[0] < -1.2f);
        for (int row = 0; row < Rows; row++)
        {
            Assert.Equal(Target(states, row), agent.PredictMean(states.AsSpan(2 * row, 2)), 0.35f);
        }
    }

    // The clipped objective and the values' squared errors: their gradients with respect to the outputs, and to log σ.
    private static void Step(
        Trainer<GaussianPolicy, Adam> trainer, float[] states, float[] outputs, float[] outputGradients,
        float[] actions, float[] rewards, float[] advantages, float[] oldLogProbabilities, float clip)
    {
        GaussianPolicy agent = trainer.Network;
        float logStd = Values(agent.Parameters, "log_std")[0], variance = MathF.Exp(2 * logStd), ofLogStd = 0;
        int rows = actions.Length;
        agent.ForwardBatch(states, outputs);
        for (int row = 0; row < rows; row++)
        {
            float mean = GaussianPolicy.MeanHead.Of(outputs, row)[0], distance = actions[row] - mean;
            float ratio = MathF.Exp(LogProbability(actions[row], mean, logStd) - oldLogProbabilities[row]);
            bool isClipped = advantages[row] > 0 ? ratio > 1 + clip : ratio < 1 - clip;
            float ofLogProbability = isClipped ? 0 : -advantages[row] * ratio / rows;
            GaussianPolicy.MeanHead.Slice(outputGradients, row)[0] = ofLogProbability * distance / variance;
            GaussianPolicy.ValueHead.Slice(outputGradients, row)[0] = (GaussianPolicy.ValueHead.Of(outputs, row)[0] - rewards[row]) / rows;
            ofLogStd += ofLogProbability * ((distance * distance / variance) - 1);
        }

        trainer.Gradients.Clear();
        agent.BackwardBatch(states, outputGradients, trainer.Gradients);
        trainer.Gradients.CopyFrom("log_std", [ofLogStd]);
        trainer.ApplyGradients(0f);
    }

    private static float Target(float[] states, int row) => MathF.Sin(2 * states[2 * row]) - (0.5f * states[(2 * row) + 1]);

    private static float LogProbability(float action, float mean, float logStd)
    {
        float z = (action - mean) / MathF.Exp(logStd);
        return (-0.5f * z * z) - logStd;
    }

    private static float[] Values(ParameterBuffer buffer, string name)
    {
        var values = new float[name == "log_std" ? 1 : 9];
        buffer.CopyTo(name, values);
        return values;
    }
}
