using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>How is an activation on its own called? As a pass over the matrix.</summary>
internal sealed class ActivationStageEmitter : StageEmitter
{
    public override string Module(StagePlan stage) => PyTorchText.Of(((ActivationStage)stage).Activation);

    public override void Forward(SourceWriter writer, StageCall call) =>
        writer.Line(OperatorText.Apply(((ActivationStage)call.Stage).Activation, call.X(), call.Y, call.BlockValues));

    public override void InputGradient(SourceWriter writer, StageCall call, int source)
    {
        ActivationPlan activation = ((ActivationStage)call.Stage).Activation;
        string kept = activation.Needs == DerivativeNeeds.Input ? call.X() : call.Y;
        writer.Line($"global::StaticNet.Layers.JoinRows.Copy({call.DY}, {call.DX()}, blockRows * {call.InputStride});");
        writer.Line(OperatorText.Derive(activation, call.DX(), kept, $"blockRows * {call.InputStride}"));
    }
}
