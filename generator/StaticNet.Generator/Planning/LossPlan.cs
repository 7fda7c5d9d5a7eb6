namespace StaticNet.Generator.Planning;

/// <summary>Which loss each kind of targets means for a network (the rules of <c>Loss.Auto</c>).</summary>
internal static class LossPlan
{
    /// <summary>The loss for class labels, or null where labels make no sense.</summary>
    public static Loss? ForLabels(NetworkPlan plan) => plan.Spec.Heads.Count > 0 ? null : plan.Spec.Training.Loss switch
    {
        Loss.CrossEntropy => Loss.CrossEntropy,
        Loss.NegativeLogLikelihood => Loss.NegativeLogLikelihood,
        Loss.BinaryCrossEntropy or Loss.Perceptron => plan.OutputSize == 1 ? plan.Spec.Training.Loss : null,
        Loss.Auto => plan.OutputActivation.Function switch
        {
            Activation.Softmax => Loss.CrossEntropy,
            Activation.LogSoftmax => Loss.NegativeLogLikelihood,
            Activation.Sigmoid => plan.OutputSize == 1 ? Loss.BinaryCrossEntropy : null,
            Activation.Identity => plan.OutputSize == 1 ? Loss.BinaryCrossEntropy : Loss.CrossEntropy,
            _ => null,
        },
        _ => null,
    };

    /// <summary>The loss for numbers.</summary>
    public static Loss ForNumbers(NetworkPlan plan) => plan.Spec.Training.Loss != Loss.Auto
        ? plan.Spec.Training.Loss
        : plan.OutputActivation.Function switch
        {
            Activation.Softmax => Loss.CrossEntropy,
            Activation.LogSoftmax => Loss.NegativeLogLikelihood,
            Activation.Sigmoid => Loss.BinaryCrossEntropy,
            _ => Loss.MeanSquaredError,
        };

    /// <summary>Whether the loss is computed from the last layer's pre-activation, its gradient including the output activation's.</summary>
    public static bool IsFromPreActivation(NetworkPlan plan, Loss loss) =>
        loss is Loss.CrossEntropy or Loss.KLDivergence or Loss.BinaryCrossEntropy or Loss.Perceptron
        || (loss == Loss.NegativeLogLikelihood && plan.OutputActivation.Function == Activation.LogSoftmax);

    /// <summary>How outputs become probabilities, or null where they do not.</summary>
    public static Activation? Probabilities(NetworkPlan plan) => plan.Spec.Training.Loss switch
    {
        Loss.CrossEntropy or Loss.NegativeLogLikelihood or Loss.KLDivergence => Activation.Softmax,
        Loss.BinaryCrossEntropy => Activation.Sigmoid,
        Loss.Auto => plan.OutputActivation.Function switch
        {
            Activation.Softmax or Activation.LogSoftmax => Activation.Softmax,
            Activation.Sigmoid => Activation.Sigmoid,
            Activation.Identity => plan.OutputSize == 1 ? Activation.Sigmoid : Activation.Softmax,
            _ => null,
        },
        _ => null,
    };
}
