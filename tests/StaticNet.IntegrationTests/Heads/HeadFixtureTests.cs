using System;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Heads;

/// <summary>A network with heads against PyTorch's own values: outputs, losses, every gradient, three steps of Adam.</summary>
public sealed class HeadFixtureTests
{
    private static readonly JsonElement s_root = FixtureFiles.ReadJson("heads/two-tasks.json").RootElement;
    private static readonly JsonElement s_expected = s_root.GetProperty("f64");
    private static readonly float[] s_inputs = s_root.Singles("input");
    private static readonly float[] s_targets = Targets();

    [Fact]
    public void Outputs_AndLosses_EqualPyTorch()
    {
        FixtureHeads network = Create();
        int rows = s_root.GetProperty("rows").GetInt32();
        float[] outputs = network.ForwardBatch(s_inputs);
        Evaluation evaluation = network.Evaluate(s_inputs, s_targets);
        foreach (OutputHead head in FixtureHeads.Description.Heads)
        {
            Tolerance.Check(s_expected.GetProperty("outputs").Doubles(head.Name), Enumerable.Range(0, rows).SelectMany(row => head.Of(outputs, row).ToArray()).ToArray(), head.Name);
            Tolerance.Check([s_expected.GetProperty("losses").Number(head.Name, double.NaN)], [(float)evaluation.Heads[head.Name].Loss], $"the loss of {head.Name}");
            Assert.Equal(s_root.GetProperty("lossWeights").Number(head.Name, double.NaN), head.LossWeight);
        }

        Tolerance.Check([s_expected.Number("loss", double.NaN)], [(float)evaluation.Loss], "the weighted sum");
    }

    [Fact]
    public void Gradients_EqualPyTorch()
    {
        FixtureHeads network = Create();
        ParameterBuffer gradients = FixtureHeads.CreateGradients();
        float loss = network.ComputeGradients(s_inputs, s_targets, gradients);
        Tolerance.Check([s_expected.Number("loss", double.NaN)], [loss], "the loss");
        CheckParameters("grads", gradients);
    }

    [Fact]
    public void Trace_GivesPyTorchsLossAndInputGradients()
    {
        NetworkTrace trace = Create().Trace(s_inputs, s_targets);
        Assert.Equal(s_expected.Number("loss", double.NaN), trace.Loss, 1e-12);
        Tolerance.Check(s_expected.Doubles("inputGrad"), trace["input"].Gradients, "input");
    }

    [Fact]
    public void ThreeStepsOfAdam_EqualPyTorch()
    {
        FixtureHeads network = Create();
        Trainer<FixtureHeads, Adam> trainer = network.CreateTrainer(new Adam(0.01), s_inputs.Length / FixtureHeads.InputSize);
        foreach (JsonElement loss in s_expected.GetProperty("steps").EnumerateArray())
        {
            Tolerance.Check([loss.GetDouble()], [trainer.Step(s_inputs, s_targets)], "the loss before a step");
        }

        CheckParameters("trained", network.Parameters);
    }

    private static FixtureHeads Create()
    {
        var network = new FixtureHeads();
        JsonElement[] parameters = [.. s_root.GetProperty("params").EnumerateArray()];
        Assert.Equal(parameters.Select(p => p.Text("name")), FixtureHeads.ParameterInfos.ToArray().Select(info => info.Name)); // the names of PyTorch's module
        foreach (JsonElement parameter in parameters)
        {
            network.Parameters.CopyFrom(parameter.Text("name"), parameter.Singles("data"));
        }

        return network;
    }

    private static float[] Targets()
    {
        var targets = new float[s_root.GetProperty("rows").GetInt32() * FixtureHeads.OutputSize];
        foreach (OutputHead head in FixtureHeads.Description.Heads)
        {
            float[] values = s_root.GetProperty("targets").Singles(head.Name);
            for (int row = 0; row < targets.Length / FixtureHeads.OutputSize; row++)
            {
                if (head.Loss == Loss.CrossEntropy)
                {
                    head.SetClass(targets, row, (int)values[row]);
                }
                else
                {
                    values.AsSpan(row * head.Size, head.Size).CopyTo(head.Slice(targets, row));
                }
            }
        }

        return targets;
    }

    private static void CheckParameters(string expected, ParameterBuffer actual)
    {
        foreach (ParameterInfo info in FixtureHeads.ParameterInfos)
        {
            var values = new float[info.Count];
            actual.CopyTo(info, values);
            Tolerance.Check(s_expected.GetProperty(expected).Doubles(info.Name), values, info.Name);
        }
    }
}
