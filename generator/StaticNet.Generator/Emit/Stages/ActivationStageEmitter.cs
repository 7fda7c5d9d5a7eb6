using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>How is an activation on its own called? As a pass over the matrix.</summary>
internal sealed class ActivationStageEmitter : StageEmitter
{
    public override string Module(StagePlan stage) => PyTorchText.Of(((ActivationStage)stage).Activation);

    public override void Forward(SourceWriter writer, StageCall call)
    {
        ActivationPlan activation = ((ActivationStage)call.Stage).Activation;
        if (!activation.IsRowWise)
        {
            writer.Line(OperatorText.Apply(activation, call.X(), call.Y, call.BlockValues));
            return;
        }

        // In place: what lies after the columns is copied and stays finite.
        writer.Line($"__L::JoinRows.Copy({call.X()}, {call.Y}, {call.BlockValues});");
        writer.Line($"{OperatorText.Rows(activation)}({call.Y}, {call.BlockRows}, {call.Inputs}, {call.InputStride}, {call.Y}, {call.InputStride});");
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source)
    {
        ActivationPlan activation = ((ActivationStage)call.Stage).Activation;
        if (activation.IsRowWise)
        {
            // In place: what lies after the columns is copied and stays 0.
            writer.Line($"__L::JoinRows.Copy({call.DY}, {call.DX()}, blockRows * {call.InputStride});");
            writer.Line($"{OperatorText.Rows(activation, isBackward: true)}({call.DX()}, {call.InputStride}, {call.Y}, {call.InputStride}, blockRows, {call.Inputs}, {call.DX()}, {call.InputStride});");
            return;
        }

        string kept = activation.Needs == DerivativeNeeds.Input ? call.X() : call.Y;
        writer.Line($"__L::JoinRows.Copy({call.DY}, {call.DX()}, blockRows * {call.InputStride});");
        writer.Line(OperatorText.Derive(activation, call.DX(), kept, $"blockRows * {call.InputStride}"));
    }
}
