using System;
using System.Collections.Generic;
using System.Globalization;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>
/// One recurrent layer. Each tensor is a matrix of its own, a row per input, the gates of a row side by side, each padded to a multiple of 8
/// units. A layer without bias has the regions of the biases, and zeros in them.
/// </summary>
/// <param name="Spec">What was declared.</param>
/// <param name="Number">Which of the layer's stacked ones, from 0.</param>
/// <param name="Weights">Where the four tensors lie.</param>
internal abstract record RecurrentStage(
    int Layer, string Name, string Identifier, int Inputs, int Hidden, int Source, RecurrentSpec Spec, int Number, RecurrentWeights Weights)
    : StagePlan(Layer, Name, Identifier, Inputs, Hidden, [Source])
{
    public override bool IsTrained => true;

    public override IReadOnlyList<ParameterPlan> Parameters => Weights.Tensors;

    public override int MultiplyAdds => Spec.Gates * Hidden * (Inputs + Hidden);

    /// <summary>Units, padded.</summary>
    protected int Padded => LayoutRules.RoundUp(Hidden, 8);

    /// <summary>Floats of kept values per row, in units of <see cref="Padded"/>.</summary>
    protected abstract int KeptUnits { get; }

    /// <summary>Floats per step of the kernel's scratch memory.</summary>
    protected abstract int SumStride { get; }

    public override int KeptPerRow => KeptUnits * Padded;

    public override TimePlan Time => new(
        Spec.StatesPerUnit * Hidden, Spec.StatesPerUnit * Padded, 9 * SumStride, Spec.StatesPerUnit * Padded)
    {
        KeptRowsBefore = 1,
        SequenceScratch = 2 * Padded,
        HasInitial = Spec.Initial.Count > 0,
        TransposedLength = Spec.Gates * Padded * (Padded + InputStride),
    };

    /// <summary>The state that a stream begins with, each vector padded as in the state; only where there is one.</summary>
    public IReadOnlyList<float> PaddedInitial
    {
        get
        {
            var padded = new float[Spec.StatesPerUnit * Padded];
            for (int i = 0; i < Spec.StatesPerUnit * Hidden; i++)
            {
                padded[(i / Hidden * Padded) + (i % Hidden)] = Spec.Initial[(Number * Spec.StatesPerUnit * Hidden) + i];
            }

            return padded;
        }
    }

    /// <summary>Adds the stacked layers to the plan but the last one, which is returned.</summary>
    protected static TStage Stack<TStage>(RecurrentSpec layer, StageContext context, Func<StageContext, int, string, RecurrentWeights, TStage> make)
        where TStage : RecurrentStage
    {
        string identifier = context.Identifier();
        for (int number = 0; ; number++)
        {
            string suffix = number == 0 ? "" : "L" + number.ToString(CultureInfo.InvariantCulture);
            TStage stage = make(context, number, identifier + suffix, RecurrentWeights.Plan(layer, number, context));
            if (number == layer.Count - 1)
            {
                return stage;
            }

            context.Add(stage);
        }
    }
}

/// <summary>Where the four tensors of a recurrent layer lie.</summary>
/// <param name="InputWeights">First of <c>weight_ih</c>.</param>
/// <param name="HiddenWeights">First of <c>weight_hh</c>.</param>
/// <param name="InputBias">First of <c>bias_ih</c>.</param>
/// <param name="HiddenBias">First of <c>bias_hh</c>.</param>
/// <param name="Tensors">Those that are parameters, in PyTorch's order.</param>
internal sealed record RecurrentWeights(int InputWeights, int HiddenWeights, int InputBias, int HiddenBias, IReadOnlyList<ParameterPlan> Tensors)
{
    public static RecurrentWeights Plan(RecurrentSpec layer, int number, StageContext context)
    {
        int padded = LayoutRules.RoundUp(layer.Hidden, 8);
        int stride = LayoutRules.RoundUp(layer.Gates * padded, 16);
        int rows = layer.Gates * layer.Hidden;
        int inputWeights = context.Region(context.Inputs * stride);
        int hiddenWeights = context.Region(layer.Hidden * stride);
        int inputBias = context.Region(stride);
        int hiddenBias = context.Region(stride);

        // The kernel of a GRU reads the sums of n first, which has two.
        int firstSlot = layer is GRUSpec ? 1 : 0;
        ParameterPlan Tensor(string kind, int offset, int slot, params int[] shape)
        {
            int count = shape.Length == 1 ? shape[0] : shape[0] * shape[1];
            string name = $"{layer.Name}.{kind}_l{number.ToString(CultureInfo.InvariantCulture)}";
            return new ParameterPlan(name, count, offset, 0f, IsTrainable: true) { Grouped = new GroupedTensor(shape, stride, layer.Gates, padded, slot, layer.Hidden) };
        }

        List<ParameterPlan> tensors =
        [
            Tensor("weight_ih", inputWeights, firstSlot, rows, context.Inputs),
            Tensor("weight_hh", hiddenWeights, 0, rows, layer.Hidden),
        ];
        if (layer.HasBias)
        {
            tensors.Add(Tensor("bias_ih", inputBias, firstSlot, rows));
            tensors.Add(Tensor("bias_hh", hiddenBias, 0, rows));
        }

        return new(inputWeights, hiddenWeights, inputBias, hiddenBias, tensors);
    }
}
