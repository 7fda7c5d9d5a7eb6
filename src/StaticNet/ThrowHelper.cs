using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace StaticNet;

/// <summary>The errors of generated code, kept out of line so that hot methods stay small.</summary>
/// <remarks>
/// The public methods are nothing but a throw: so short that the JIT looks into them, sees that they do not return, and keeps the
/// caller's fast path free of saved registers.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ThrowHelper
{
    /// <summary>One sample was expected.</summary>
    [DoesNotReturn]
    public static void SampleLengths(string network, int inputLength, int inputSize, int outputLength, int outputSize) =>
        throw SampleLengthError(network, inputLength, inputSize, outputLength, outputSize);

    private static ArgumentException SampleLengthError(string network, int inputLength, int inputSize, int outputLength, int outputSize)
    {
        if (inputLength != inputSize)
        {
            return new ArgumentException(
                $"{network} reads {inputSize} values per sample, but the input has {inputLength}. Expected length: {inputSize}, actual length: {inputLength}.{Hint(inputLength, inputSize)}",
                "input");
        }

        return new ArgumentException(
            $"{network} writes {outputSize} values per sample, but the output has room for {outputLength}. Expected length: {outputSize}, actual length: {outputLength}.",
            "output");

        static string Hint(int length, int size) =>
            size > 0 && length > size && length % size == 0 ? $" For {length / size} samples at once use ForwardBatch." : "";
    }

    /// <summary>One step of a stream was expected.</summary>
    [DoesNotReturn]
    public static void StepLengths(string network, int inputLength, int inputSize, int outputLength, int outputSize) =>
        throw StepLengthError(network, inputLength, inputSize, outputLength, outputSize);

    private static ArgumentException StepLengthError(string network, int inputLength, int inputSize, int outputLength, int outputSize)
    {
        string hint = inputLength > inputSize && inputLength % inputSize == 0 ? $" For {inputLength / inputSize} steps at once use Process." : "";
        return inputLength != inputSize
            ? new ArgumentException(
                $"{network} reads {inputSize} values per step, but the input has {inputLength}. Expected length: {inputSize}, actual length: {inputLength}.{hint}", "input")
            : new ArgumentException(
                $"{network} writes {outputSize} values per step, but the output has room for {outputLength}. Expected length: {outputSize}, actual length: {outputLength}.", "output");
    }

    /// <summary>Whole rows were expected, as many in one span as in the other.</summary>
    [DoesNotReturn]
    public static void BatchLengths(string network, int inputsLength, int inputSize, int otherLength, int otherSize, string otherName) =>
        throw BatchLengthError(network, inputsLength, inputSize, otherLength, otherSize, otherName);

    private static ArgumentException BatchLengthError(string network, int inputsLength, int inputSize, int otherLength, int otherSize, string otherName)
    {
        if (inputsLength % inputSize != 0)
        {
            return new ArgumentException(
                $"{network} reads rows of {inputSize} values, but the inputs have {inputsLength}, which is no whole number of rows. Expected length: a multiple of {inputSize}, actual length: {inputsLength}.",
                "inputs");
        }

        int rows = inputsLength / inputSize;
        return new ArgumentException(
            $"{network} was given {rows} rows of inputs, so the {otherName} must have {(long)rows * otherSize} values ({rows} x {otherSize}). Expected length: {(long)rows * otherSize}, actual length: {otherLength}.",
            otherName);
    }

    /// <summary>The network's loss takes numbers, but labels were given.</summary>
    [DoesNotReturn]
    public static void LabelsNotSupported(string network, string loss) => throw LabelsNotSupportedError(network, loss);

    private static InvalidOperationException LabelsNotSupportedError(string network, string loss) =>
        new(
            $"{network} is trained with {loss}, whose targets are numbers: pass float targets, or declare a loss for class labels (CrossEntropy, NegativeLogLikelihood, BinaryCrossEntropy with one output).");

    /// <summary>Batch statistics of a single row.</summary>
    [DoesNotReturn]
    public static void BatchOfOne(string network, string layer) => throw BatchOfOneError(network, layer);

    private static ArgumentException BatchOfOneError(string network, string layer) =>
        new(
            $"{network} was given a training batch of 1 row, but batch normalization (layer '{layer}') needs the variance over at least 2. Use larger batches, and a batch size that does not leave a last batch of one row.",
            "batch");

    /// <summary>A gradient buffer of another network, or none.</summary>
    [DoesNotReturn]
    public static void ForeignGradients(string network, ParameterBuffer? gradients) => throw ForeignGradientsError(network, gradients);

    private static ArgumentException ForeignGradientsError(string network, ParameterBuffer? gradients) => gradients is null
        ? new ArgumentNullException(nameof(gradients))
        : new ArgumentException($"The gradient buffer does not belong to {network}; make it with {network}.CreateGradients().", nameof(gradients));
}
