using System;
using System.Collections.Generic;
using System.Threading;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Planning;

/// <summary>Takes every decision about a network: offsets, padding, order of sums, regimes.</summary>
internal static class NetworkPlanner
{
    /// <summary>Samples in lanes pay for a forward pass up to this many multiply-adds (measured against the matrix form).</summary>
    public const int LanesForwardMultiplyAdds = 1_000;

    /// <summary>For gradients up to this many: the 16 partial sums of each parameter must stay in the L1 cache.</summary>
    public const int LanesGradientMultiplyAdds = 400;

    /// <summary>A layer with more inputs than this is not written out for samples in lanes.</summary>
    public const int LanesInputs = 32;

    /// <summary>Rows that pass through the network together as matrix products.</summary>
    public const int ChunkRows = 128;

    /// <summary>Steps of a stream that pass through the network together.</summary>
    public const int BlockSteps = 64;

    /// <summary>Rows of a gradient block with samples in lanes; the library's <c>Lanes.GradientRows</c>.</summary>
    public const int LanesGradientRows = 512;

    /// <summary>Whether the planner knows every layer kind of the network and their order.</summary>
    public static bool Supports(NetworkSpec spec) =>
        spec.Layers.Count > 0 && spec.InputSize >= 1 && (IsLinearOnly(spec) || StagedPlanner.Supports(spec));

    /// <summary>Whether every layer is linear with at most one activation behind it: what straight-line and lane code is written for.</summary>
    private static bool IsLinearOnly(NetworkSpec spec)
    {
        LayerSpec? previous = null;
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            LayerSpec layer = spec.Layers[i];
            bool known = layer switch
            {
                LinearSpec linear => linear.Outputs >= 1,
                ActivationSpec activation => previous is LinearSpec
                    && (activation.Function is not (Activation.Softmax or Activation.LogSoftmax) || i == spec.Layers.Count - 1),
                _ => false,
            };
            if (!known)
            {
                return false;
            }

            previous = layer;
        }

