using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using StaticNet.Activations;
using StaticNet.Losses;

namespace StaticNet.Numerics.Words;

/// <summary>Which loss of a network serves a batch, and its gradient before the output activation. Every choice is between constants of the types.</summary>
/// <typeparam name="TFacts">The network's constants.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NetworkLoss<TFacts, TOutput>
    where TFacts : struct, INetworkFacts
    where TOutput : struct, IActivation
{
    /// <summary>The number of rows of a batch.</summary>
    /// <exception cref="ArgumentException">Lengths do not fit, or a label is out of range.</exception>
    /// <exception cref="InvalidOperationException">The network is not trained with labels.</exception>
    public static int Check(in Batch batch)
    {
        int count = batch.Inputs.Length / TFacts.Inputs;
        if (batch.HasLabels)
        {
            if (TFacts.LabelLoss == Loss.Auto)
            {
                ThrowHelper.LabelsNotSupported(TFacts.Name, TFacts.NumberLoss.ToString());
            }

            if (batch.Inputs.Length != count * TFacts.Inputs || batch.Labels.Length != count)
            {
                ThrowHelper.BatchLengths(TFacts.Name, batch.Inputs.Length, TFacts.Inputs, batch.Labels.Length, 1, "labels");
            }

            LabelCheck.Validate(batch.Labels, TFacts.Outputs == 1 && TFacts.LabelLoss is Loss.BinaryCrossEntropy or Loss.Perceptron ? 2 : TFacts.Outputs, TFacts.LabelLoss);
        }
        else if (batch.Inputs.Length != count * TFacts.Inputs || batch.Targets.Length != (long)count * TFacts.Outputs)
        {
            ThrowHelper.BatchLengths(TFacts.Name, batch.Inputs.Length, TFacts.Inputs, batch.Targets.Length, TFacts.Outputs, "targets");
        }

        if (!batch.SampleWeights.IsEmpty && batch.SampleWeights.Length != count)
        {
            ThrowHelper.BatchLengths(TFacts.Name, batch.Inputs.Length, TFacts.Inputs, batch.SampleWeights.Length, 1, "sampleWeights");
        }

        return count;
    }

    /// <summary>1/N, N being rows, the sum of their class weights, rows times outputs, or the targets that are there, as the loss defines its mean.</summary>
    public static float Scale(in Batch batch, int count, in LossOptions options)
    {
        if (batch.HasLabels)
        {
            return TFacts.LabelLoss is Loss.BinaryCrossEntropy or Loss.Perceptron ? 1f / count : CrossEntropyLoss.Scale(batch.Labels, in options);
        }

        if (TFacts.Heads is not null)
        {
            return 1f / count;
        }

        float scale = TFacts.NumberLoss is Loss.CrossEntropy or Loss.NegativeLogLikelihood or Loss.KLDivergence || TFacts.Outputs == 1
            ? 1f / count
            : (float)(1.0 / ((double)count * TFacts.Outputs));
        return PresentTargets.MayMiss(TFacts.NumberLoss, in options) ? PresentTargets.Scale(batch.Targets, scale) : scale;
    }

    /// <summary>
    /// The summed loss of a block of rows times <paramref name="scale"/>; unless <paramref name="gradient"/> is a null reference, also its gradient
    /// before the output activation.
    /// </summary>
    /// <param name="z">The last layer before its activation, [rows] at the network's stride.</param>
    /// <param name="y">Room for the outputs.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="batch">The batch that the rows are of.</param>
    /// <param name="start">The batch's row that <paramref name="z"/> begins with.</param>
    /// <param name="options">What the losses of this network take.</param>
    /// <param name="scale">1/N for a mean over N.</param>
    /// <param name="gradient">[rows] at the network's stride, overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Rows(ref float z, ref float y, int rows, in Batch batch, int start, in LossOptions options, float scale, ref float gradient)
    {
        ReadOnlySpan<float> weights = batch.SampleWeights.IsEmpty ? default : batch.SampleWeights.Slice(start, rows);
        int outputs = TFacts.Outputs, stride = TFacts.OutputStride;
        if (typeof(TOutput) == typeof(IdentityOperator) && TFacts.RowActivation == Activation.Identity)
        {
            y = ref z;
        }

        double loss;
        if (batch.HasLabels)
        {
            ReadOnlySpan<int> labels = batch.Labels.Slice(start, rows);
            if (TFacts.LabelLoss == Loss.Perceptron)
            {
                return PerceptronLoss.Labels(ref z, rows, stride, labels, weights, in options, scale, ref gradient);
            }

            if (TFacts.LabelLoss == Loss.BinaryCrossEntropy)
            {
                return BinaryCrossEntropyLoss.Labels(ref z, rows, stride, labels, weights, in options, scale, ref gradient);
            }

            if (IsFromPreActivation(TFacts.LabelLoss))
            {
                return CrossEntropyLoss.Labels(ref z, rows, outputs, stride, labels, weights, in options, scale, ref gradient);
            }

            Activate(ref z, ref y, rows);
            loss = NegativeLogLikelihoodLoss.Labels(ref y, rows, outputs, stride, labels, weights, in options, scale, ref gradient);
        }
        else
        {
            ReadOnlySpan<float> targets = batch.Targets.Slice(start * outputs, rows * outputs);
            if (TFacts.Heads is { } heads)
            {
                return HeadLosses.Rows(heads, ref z, rows, outputs, stride, targets, weights, in options, scale, ref gradient);
            }

            if (TFacts.NumberLoss == Loss.Perceptron)
            {
                return PerceptronLoss.Targets(ref z, rows, outputs, stride, targets, weights, in options, scale, ref gradient);
            }

            if (TFacts.NumberLoss == Loss.BinaryCrossEntropy)
            {
                return BinaryCrossEntropyLoss.Targets(ref z, rows, outputs, stride, targets, weights, in options, scale, ref gradient);
            }

            if (TFacts.NumberLoss == Loss.KLDivergence)
            {
                return KLDivergenceLoss.Targets(ref z, rows, outputs, stride, targets, weights, in options, scale, ref gradient);
            }

            if (IsFromPreActivation(TFacts.NumberLoss))
            {
                return CrossEntropyLoss.Probabilities(ref z, rows, outputs, stride, targets, weights, in options, scale, ref gradient);
            }

            if (TFacts.NumberLoss == Loss.NegativeLogLikelihood)
            {
                throw new InvalidOperationException(
                    "Negative log-likelihood on plain outputs takes class labels; declare LogSoftmax outputs or CrossEntropy for target probabilities.");
            }

            Activate(ref z, ref y, rows);
            loss = TFacts.NumberLoss switch
            {
                Loss.MeanAbsoluteError => MeanAbsoluteErrorLoss.Targets(ref y, rows, outputs, stride, targets, weights, in options, scale, ref gradient),
                Loss.Huber => HuberLoss.Targets(ref y, rows, outputs, stride, targets, weights, in options, scale, ref gradient),
                Loss.SmoothL1 => SmoothL1Loss.Targets(ref y, rows, outputs, stride, targets, weights, in options, scale, ref gradient),
                Loss.Hinge => HingeLoss.Targets(ref y, rows, outputs, stride, targets, weights, in options, scale, ref gradient),
                _ => MeanSquaredErrorLoss.Targets(ref y, rows, outputs, stride, targets, weights, in options, scale, ref gradient),
            };
        }

        if (!Unsafe.IsNullRef(ref gradient))
        {
            Derive(ref z, ref y, rows, ref gradient);
        }

        return loss;
    }

    /// <summary>The outputs: <paramref name="y"/>, or <paramref name="z"/> where no activation follows.</summary>
    internal static ref float Outputs(ref float z, ref float y, int rows)
    {
        if (typeof(TOutput) == typeof(IdentityOperator) && TFacts.RowActivation == Activation.Identity)
        {
            return ref z;
        }

        Activate(ref z, ref y, rows);
        return ref y;
    }

    /// <summary>The gradient before the output activation from the one after it, in place.</summary>
    /// <param name="z">The last layer before its activation.</param>
    /// <param name="y">Room for the outputs.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="gradient">[rows] at the network's stride.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OutputGradient(ref float z, ref float y, int rows, ref float gradient)
    {
        Activate(ref z, ref y, rows);
        Derive(ref z, ref y, rows, ref gradient);
    }

    private static bool IsFromPreActivation(Loss loss) =>
        loss == Loss.CrossEntropy || (loss == Loss.NegativeLogLikelihood && TFacts.RowActivation == Activation.LogSoftmax);

    /// <summary>The outputs; where no activation follows, they are <paramref name="z"/>.</summary>
    private static void Activate(ref float z, ref float y, int rows)
    {
        int outputs = TFacts.Outputs, stride = TFacts.OutputStride;
        if (TFacts.RowActivation == Activation.Softmax)
        {
            SoftmaxRows.Softmax(ref z, rows, outputs, stride, ref y, stride);
        }
        else if (TFacts.RowActivation == Activation.LogSoftmax)
        {
            SoftmaxRows.LogSoftmax(ref z, rows, outputs, stride, ref y, stride);
        }
        else if (typeof(TOutput) != typeof(IdentityOperator))
        {
            ElementPass<TOutput>.Forward(ref z, ref y, rows * stride);
        }
    }

    /// <summary>The gradient before the output activation from the one after it, in place; <paramref name="y"/> holds the outputs.</summary>
    internal static void Derive(ref float z, ref float y, int rows, ref float gradient)
    {
        int outputs = TFacts.Outputs, stride = TFacts.OutputStride;
        if (TFacts.RowActivation == Activation.Softmax)
        {
            SoftmaxRows.SoftmaxBackward(ref gradient, stride, ref y, stride, rows, outputs, ref gradient, stride);
        }
        else if (TFacts.RowActivation == Activation.LogSoftmax)
        {
            SoftmaxRows.LogSoftmaxBackward(ref gradient, stride, ref y, stride, rows, outputs, ref gradient, stride);
        }
        else if (typeof(TOutput) != typeof(IdentityOperator))
        {
            ElementPass<TOutput>.Backward(ref gradient, ref TOutput.Needs == DerivativeNeeds.Input ? ref z : ref y, rows * stride);
        }
    }
}
