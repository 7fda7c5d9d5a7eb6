using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Looking inside networks.</summary>
public static class TraceExtensions
{
    // Truncation of a central difference is of order h², cancellation of order 1e−16/h: both about 1e−11 here.
    private const double StepSize = 1e-5;

    extension<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        /// <summary>
        /// The values of every layer, as in inference. They are computed in double from the description and rounded: within rounding of what <c>Forward</c>
        /// computes, and for looking at, not for speed.
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major; at least one row.</param>
        /// <exception cref="ArgumentException">The inputs are no whole number of rows, or none.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be computed in double; the message names it.</exception>
        public NetworkTrace Trace(ReadOnlySpan<float> inputs)
        {
            ArgumentNullException.ThrowIfNull(model);
            NetworkDescription description = TNetwork.Description;
            int count = inputs.Length / description.InputSize;
            if (count == 0 || inputs.Length != count * description.InputSize)
            {
                throw new ArgumentException($"The inputs have {inputs.Length} values; give whole rows of {description.InputSize}, at least one.", nameof(inputs));
            }

            return new NetworkTrace { Count = count, Layers = Values(description, model.Parameters, inputs, []) };
        }

        /// <summary>
        /// The values of every layer and the gradient of the mean loss with respect to them, by central differences in double: two passes through the rest of
        /// the network for each value. (The parameters' gradients are those of <c>ComputeGradients</c>.)
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major; a few rows.</param>
        /// <param name="labels">[count].</param>
        /// <exception cref="ArgumentException">Lengths do not fit, there are no rows, or a label is out of range.</exception>
        /// <exception cref="InvalidOperationException">The network's loss takes numbers only.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be computed in double; the message names it.</exception>
        [OverloadResolutionPriority(1)]
        public NetworkTrace Trace(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => WithLoss(model, new Batch(inputs, labels));

        /// <inheritdoc cref="TraceExtensions.Trace{TNetwork}(TNetwork, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
        /// <param name="inputs">[count, InputSize], row-major; a few rows.</param>
        /// <param name="targets">[count, OutputSize], row-major.</param>
        public NetworkTrace Trace(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => WithLoss(model, new Batch(inputs, targets));
    }

    extension<TNetwork>(TNetwork model)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        /// <summary>
        /// The values of every layer at every step, as in inference, each sequence from a new state. They are computed in double from the description and rounded:
        /// within rounding of what <c>ForwardSequences</c> computes, and for looking at, not for speed.
        /// </summary>
        /// <param name="inputs">[count, steps, InputSize]; at least one sequence.</param>
        /// <param name="steps">Time steps of each sequence.</param>
        /// <exception cref="ArgumentException">The inputs are no whole number of sequences, or none.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be computed in double; the message names it.</exception>
        public NetworkTrace Trace(ReadOnlySpan<float> inputs, int steps)
        {
            ArgumentNullException.ThrowIfNull(model);
            return new NetworkTrace
            {
                Count = SequenceData.CheckInputs(TNetwork.Description, inputs.Length, steps, "traced"),
                Steps = steps,
                Layers = Values(TNetwork.Description, model.Parameters, inputs, [], steps),
            };
        }

        /// <summary>
        /// The values of every layer at every step and the gradient of the mean loss with respect to them, by central differences in double: two passes through the
        /// rest of the network for each value. The gradient of a layer over time is with respect to what later layers read of it, as PyTorch's
        /// <c>output.retain_grad()</c>: its own next step reads the state, which counts as a separate value. (The parameters' gradients are those of <c>ComputeGradients</c>.)
        /// </summary>
        /// <param name="inputs">[count, steps, InputSize]; a few short sequences.</param>
        /// <param name="labels">[count] for a network that is many to one, otherwise [count, steps].</param>
        /// <param name="steps">Time steps of each sequence.</param>
        /// <exception cref="ArgumentException">Lengths do not fit, there are no sequences, or a label is out of range.</exception>
        /// <exception cref="InvalidOperationException">The network's loss takes numbers only.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be computed in double; the message names it.</exception>
        public NetworkTrace Trace(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, int steps) => WithLoss(model, new SequenceBatch(inputs, labels, steps));

        /// <inheritdoc cref="TraceExtensions.Trace{TNetwork}(TNetwork, ReadOnlySpan{float}, ReadOnlySpan{int}, int)"/>
        /// <param name="inputs">[count, steps, InputSize]; a few short sequences.</param>
        /// <param name="targets">[count, steps, OutputSize]; many to one [count, OutputSize].</param>
        /// <param name="steps">Time steps of each sequence.</param>
        public NetworkTrace Trace(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int steps) => WithLoss(model, new SequenceBatch(inputs, targets, steps));
    }