        return true;
    }

    public static NetworkPlan Plan(NetworkSpec spec, CancellationToken cancellationToken)
    {
        if (!IsLinearOnly(spec))
        {
            return StagedPlanner.Plan(spec, cancellationToken);
        }

        var layers = new List<LinearPlan>();
        HashSet<string> identifiers = NewIdentifiers();
        ActivationPlan rowActivation = ActivationPlan.Identity;
        int inputs = spec.InputSize;
        int offset = 0;
        foreach (LayerSpec layer in spec.Layers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (layer)
            {
                case LinearSpec linear:
                    layers.Add(PlanLinear(linear, inputs, identifiers, ref offset));
                    inputs = linear.Outputs;
                    break;
                case ActivationSpec activation:
                    ActivationPlan function = ActivationPlan.Of(activation);
                    if (function.IsRowWise)
                    {
                        rowActivation = function;
                    }
                    else
                    {
                        layers[layers.Count - 1] = layers[layers.Count - 1] with { Activation = function };
                    }

                    break;
                default:
                    throw new NotSupportedException(layer.GetType().Name);
            }
        }

        int multiplyAdds = 0;
        int widestInput = 0;
        foreach (LinearPlan layer in layers)
        {
            widestInput = Math.Max(widestInput, layer.Inputs);
            multiplyAdds += layer.MultiplyAdds;
        }

        return new DensePlan(
            spec,
            layers,
            rowActivation,
            LayoutRules.RoundUp(offset, 16),
            UnrollPolicy.Choose(spec.Unroll, layers),
            LanesForward: multiplyAdds <= LanesForwardMultiplyAdds && widestInput <= LanesInputs,
            LanesGradient: multiplyAdds <= LanesGradientMultiplyAdds && widestInput <= LanesInputs);
    }

    public static LinearPlan PlanLinear(LinearSpec linear, int inputs, HashSet<string> identifiers, ref int offset)
    {
        (SumOrder order, int partialSums) = ChooseSum(inputs, linear.Outputs);
        int lastTileWidth = order == SumOrder.Dot ? 1 : LayoutRules.LastTileWidth(linear.Outputs);
        var plan = new LinearPlan(
            linear.Name,
            UniqueIdentifier(linear.Name, identifiers),
            inputs,
            linear.Outputs,
            linear.HasBias,
            linear.Initializer,
            LayoutRules.Tiles(linear.Outputs),
            lastTileWidth,
            WeightOffset: 0,
            BiasOffset: 0,
            order,
            partialSums,
            ActivationPlan.Identity);
        int rowWidth = plan.Tiles > 1 ? LinearPlan.TileWidth : lastTileWidth;
        int biasOffset = LayoutRules.Align(offset, rowWidth);
        int weightOffset = LayoutRules.Align(biasOffset + plan.StoredBias, rowWidth);
        offset = weightOffset + plan.StoredWeights;
        return plan with { BiasOffset = biasOffset, WeightOffset = weightOffset };
    }

    /// <summary>
    /// The order of every sum follows from the layer's shape alone. Few output vectors need several partial sums to hide the
    /// multiply-add's latency of four cycles; 121 outputs and more are eight vectors of 512 bits and need none. Between 57 and 120 the choice is for
    /// 512 bits: 64-64-64-10 takes 175 ns with one sum and 135 with two on a processor with two 512-bit multiply-adds per cycle, 220 and 250 with
    /// 256 bits; batches take the same. Four sums for 17 to 32 outputs would help 512 bits (16-32-32-4: 31 to 26 ns) and cost 256 bits a quarter,
    /// single samples and batches alike, for want of registers. Two to four outputs of 128 inputs and more take sixteen, eight vectors of 256 bits:
    /// with eight they wait for their own multiply-adds (16-256-4: 115 and 105 ns). Wide layers of more than 1024 inputs wait for the cache
    /// whatever the sums; theirs are cut into blocks, see <see cref="LinearPlan.BlockInputs"/>.
    /// </summary>
    public static (SumOrder Order, int PartialSums) ChooseSum(int inputs, int outputs)
    {
        if (outputs == 1)
        {
            return (SumOrder.Dot, 8 * (inputs > 64 ? 4 : inputs > 16 ? 2 : 1));
        }

        if (outputs <= 4)
        {
            return (SumOrder.KLanes, inputs >= 128 ? 16 : inputs >= 32 ? 8 : 4);
        }

        int vectors = (outputs + 7) / 8;
        int partialSums = vectors >= 16 || (vectors >= 8 && inputs > LinearPlan.LongestRunningSum) ? 1 : vectors <= 2 && inputs >= 8 ? 4 : 2;
        return (SumOrder.Columns, Math.Min(partialSums, inputs));
    }

    /// <summary>Identifiers of layers, filled with the ones that the passes' own methods begin with.</summary>
    public static HashSet<string> NewIdentifiers() => new(StringComparer.Ordinal) { "Forward", "Backward", "Loss", "Infer", "Train" };

    /// <summary>Whether the passes' own variables begin like this: a letter alone (x, w, s, g …), or d and a letter for a gradient (dz, dx, dw …).</summary>
    private static bool IsNameOfALocal(string identifier) => identifier.Length == 1 || (identifier.Length == 2 && identifier[0] == 'D');

    public static string UniqueIdentifier(string name, HashSet<string> taken)
    {
        var letters = new char[name.Length];
        bool upper = true;
        int length = 0;
        foreach (char c in name)
        {
            if (char.IsLetterOrDigit(c) && c < 128)
            {
                letters[length++] = upper ? char.ToUpperInvariant(c) : c;
                upper = false;
            }
            else
            {
                upper = true;
            }
        }

        string identifier = new(letters, 0, length);
        if (identifier.Length == 0 || char.IsDigit(identifier[0]) || IsNameOfALocal(identifier))
        {
            identifier = "Layer" + identifier;
        }

        string unique = identifier;
        for (int i = 2; !taken.Add(unique); i++)
        {
            unique = identifier + "x" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return unique;
    }
}
