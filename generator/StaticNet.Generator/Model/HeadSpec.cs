using System.Collections.Generic;
using System.Text;
using StaticNet.Generator.Collections;

namespace StaticNet.Generator.Model;

/// <summary>One of several outputs of a network: columns of its rows of outputs.</summary>
/// <param name="Name">As declared.</param>
/// <param name="Size">How many columns; those of the heads before it come first.</param>
/// <param name="Loss">What training minimizes for it; not Auto.</param>
/// <param name="LossWeight">What that counts in the sum of all.</param>
internal sealed record HeadSpec(string Name, int Size, Loss Loss, float LossWeight)
{
    /// <summary>A factor per class of cross-entropy; empty for 1.</summary>
    public EquatableArray<float> ClassWeights { get; init; } = EquatableArray<float>.Empty;

    /// <summary>A factor per output on positive targets of binary cross-entropy; empty for 1.</summary>
    public EquatableArray<float> PositiveWeights { get; init; } = EquatableArray<float>.Empty;

    /// <summary>The name as a part of C# identifiers: <c>LogStd</c> for <c>log_std</c>. It may be empty.</summary>
    public string Identifier
    {
        get
        {
            var text = new StringBuilder(Name.Length);
            bool upper = true;
            foreach (char c in Name)
            {
                if (char.IsLetterOrDigit(c))
                {
                    text.Append(upper ? char.ToUpperInvariant(c) : c);
                }

                upper = !char.IsLetterOrDigit(c);
            }

            return text.ToString();
        }
    }

    /// <summary>Whether outputs are scores of classes, of which one holds.</summary>
    public bool IsClassifier => Loss is Loss.CrossEntropy or Loss.KLDivergence;

    /// <summary>Whether outputs become probabilities.</summary>
    public bool HasProbabilities => IsClassifier || Loss == Loss.BinaryCrossEntropy;

    /// <summary>The members that the network has for it.</summary>
    public IEnumerable<string> Members()
    {
        yield return Identifier + "Head";
        yield return "Predict" + Identifier;
        if (IsClassifier)
        {
            yield return $"Predict{Identifier}Class";
        }

        if (HasProbabilities)
        {
            yield return $"Predict{Identifier}Probabilities";
        }
    }
}
