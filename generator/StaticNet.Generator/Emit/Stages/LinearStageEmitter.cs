using System.Collections.Generic;
using StaticNet.Generator.Emit.Batch;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>How is a linear stage called? Its kernels are those of plain networks.</summary>
internal sealed class LinearStageEmitter : StageEmitter
{
    public override (string Kind, IReadOnlyList<(string Name, float Value)> Arguments) Describe(StagePlan stage, LayerSpec layer) =>
        ("Linear", [("bias", ((LinearStage)stage).Linear.HasBias ? 1f : 0f)]);

    public override string Module(StagePlan stage) => PyTorchText.Of(((LinearStage)stage).Linear);

    public override string Derivative(StagePlan stage)
    {
        LinearPlan layer = ((LinearStage)stage).Linear;
        string before = layer.Activation.IsIdentity ? "dz = dy" : $"dz = dy·{PyTorchText.Of(layer.Activation)}'";
        return $"{before}: dW = Σ dz·xᵀ{(layer.HasBias ? ", db = Σ dz" : "")}, dx = Wᵀ·dz";
    }

    public override void Forward(SourceWriter writer, StageCall call)
    {
        string form = call.Pass == PassKind.Sample ? "Row" : call.Step is { IsOfItsOwn: true } ? "FusedRows" : "Rows";
        string rows = call.Pass == PassKind.Sample ? "" : ", blockRows";
        string folded = call.Step?.Folded is null ? "" : ", " + call.Folded;
        writer.Line($"__{call.Stage.Identifier}{form}({call.X()}, ref w, {call.Y}{rows}{folded});");
    }

    public override void ParameterGradients(SourceWriter writer, StageCall call)
    {
        LinearPlan layer = ((LinearStage)call.Stage).Linear;
        string stride = CSharpLiteral.Of(layer.PaddedOutputs);
        if (!layer.Activation.IsIdentity)
        {
            writer.Line($"{ElementPass.BackwardName(layer.Activation)}({call.DY}, {call.Y}, blockRows * {stride});");
        }

        writer.Line($"__{layer.Identifier}WeightGradient({call.X()}, {call.DY}, ref g, rows);");
        if (layer.HasBias)
        {
            writer.Line($"__N::ColumnSums.Compute({call.DY}, rows, {stride}, {stride}, {KernelWriter.At("g", layer.BiasOffset)});");
        }
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source) =>
        writer.Line($"__{call.Stage.Identifier}InputGradient({call.DY}, {call.Transposed}, {call.DX()}, blockRows);");
}
