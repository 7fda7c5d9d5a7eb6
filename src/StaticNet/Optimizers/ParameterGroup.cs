using System;
using System.Collections.Generic;

namespace StaticNet;

/// <summary>
/// Parameters that are trained otherwise than the optimizer says: not at all, with another learning rate, with another weight decay. As the parameter
/// groups of <c>torch.optim</c> and <c>requires_grad = False</c>; for <see cref="TrainerOptions.Groups"/>, <see cref="FitOptions.Groups"/> and
/// <see cref="OptimizerState.Groups"/>.
/// </summary>
/// <remarks>
/// Where several groups have a parameter, what the last one sets counts; what it leaves out (null) stays. A layer that is frozen still computes as in
/// training: dropout drops, batch normalization uses the batch and moves its running statistics.
/// </remarks>
public sealed class ParameterGroup
{
    /// <summary>Chooses parameters.</summary>
    /// <param name="names">
    /// Layers (<c>hidden</c>, <c>0</c>: all parameters whose names begin so), parameters (<c>hidden.bias</c>), or either with <c>*</c> for any characters
    /// (<c>*.bias</c>). Each must have a trained parameter.
    /// </param>
    public ParameterGroup(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Names = [.. names];
    }

    /// <summary>The layers and parameters.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>True: not trained, and its gradients count as 0, in clipping too; null: as otherwise.</summary>
    public bool? IsFrozen { get; init; }

    /// <summary>Multiplies the learning rate in force, which schedules change; 0 or more, null: as otherwise.</summary>
    public double? LearningRateFactor { get; init; }

    /// <summary>The weight decay in the place of the optimizer's; 0 or more, null: as otherwise.</summary>
    public double? WeightDecay { get; init; }

    // Vectors: biases, and the weights of normalizations. Null names choose by shape.
    private bool IsOfVectors { get; init; }

    /// <summary>Parameters that are not trained.</summary>
    /// <param name="names">As of <see cref="ParameterGroup(string[])"/>.</param>
    public static ParameterGroup Frozen(params string[] names) => new(names) { IsFrozen = true };

    /// <summary>No weight decay for vectors: biases, the weights of normalizations, slopes of PReLU. Weight matrices keep the optimizer's.</summary>
    public static ParameterGroup NoDecayForVectors() => new() { WeightDecay = 0, IsOfVectors = true };

    /// <summary>Whether a parameter belongs to the group by one of its names, or by its shape.</summary>
    internal bool Has(ParameterInfo parameter)
    {
        if (IsOfVectors)
        {
            return parameter.Shape.Length < 2;
        }

        foreach (string name in Names)
        {
            if (Fits(name, parameter.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Refuses values out of range and names that choose nothing.</summary>
    internal void Check(ParameterLayout layout)
    {
        CheckFactor(LearningRateFactor, nameof(LearningRateFactor));
        CheckFactor(WeightDecay, nameof(WeightDecay));
        if (Names.Count == 0 && !IsOfVectors)
        {
            throw new ArgumentException("A ParameterGroup names no parameters; name layers (\"hidden\") or parameters (\"hidden.bias\", \"*.bias\").", nameof(layout));
        }

        foreach (string name in Names)
        {
            ParameterInfo[] found = Array.FindAll(layout.Parameters.ToArray(), parameter => Fits(name, parameter.Name));
            if (!Array.Exists(found, parameter => parameter.IsTrainable))
            {
                string all = string.Join(", ", Array.ConvertAll(Array.FindAll(layout.Parameters.ToArray(), parameter => parameter.IsTrainable), parameter => parameter.Name));
                throw new ArgumentException(found.Length > 0
                    ? $"The ParameterGroup's '{name}' is '{found[0].Name}', which no optimizer trains; the trained parameters are {all}."
                    : $"The ParameterGroup's '{name}' is no layer and no parameter; the trained parameters are {all}.", nameof(layout));
            }
        }
    }

    private static void CheckFactor(double? value, string name)
    {
        if (value is double number && !(number >= 0 && double.IsFinite(number)))
        {
            throw new ArgumentOutOfRangeException(name, number, $"ParameterGroup.{name} must be a finite number, 0 or more.");
        }
    }

    // A layer's name, a parameter's, or a pattern of either.
    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (Matches(pattern, name))
        {
            return true;
        }

        for (int dot = name.LastIndexOf('.'); dot > 0; dot = name[..dot].LastIndexOf('.'))
        {
            if (Matches(pattern, name[..dot]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int star = pattern.IndexOf('*');
        if (star < 0)
        {
            return pattern.SequenceEqual(name);
        }

        if (!name.StartsWith(pattern[..star], StringComparison.Ordinal))
        {
            return false;
        }

        for (int skipped = star; skipped <= name.Length; skipped++)
        {
            if (Matches(pattern[(star + 1)..], name[skipped..]))
            {
                return true;
            }
        }

        return false;
    }
}
