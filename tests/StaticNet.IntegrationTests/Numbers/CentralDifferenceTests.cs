using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.IntegrationTests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Numbers;

/// <summary>
/// Emitted gradients against central differences of the oracle's loss, which share no formula of the backward pass with anything.
/// Smooth activations and losses only: a difference across a kink is no derivative.
/// </summary>
public class CentralDifferenceTests
{
    // A power of two, so that float parameters of magnitude below 1 move by exactly this much.
    private const float Step = 1f / 1024;

    // The difference is off by h²/6 times the third derivative, about 2e-7; the rounding of θ ± h adds 6e-8/h.
    private const double Relative = 2e-4;

    private static readonly string[] s_networks =
    [
        "Activations.TanhNet", "Activations.SigmoidNet", "Activations.GELUNet", "Activations.GELUTanhNet", "Activations.SiLUNet", "Activations.MishNet",
        "Activations.SoftplusNet", "Activations.SoftsignNet", "Activations.LogSigmoidNet", "Activations.TanhshrinkNet", "Activations.IdentityNet",
        "Losses.MeanSquaredError", "Losses.Binary", "Losses.BinaryMany", "Losses.BinaryManyWeighted", "Losses.Cross", "Losses.Divergence", "Losses.CrossOfSoftmax",
        "Losses.CrossSmooth", "Losses.CrossWeighted", "Losses.LogLikelihood", "Losses.MeanSquaredErrorOutputs", "Losses.BinaryFocal", "Losses.CrossFocal", "Losses.CrossFocalWeighted",
        "Edges.Deep", "Edges.NoBias", "Edges.L13x1",
    ];

    public static IEnumerable<TheoryDataRow<string>> Networks => s_networks.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_EqualCentralDifferences(string name)
    {
        INetworkProbe network = NetworkProbe.Create(name, seed: 5);
        NetworkDescription description = network.Description;
        const int Rows = 5;
        float[] inputs = TestData.Uniform(Rows * description.InputSize, seed: 1, range: 1);
        float[] targets = TestData.Targets(description.NumberLoss, Rows, description.OutputSize, seed: 2);
        ParameterBuffer gradients = new(network.Parameters.Layout);
        network.ComputeGradients(new Batch(inputs, targets), gradients, accumulate: false);
        ReferenceLoss loss = LossOf(name, description.NumberLoss);
        foreach (ParameterInfo parameter in network.Parameters.Layout.Parameters)
        {
            float[] values = Oracle.Read(network.Parameters, parameter.Name);
            var expected = new double[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                float kept = values[i];
                double above = LossAt(kept + Step, out double right);
                double below = LossAt(kept - Step, out double left);
                expected[i] = (above - below) / (right - left);
                LossAt(kept, out _);

                double LossAt(float value, out double stored)
                {
                    values[i] = value;
                    stored = value;
                    network.Parameters.CopyFrom(parameter.Name, values);
                    return Oracle.Of(network).Compute(loss, inputs, targets).Loss;
                }
            }

            Tolerance.Check(expected, Oracle.Read(gradients, parameter.Name), $"{name}, {parameter.Name}", Relative);
        }
    }

    private static ReferenceLoss LossOf(string name, Loss loss) => name switch
    {
        "Losses.BinaryManyWeighted" => ReferenceLoss.For(loss) with { PositiveWeights = [1, 3, 0.5] },
        "Losses.MeanSquaredErrorOutputs" => ReferenceLoss.For(loss) with { OutputWeights = [1, 2, 0.5, 0, 1, 1, 3, 1, 0.25] },
        "Losses.BinaryFocal" => ReferenceLoss.For(loss) with { FocalGamma = 1.5 },
        "Losses.CrossFocal" => ReferenceLoss.For(loss) with { FocalGamma = 2 },
        "Losses.CrossFocalWeighted" => ReferenceLoss.For(loss) with { FocalGamma = 0.5, ClassWeights = [0.5, 1, 2.5, 1, 1], LabelSmoothing = 0.125 },
        "Losses.CrossSmooth" => ReferenceLoss.For(loss) with { LabelSmoothing = 0.1f },
        "Losses.CrossWeighted" => ReferenceLoss.For(loss) with { LabelSmoothing = 0.2f, ClassWeights = [0.5, 1, 2.5] },
        _ => ReferenceLoss.For(loss),
    };
}
