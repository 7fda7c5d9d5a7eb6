using System;
using StaticNet.Numerics;

namespace StaticNet;

/// <summary>Which probabilities do outputs stand for? The rule of the generated <c>PredictProbabilities</c>.</summary>
internal static class ProbabilityRule
{
    /// <summary>Softmax or Sigmoid; null where outputs are no probabilities.</summary>
    public static Activation? Of(NetworkDescription description) => description.Heads.Count > 0 ? null : description.Loss switch
    {
        Loss.CrossEntropy or Loss.NegativeLogLikelihood or Loss.KLDivergence => Activation.Softmax,
        Loss.BinaryCrossEntropy => Activation.Sigmoid,
        Loss.Auto => description.OutputActivation switch
        {
            "Softmax" or "LogSoftmax" => Activation.Softmax,
            "Sigmoid" => Activation.Sigmoid,
            "Identity" => description.OutputSize == 1 ? Activation.Sigmoid : Activation.Softmax,
            _ => null,
        },
        _ => null,
    };

    /// <summary>Rows of outputs to rows of probabilities, in place.</summary>
    public static void Apply(NetworkDescription description, Activation form, Span<float> outputs)
    {
        if (outputs.IsEmpty || description.OutputActivation == form.ToString())
        {
            return;
        }

        if (form == Activation.Softmax)
        {
            int columns = description.OutputSize;
            SoftmaxRows.Softmax(ref outputs[0], outputs.Length / columns, columns, columns, ref outputs[0], columns);
            return;
        }

        foreach (ref float output in outputs)
        {
            output = VectorMath.Sigmoid(output);
        }
    }
}
