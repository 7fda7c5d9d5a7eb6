using System.Collections.Generic;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>A causal convolution: weights as [tap][input of the group][outputs], the oldest tap first. A stream keeps its past in a ring.</summary>
internal sealed record Conv1dStage(int Layer, string Name, string Identifier, int Inputs, int Source, Conv1dSpec Spec, int Weights, int Bias, IReadOnlyList<ParameterPlan> Tensors)
    : StagePlan(Layer, Name, Identifier, Inputs, Spec.Outputs, [Source])
{
    /// <summary>Steps that go through a stream together.</summary>
    private const int BlockSteps = 64;

    /// <summary>Rows of the ring that are repeated behind its end.</summary>
    private const int RepeatedRows = 8;

    public override bool IsTrained => true;

    public override IReadOnlyList<ParameterPlan> Parameters => Tensors;

    public override int MultiplyAdds => Spec.Outputs * (Inputs / Spec.Groups) * Spec.Kernel;

    public override int KeptPerRow => InputStride;

    /// <summary>Steps before the current one.</summary>
    public int History => (Spec.Kernel - 1) * Spec.Dilation;

    public override TimePlan Time => new(
        History * Inputs, History == 0 ? 0 : (Ring() + RepeatedRows) * InputStride, StreamScratch: 0, History * InputStride)
    {
        KeptRowsBefore = History,
        TransposedLength = Spec.Kernel * Spec.Outputs * InputStride,
    };

    public static Conv1dStage Plan(Conv1dSpec layer, StageContext context)
    {
        string identifier = context.Identifier();
        int stride = LayoutRules.PaddedColumns(layer.Outputs);
        int perGroup = context.Inputs / layer.Groups;
        int weights = context.Region(layer.Kernel * perGroup * stride);
        int bias = context.Region(stride);
        int fanIn = perGroup * layer.Kernel;
        ParameterPlan Tensor(string suffix, int count, int offset, params int[] shape) =>
            new(layer.Name + suffix, count, offset, 0f, IsTrainable: true) { Grouped = new GroupedTensor(shape, stride, Groups: 1, stride, FirstSlot: 0, fanIn) };
        List<ParameterPlan> tensors = [Tensor(".weight", layer.Outputs * fanIn, weights, layer.Outputs, perGroup, layer.Kernel)];
        if (layer.HasBias)
        {
            tensors.Add(Tensor(".bias", layer.Outputs, bias, layer.Outputs));
        }

        return new(context.Layer, context.Name, identifier, context.Inputs, context.Source, layer, weights, bias, tensors);
    }

    private int Ring()
    {
        int rows = BlockSteps;
        while (rows < History + BlockSteps)
        {
            rows *= 2;
        }

        return rows;
    }
}
