using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>What a head may be called, what it ends in, and which loss can follow that.</summary>
internal static class HeadRules
{
    /// <param name="head">The head.</param>
    /// <param name="place">Its attribute.</param>
    /// <param name="attribute">The number of its attribute.</param>
    /// <param name="declared">The loss as declared.</param>
    /// <param name="layers">The head's own layers.</param>
    /// <param name="members">Names of the members of the heads before it; receives its own.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Check(
        HeadSpec head, ProblemPlace place, int attribute, Loss declared, List<LayerDraft> layers, HashSet<string> members, List<SpecProblem> problems)
    {
        if (NameFault(head, members) is string fault)
        {
            problems.Add(new(ProblemKind.HeadNameInvalid, ProblemPlace.OfArgument(attribute, 0), head.Name, fault));
        }

        if (layers.Count == 0)
        {
            problems.Add(new(ProblemKind.HeadMisplaced, place, $"Head(\"{head.Name}\") has no layers; write Head(\"{head.Name}\", outputs), or its layers behind it"));
            return;
        }

        if (head.LossWeight < 0 || float.IsNaN(head.LossWeight) || float.IsInfinity(head.LossWeight))
        {
            Loss(ProblemPlace.OfProperty(attribute, "LossWeight"), $"LossWeight is {head.LossWeight.ToString("R", CultureInfo.InvariantCulture)}; it must be 0 or more");
        }

        Weights("ClassWeights", head.ClassWeights, StaticNet.Loss.CrossEntropy);
        Weights("PositiveWeights", head.PositiveWeights, StaticNet.Loss.BinaryCrossEntropy);
        foreach (LayerDraft behind in layers.Skip(layers.FindLastIndex(static draft => draft.Layer is LinearSpec) + 1))
        {
            if (behind.Layer.ProblemAfterOutput is ProblemKind problem)
            {
                problems.Add(new(problem, behind.Place, behind.Layer.Kind));
            }
        }

        // Dropout changes nothing but training, so the loss follows what stands before it.
        LayerDraft? last = layers.LastOrDefault(static draft => draft.Layer.ProblemAfterOutput != ProblemKind.DropoutAfterOutput);
        Activation output = last?.Layer is ActivationSpec activation ? activation.Function : Activation.Identity;
        if (output is Activation.Softmax or Activation.LogSoftmax)
        {
            Loss(place, $"{output} ends it; leave it out and write Loss = Loss.CrossEntropy, which is computed from the scores before it (Predict{head.Identifier}Probabilities gives the probabilities)");
        }
        else if (output == Activation.Sigmoid && declared is StaticNet.Loss.Auto or StaticNet.Loss.BinaryCrossEntropy)
        {
            Loss(place, $"Sigmoid ends it; leave it out and write Loss = Loss.BinaryCrossEntropy, which is computed from the scores before it (Predict{head.Identifier}Probabilities gives the probabilities), or name another loss, Loss.MeanSquaredError");
        }
        else if (declared is StaticNet.Loss.NegativeLogLikelihood or StaticNet.Loss.Perceptron or StaticNet.Loss.ErrorToSignal)
        {
            Loss(ProblemPlace.OfProperty(attribute, "Loss"), $"{declared} is no loss of a head; use {(declared == StaticNet.Loss.NegativeLogLikelihood ? "CrossEntropy" : "MeanSquaredError")}");
        }
        else if (head.HasProbabilities && output != Activation.Identity)
        {
            Loss(ProblemPlace.OfProperty(attribute, "Loss"), $"{declared} is computed from scores, and {output} ends the head; remove {output}, or use MeanSquaredError");
        }
        else if (head.IsClassifier && head.Size == 1)
        {
            Loss(ProblemPlace.OfProperty(attribute, "Loss"), $"{declared} over one class is always 0; give the head an output per class, or use BinaryCrossEntropy");
        }
        else if (declared == StaticNet.Loss.Hinge && output is Activation.HardSigmoid or Activation.Sigmoid)
        {
            Loss(ProblemPlace.OfProperty(attribute, "Loss"), $"Hinge has targets -1 and +1, which {output} does not reach; remove {output}, or use Tanh");
        }

        void Weights(string option, EquatableArray<float> weights, Loss loss)
        {
            if (weights.Count > 0 && WeightFault(head, weights, loss) is string fault)
            {
                Loss(ProblemPlace.OfProperty(attribute, option), $"{option} {fault}");
            }
        }

        void Loss(ProblemPlace where, string what) => problems.Add(new(ProblemKind.HeadLossDoesNotFit, where, head.Name, what));
    }

    private static string? WeightFault(HeadSpec head, EquatableArray<float> weights, Loss loss)
    {
        if (head.Loss != loss)
        {
            return $"belongs to {loss}, and the head has {head.Loss}; remove it";
        }

        if (weights.Count != head.Size)
        {
            return $"is {weights.Count.ToString(CultureInfo.InvariantCulture)} values long; it needs one value for each of the head's {head.Size.ToString(CultureInfo.InvariantCulture)} outputs";
        }

        float wrong = weights.FirstOrDefault(static weight => !(weight >= 0) || float.IsInfinity(weight));
        return wrong == 0 ? null : $"has {wrong.ToString("R", CultureInfo.InvariantCulture)}; a weight must be 0 or more";
    }

    /// <summary>What only one loss for all outputs could use.</summary>
    /// <returns>Whether there is nothing of that kind.</returns>
    public static bool CheckTraining(NetworkDraft network, List<SpecProblem> problems)
    {
        if (network.Heads.Count == 0)
        {
            return true;
        }

        string? option = network.Training.Loss != StaticNet.Loss.Auto ? "Loss" : network.Training.ClassWeights.Count > 0 ? "ClassWeights" : network.Training.PositiveWeights.Count > 0 ? "PositiveWeights" : network.Training.OutputWeights.Count > 0 ? "OutputWeights" : network.Training.MissingTargets != MissingTargets.Throw ? "MissingTargets" : null;
        if (option is not null)
        {
            problems.Add(new(
                ProblemKind.HeadMisplaced, ProblemPlace.OfProperty(network.TrainingAttribute, option),
                option == "Loss"
                    ? $"[Training] gives one loss, and the network has {network.Heads.Count} heads; give each its own, Head(\"{network.Heads[0].Name}\", …, Loss = Loss.{network.Training.Loss})"
                    : $"{option} of [Training] belongs to one loss, and the network has {network.Heads.Count} heads; {Instead(option)}"));
        }

        return option is null;
    }

    private static string Instead(string option) => option is "ClassWeights" or "PositiveWeights"
        ? $"give it to a head, Head(\"name\", …, {option} = […])"
        : "remove it, or weigh rows by sampleWeights";

    /// <summary>What is wrong with the heads of trained source; null where nothing is.</summary>
    /// <param name="heads">In the order of their columns.</param>
    /// <param name="outputs">Columns of the network's outputs.</param>
    public static string? FaultOfFile(IReadOnlyList<HeadSpec> heads, int outputs)
    {
        var members = new HashSet<string>();
        foreach (HeadSpec head in heads)
        {
            string? fault = NameFault(head, members) is string name ? $"the name '{head.Name}' of a head {name}"
                : head.Loss is StaticNet.Loss.Auto or StaticNet.Loss.NegativeLogLikelihood or StaticNet.Loss.Perceptron or StaticNet.Loss.ErrorToSignal ? $"{head.Loss} is no loss of a head, and head '{head.Name}' has it"
                : head.IsClassifier && head.Size == 1 ? $"head '{head.Name}' has {head.Loss} over one class, which is always 0"
                : head.ClassWeights.Count > 0 && WeightFault(head, head.ClassWeights, StaticNet.Loss.CrossEntropy) is string classes ? $"class_weights of head '{head.Name}' {classes}"
                : head.PositiveWeights.Count > 0 && WeightFault(head, head.PositiveWeights, StaticNet.Loss.BinaryCrossEntropy) is string positive ? $"positive_weights of head '{head.Name}' {positive}"
                : head.LossWeight >= 0 && !float.IsInfinity(head.LossWeight) ? null : $"the weight of the loss of head '{head.Name}' is {head.LossWeight.ToString("R", CultureInfo.InvariantCulture)}; it must be 0 or more";
            if (fault is not null)
            {
                return fault;
            }
        }

        long columns = heads.Sum(static head => (long)head.Size);
        return columns == outputs ? null : $"its heads have {columns} outputs, and the network has {outputs}";
    }

    private static string? NameFault(HeadSpec head, HashSet<string> members)
    {
        if (head.Identifier.Length == 0 || !char.IsLetter(head.Identifier[0]))
        {
            return "does not begin with a letter; the network's members are named after it";
        }

        if (head.Name.FirstOrDefault(static c => c >= 128 || (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.'))) is var wrong and not '\0')
        {
            return $"has the character '{wrong}'; use letters, digits, '_', '-' and '.'";
        }

        string? taken = head.Members().FirstOrDefault(member => !members.Add(member));
        return taken is null ? null : $"gives the network a member {taken}, which an earlier head gives it already; every head needs a name of its own";
    }
}