    private static NetworkTrace WithLoss<TNetwork>(TNetwork model, in SequenceBatch batch)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkDescription description = TNetwork.Description;
        int count = SequenceData.Check(description, in batch, "traced");
        var network = new DoubleSequences(description, model.Parameters, in batch);
        double loss = network.Loss();
        var gradients = new float[description.Layers.Length + 1][];
        for (int layer = 0; layer <= description.Layers.Length; layer++)
        {
            double[] values = network.Values(layer);
            if (layer > 0 && ReferenceEquals(values, network.Values(layer - 1)))
            {
                continue; // a last activation that the loss computes
            }

            int index = layer;
            gradients[layer] = new float[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                gradients[layer][i] = (float)Slope(values, i, () => network.LossFrom(index));
            }

            network.LossFrom(layer); // later layers as they were
        }

        return new NetworkTrace { Count = count, Steps = batch.Steps, Layers = Values(description, model.Parameters, batch.Inputs, gradients, batch.Steps), Loss = loss };
    }

    /// <summary>The central difference of a loss with respect to one value.</summary>
    private static double Slope(double[] values, int i, Func<double> loss)
    {
        double value = values[i], step = StepSize * Math.Max(1, Math.Abs(value));
        values[i] = value + step;
        double above = loss();
        values[i] = value - step;
        double below = loss();
        values[i] = value;
        return (above - below) / (2 * step);
    }

    private static NetworkTrace WithLoss<TNetwork>(TNetwork model, in Batch batch)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkDescription description = TNetwork.Description;
        FitData.CheckRows(description, batch, 0, "traced");
        int count = batch.Inputs.Length / description.InputSize;
        var gradients = new float[description.Layers.Length + 1][];
        double total = LossWeights.Of(description, batch), loss = 0;
        for (int row = 0; row < count; row++)
        {
            Batch one = batch.Slice(row, 1, description.InputSize, description.OutputSize);
            double weight = LossWeights.Of(description, one) / total;
            if (weight != 0)
            {
                var network = new DoubleNetwork(description, model.Parameters, description.LossOptions, one);
                network.Run();
                loss += weight * network.RunFrom(description.Layers.Length, one);
                AddGradients(network, description, one, weight, row, count, gradients);
            }
        }

        return new NetworkTrace { Count = count, Layers = Values(description, model.Parameters, batch.Inputs, gradients), Loss = loss };
    }

    private static void AddGradients(DoubleNetwork network, NetworkDescription description, in Batch one, double weight, int row, int count, float[][] gradients)
    {
        for (int layer = 0; layer <= description.Layers.Length; layer++)
        {
            double[] values = network.Values(layer);
            if (layer > 0 && ReferenceEquals(values, network.Values(layer - 1)))
            {
                continue; // a last activation that the loss computes
            }

            gradients[layer] ??= new float[count * values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                double value = values[i], step = StepSize * Math.Max(1, Math.Abs(value));
                values[i] = value + step;
                double above = network.RunFrom(layer, one);
                values[i] = value - step;
                double below = network.RunFrom(layer, one);
                values[i] = value;
                gradients[layer][(row * values.Length) + i] = (float)(weight * (above - below) / (2 * step));
            }

            network.RunFrom(layer, one); // later layers as they were
        }
    }

    private static LayerTrace[] Values(NetworkDescription description, ParameterBuffer parameters, ReadOnlySpan<float> inputs, float[][] gradients, int steps = 0)
    {
        DoubleTime? time = steps == 0 ? null : new DoubleTime(inputs.Length / (steps * description.InputSize), steps, []);

        // Under the squared error every activation is computed, the last one too.
        var network = new DoubleNetwork(description, parameters, description.LossOptions, new Batch(inputs, inputs), Loss.MeanSquaredError, time);
        network.Run();
        var layers = new LayerTrace[description.Layers.Length + 1];
        for (int i = 0; i < layers.Length; i++)
        {
            LayerDescription? layer = i == 0 ? null : description.Layers[i - 1];
            layers[i] = new LayerTrace
            {
                Name = layer?.Name ?? "input",
                Kind = layer?.Kind ?? "Input",
                Size = layer?.OutputSize ?? description.InputSize,
                Values = Array.ConvertAll(network.Values(i), static value => (float)value),
                Gradients = gradients.Length > i ? gradients[i] ?? [] : [],
            };
        }

        return layers;
    }
}
