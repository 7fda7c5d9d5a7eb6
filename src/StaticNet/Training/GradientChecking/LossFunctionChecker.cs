using System;
using System.Collections.Generic;

namespace StaticNet;

/// <summary>The gradient check of a loss of the user's own.</summary>
internal static class LossFunctionChecker
{
    // The loss computes in single precision: rounding moves a difference by about 1e−7 of the loss / step, curvature by step².
    private const double RelativeStep = 1e-2;
    private const double LossTolerance = 1e-2;

    public static GradientCheckResult Run<TNetwork, TLoss>(
        TNetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, double tolerance, int maxValuesPerParameter)
        where TNetwork : class, INetwork<TNetwork>
        where TLoss : ILossFunction
    {
        NetworkDescription description = TNetwork.Description;
        var gradients = new ParameterBuffer(network.Parameters.Layout);
        var own = new OwnLoss<TNetwork, TLoss>(network, loss);
        float mean = network.ComputeGradients(own.Of(description, new Batch(inputs, targets)), gradients, accumulate: false);
        int count = inputs.Length / description.InputSize;
        float[] outputs = network.ForwardBatch(inputs);
        float[] outputGradients = new float[outputs.Length];
        loss.Compute(outputs, targets, outputGradients, description.OutputSize);
        if (FindWrong(outputs, targets, outputGradients, loss, description.OutputSize, mean) is GradientCheckResult wrong)
        {
            return wrong;
        }

        // Given right output gradients g, the parameters' gradients are those of Σ g·outputs / count with g fixed.
        double[] weights = Array.ConvertAll(outputGradients, gradient => (double)gradient / count);
        double linear = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            linear += weights[i] * outputs[i];
        }

        var batch = new Batch(inputs, outputs);
        var oracle = new DoubleNetwork(description, network.Parameters, description.LossOptions, batch, Loss.MeanSquaredError, time: null);
        return GradientChecker.Compare(description, gradients, (float)linear, new OfOutputs(oracle, weights), tolerance, maxValuesPerParameter);
    }

    /// <summary>Null where every output gradient is within 1 % of the largest.</summary>
    private static GradientCheckResult? FindWrong<TLoss>(float[] outputs, ReadOnlySpan<float> targets, float[] gradients, TLoss loss, int columns, float mean)
        where TLoss : ILossFunction
    {
        int count = outputs.Length / columns, perRow = targets.Length / count;
        float[] row = new float[columns], ignored = new float[columns];
        (double Error, int Index, double Difference) worst = (-1, 0, 0);
        double scale = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            int column = i % columns, first = i - column;
            ReadOnlySpan<float> target = targets.Slice(first / columns * perRow, perRow);
            outputs.AsSpan(first, columns).CopyTo(row);
            double center = loss.Compute(row, target, ignored, columns);
            float step = (float)(RelativeStep * Math.Max(1, Math.Abs(outputs[i])));
            float upper = outputs[i] + step, lower = outputs[i] - step;
            row[column] = upper;
            double above = loss.Compute(row, target, ignored, columns);
            row[column] = lower;
            double below = loss.Compute(row, target, ignored, columns);
            double difference = (above - below) / ((double)upper - lower);
            double error = GradientChecker.Error(
                gradients[i], difference, (above - center) / ((double)upper - outputs[i]), (center - below) / ((double)outputs[i] - lower));
            scale = Math.Max(scale, Math.Max(Math.Abs(difference), Math.Abs(gradients[i])));
            if (!(error <= worst.Error))
            {
                worst = (double.IsNaN(error) ? double.PositiveInfinity : error, i, difference);
            }
        }

        double relative = worst.Error / Math.Max(scale, 1e-30);
        return relative <= LossTolerance ? null : new GradientCheckResult
        {
            Tolerance = LossTolerance,
            MaxRelativeError = relative,
            WorstParameter = "output gradient",
            WorstIndex = worst.Index,
            WorstGradient = gradients[worst.Index],
            WorstDifference = worst.Difference,
            Compared = outputs.Length,
            LossRelativeError = float.IsFinite(mean) ? 0 : double.PositiveInfinity,
        };
    }

    /// <summary>A weighted sum of the outputs, in double.</summary>
    private readonly struct OfOutputs(DoubleNetwork network, double[] weights) : IDoubleLoss
    {
        public Dictionary<string, double[]> Parameters => network.Parameters;

        public double Loss()
        {
            ReadOnlySpan<double> outputs = network.Run();
            double sum = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * outputs[i];
            }

            return sum;
        }
    }
}
