using System;
using System.Collections.Generic;

namespace StaticNet;

/// <summary>Compares a network's gradients with differences of its loss, both computed from the same float parameters.</summary>
internal static class GradientChecker
{
    // Truncation of a central difference is of order h², cancellation of order 1e−16/h: both about 1e−11 here.
    private const double StepSize = 1e-5;

    // One-sided slopes that differ by more than this, relative to the largest, mean a kink (ReLU at 0) between θ − h and θ + h.
    private const double KinkThreshold = 1e-2;

    public static GradientCheckResult Run<TNetwork>(TNetwork network, in Batch batch, double tolerance, int maxValuesPerParameter)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        var gradients = new ParameterBuffer(network.Parameters.Layout);
        float loss = network.ComputeGradients(batch, gradients, accumulate: false);
        return Compare(description, gradients, loss, new OfRows(new DoubleNetwork(description, network.Parameters, description.LossOptions, batch), batch), tolerance, maxValuesPerParameter);
    }

    public static GradientCheckResult RunSequences<TNetwork>(TNetwork network, in SequenceBatch batch, double tolerance, int maxValuesPerParameter)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        var gradients = new ParameterBuffer(network.Parameters.Layout);
        float loss = network.ComputeGradients(in batch, gradients, accumulate: false);
        return Compare(description, gradients, loss, new DoubleSequences(description, network.Parameters, in batch), tolerance, maxValuesPerParameter);
    }

    private readonly ref struct OfRows(DoubleNetwork network, Batch batch) : IDoubleLoss
    {
        private readonly Batch _batch = batch;

        public Dictionary<string, double[]> Parameters => network.Parameters;

        public double Loss() => network.Loss(_batch);
    }

    /// <summary>Compares gradients with central differences of what an oracle computes.</summary>
    public static GradientCheckResult Compare<TOracle>(
        NetworkDescription description, ParameterBuffer gradients, float loss, TOracle oracle, double tolerance, int maxValuesPerParameter)
        where TOracle : IDoubleLoss, allows ref struct
    {
        double center = oracle.Loss();
        int compared = 0;
        double largest = 0;
        var random = new Pcg32(0);
        var worst = (Error: -1.0, Parameter: "", Index: 0, Gradient: 0.0, Difference: 0.0);
        var candidates = new (double Error, double Scale, string Parameter, int Index, double Gradient, double Difference)[description.Layout.Parameters.Length];
        for (int p = 0; p < candidates.Length; p++)
        {
            ParameterInfo parameter = description.Layout.Parameters[p];
            if (!parameter.IsTrainable)
            {
                continue;
            }

            double[] values = oracle.Parameters[parameter.Name];
            int[] indices = Choose(values.Length, maxValuesPerParameter, ref random);
            ref var candidate = ref candidates[p];
            candidate = (-1, 0, parameter.Name, 0, 0, 0);
            foreach (int index in indices)
            {
                double original = values[index];
                values[index] = original + StepSize;
                double above = oracle.Loss();
                values[index] = original - StepSize;
                double below = oracle.Loss();
                values[index] = original;

                double gradient = gradients.Values[parameter.StorageIndex(index)];
                double difference = (above - below) / (2 * StepSize);
                double error = Error(gradient, difference, (above - center) / StepSize, (center - below) / StepSize);
                candidate.Scale = Math.Max(candidate.Scale, Math.Abs(difference));
                if (error > candidate.Error || double.IsNaN(error))
                {
                    (candidate.Error, candidate.Index, candidate.Gradient, candidate.Difference) = (double.IsNaN(error) ? double.PositiveInfinity : error, index, gradient, difference);
                }

                compared++;
            }

            largest = Math.Max(largest, candidate.Scale);
        }

        foreach (var candidate in candidates)
        {
            // A parameter whose gradient is all but zero is judged by a thousandth of the network's largest.
            double error = candidate.Parameter is null ? -1 : candidate.Error / Math.Max(Math.Max(candidate.Scale, largest / 1000), 1e-30);
            if (error > worst.Error)
            {
                worst = (error, candidate.Parameter!, candidate.Index, candidate.Gradient, candidate.Difference);
            }
        }

        return new GradientCheckResult
        {
            Tolerance = tolerance,
            MaxRelativeError = Math.Max(worst.Error, 0),
            WorstParameter = worst.Parameter,
            WorstIndex = worst.Index,
            WorstGradient = worst.Gradient,
            WorstDifference = worst.Difference,
            Compared = compared,
            LossRelativeError = Math.Abs(loss - center) / Math.Max(Math.Abs(center), 1e-6),
        };
    }

    /// <summary>Distance from the central difference; across a kink, from the interval of the one-sided slopes, all of which are subgradients.</summary>
    public static double Error(double gradient, double central, double right, double left)
    {
        double distance = Math.Abs(gradient - central);
        if (Math.Abs(right - left) <= KinkThreshold * Math.Max(Math.Abs(right), Math.Abs(left)))
        {
            return distance;
        }

        double outside = Math.Max(Math.Min(left, right) - gradient, gradient - Math.Max(left, right));
        return Math.Min(distance, Math.Max(0, outside));
    }

    private static int[] Choose(int count, int most, ref Pcg32 random)
    {
        var indices = new int[count];
        for (int i = 0; i < count; i++)
        {
            indices[i] = i;
        }

        if (count > most)
        {
            random.Shuffle<int>(indices);
            indices = indices[..most];
        }

        return indices;
    }
}
