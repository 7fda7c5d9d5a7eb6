using System;
using System.Buffers;
using System.Linq;

namespace StaticNet;

/// <summary>Predictions for many rows.</summary>
public static class PredictionExtensions
{
    private const int MostStackFloats = 1024, MostBlockRows = 256;

    // CA1000 takes the extension block for a generic type.
#pragma warning disable CA1000
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, IInferenceNetwork<TNetwork>
    {
        /// <summary>
        /// The class of each row, as <c>PredictClass</c> gives it row by row: the largest output, the first of equal ones; with one output 1 where it
        /// is above one half (Sigmoid, HardSigmoid, Step) or above zero (all others). Nothing is allocated.
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major.</param>
        /// <param name="classes">[count], overwritten.</param>
        /// <exception cref="ArgumentException">The inputs are no whole number of rows, or <paramref name="classes"/> has another count; nothing has been written.</exception>
        public void PredictClasses(ReadOnlySpan<float> inputs, Span<int> classes)
        {
            ArgumentNullException.ThrowIfNull(model);
            NetworkDescription description = TNetwork.Description;
            if (description.Heads.Count > 0)
            {
                throw new InvalidOperationException($"{description.Name} has {description.Heads.Count} heads, and no class of all its outputs; call ForwardBatch, and read each row's columns with OutputHead.Of.");
            }

            int count = RowCount(description, inputs);
            if (classes.Length != count)
            {
                throw new ArgumentException($"The inputs are {count} rows of {description.InputSize} values, but classes has {classes.Length} elements; give one element per row.", nameof(classes));
            }

            int outputSize = description.OutputSize;
            if (outputSize > MostStackFloats)
            {
                float[] rented = ArrayPool<float>.Shared.Rent(outputSize);
                Classify(model, description, inputs, classes, rented.AsSpan(0, outputSize));
                ArrayPool<float>.Shared.Return(rented);
                return;
            }

            int rows = Math.Min(Math.Min(MostStackFloats / outputSize, MostBlockRows), Math.Max(count, 1));
            Classify(model, description, inputs, classes, stackalloc float[rows * outputSize]);
        }

        /// <summary>The class of each row, as <c>PredictClass</c> gives it row by row.</summary>
        /// <param name="inputs">[count, InputSize], row-major.</param>
        /// <returns>[count].</returns>
        /// <exception cref="ArgumentException">The inputs are no whole number of rows.</exception>
        public int[] PredictClasses(ReadOnlySpan<float> inputs)
        {
            ArgumentNullException.ThrowIfNull(model);
            var classes = new int[RowCount(TNetwork.Description, inputs)];
            model.PredictClasses(inputs, classes);
            return classes;
        }

        /// <summary>One sample through the network, with an array for the outputs. <c>Forward(input, output)</c> allocates nothing.</summary>
        /// <param name="input">[InputSize].</param>
        /// <returns>[OutputSize].</returns>
        /// <exception cref="ArgumentException">The input has another length.</exception>
        public float[] Forward(ReadOnlySpan<float> input)
        {
            ArgumentNullException.ThrowIfNull(model);
            float[] output = new float[TNetwork.Description.OutputSize];
            model.Forward(input, output);
            return output;
        }

        /// <summary>Any number of samples through the network, with an array for the outputs. <c>ForwardBatch(inputs, outputs)</c> allocates nothing.</summary>
        /// <param name="inputs">[count, InputSize], row-major.</param>
        /// <returns>[count, OutputSize].</returns>
        /// <exception cref="ArgumentException">The inputs are no whole number of rows.</exception>
        public float[] ForwardBatch(ReadOnlySpan<float> inputs)
        {
            ArgumentNullException.ThrowIfNull(model);
            NetworkDescription description = TNetwork.Description;
            float[] outputs = new float[RowCount(description, inputs) * description.OutputSize];
            model.ForwardBatch(inputs, outputs);
            return outputs;
        }

        /// <summary>
        /// The probabilities of each row, with an array for them: of each class, adding up to 1, or with BinaryCrossEntropy of each output.
        /// <c>PredictProbabilities(inputs, probabilities)</c> allocates nothing.
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major; one row or many.</param>
        /// <returns>[count, OutputSize].</returns>
        /// <exception cref="ArgumentException">The inputs are no whole number of rows.</exception>
        /// <exception cref="InvalidOperationException">The network's outputs are no probabilities, as its loss says.</exception>
        public float[] PredictProbabilities(ReadOnlySpan<float> inputs)
        {
            ArgumentNullException.ThrowIfNull(model);
            NetworkDescription description = TNetwork.Description;
            Activation form = ProbabilityRule.Of(description) ?? throw new InvalidOperationException(description.Heads.Count > 0
                ? NoProbabilitiesOfAll(description)
                : $"{description.Name} has the loss {description.NumberLoss} on a {description.OutputActivation} output, so its outputs are no probabilities; declare Loss = Loss.CrossEntropy or Loss.BinaryCrossEntropy, or call Forward.");
            float[] probabilities = model.ForwardBatch(inputs);
            ProbabilityRule.Apply(description, form, probabilities);
            return probabilities;
        }
    }
#pragma warning restore CA1000

    private static string NoProbabilitiesOfAll(NetworkDescription description)
    {
        OutputHead? head = description.Heads.FirstOrDefault(static head => head.HasProbabilities);
        return head is not null
            ? $"{description.Name} has {description.Heads.Count} heads, and no probabilities of all its outputs; call those of one, as Predict{head.Identifier}Probabilities."
            : $"{description.Name} has {description.Heads.Count} heads, and none has the loss CrossEntropy, KLDivergence or BinaryCrossEntropy, so its outputs are no probabilities; call ForwardBatch, and read each row's columns with OutputHead.Of.";
    }

    private static int RowCount(NetworkDescription description, ReadOnlySpan<float> inputs) => inputs.Length % description.InputSize == 0
        ? inputs.Length / description.InputSize
        : throw new ArgumentException($"The inputs have {inputs.Length} values, which is no whole number of rows: {description.Name} reads {description.InputSize} values per row.", nameof(inputs));

    private static void Classify<TNetwork>(TNetwork model, NetworkDescription description, ReadOnlySpan<float> inputs, Span<int> classes, Span<float> scratch)
        where TNetwork : class, IInferenceNetwork<TNetwork>
    {
        (int inputSize, int outputSize) = (description.InputSize, description.OutputSize);
        int blockRows = scratch.Length / outputSize;
        float threshold = ClassRule.Threshold(description);
        for (int start = 0; start < classes.Length; start += blockRows)
        {
            int rows = Math.Min(blockRows, classes.Length - start);
            Span<float> outputs = scratch[..(rows * outputSize)];
            model.ForwardBatch(inputs.Slice(start * inputSize, rows * inputSize), outputs);
            for (int row = 0; row < rows; row++)
            {
                classes[start + row] = ClassRule.Of(outputs.Slice(row * outputSize, outputSize), threshold);
            }
        }
    }
}
