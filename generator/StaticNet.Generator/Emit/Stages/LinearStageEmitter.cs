using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>How is a linear stage called? Its kernels are those of plain networks.</summary>
internal sealed class LinearStageEmitter : StageEmitter
{
    public override string Module(StagePlan stage) => PyTorchText.Of(((LinearStage)stage).Linear);

    public override string Derivative(StagePlan stage)
    {
        LinearPlan layer = ((LinearStage)stage).Linear;
        string before = layer.Activation.IsIdentity ? "dz = dy" : $"dz = dy·{PyTorchText.Of(layer.Activation)}'";
        return $"{before}: dW = Σ dz·xᵀ{(layer.HasBias ? ", db = Σ dz" : "")}, dx = Wᵀ·dz";
    }

    public override void Forward(SourceWriter writer, StageCall call)
    {
        LinearPlan layer = ((LinearStage)call.Stage).Linear;
        ActivationPlan activation = call.Step?.Activation ?? layer.Activation;
        int? apart = call.Step?.Folded?.Folded!.Distance;
        string? factors = apart is null ? null : call.Folded;
        writer.Line("//    " + LayerComment.Describe(layer with { Activation = activation }, apart is not null).Substring(3));
        string row = LinearKernel.Row(layer, activation, upTo512: false, call.X(), call.Y, factors, apart);
        string rows = LinearKernel.Rows(layer, activation, call.X(), call.Y, "blockRows", factors, apart);
        if (!call.IsStream)
        {
            writer.Line(call.Pass == PassKind.Sample ? row : rows);
            return;
        }

        using (writer.Block("if (steps == 1)"))
        {
            writer.Line(row);
        }

        using (writer.Block("else"))
        {
            writer.Line(rows);
        }
    }

    public override void ParameterGradients(SourceWriter writer, StageCall call)
    {
        LinearPlan layer = ((LinearStage)call.Stage).Linear;
        string stride = CSharpLiteral.Of(layer.PaddedOutputs);
        if (!layer.Activation.IsIdentity)
        {
            writer.Line(OperatorText.Derive(layer.Activation, call.DY, call.Y, $"blockRows * {stride}"));
        }

        writer.Line(LinearKernel.WeightGradient(layer, call.X(), call.DY));
        if (layer.HasBias)
        {
            writer.Line($"__N::ColumnSums.Compute({call.DY}, rows, {stride}, {stride}, {KernelWriter.At("g", layer.BiasOffset)});");
        }
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source) =>
        writer.Line(LinearKernel.InputGradient(((LinearStage)call.Stage).Linear, ActivationPlan.Identity, call.DY, call.Transposed, "ref __C::Unsafe.NullRef<float>()", call.DX()));
}
