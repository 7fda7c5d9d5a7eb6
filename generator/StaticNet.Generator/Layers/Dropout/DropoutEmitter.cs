using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is dropout called? Not at all outside training; the way back computes the same masks again.</summary>
internal sealed class DropoutEmitter : StageEmitter
{
    public override string Module(StagePlan stage) => $"Dropout(p={PyTorchText.Number(((DropoutStage)stage).Probability)}, inplace=False)";

    public override string Formula(StagePlan stage) =>
        $"in training y = x/(1 − {PyTorchText.Number(((DropoutStage)stage).Probability)}) or, with probability {PyTorchText.Number(((DropoutStage)stage).Probability)}, 0; else y = x";

    public override string Derivative(StagePlan stage) => "dx = dy through the same mask, drawn again";

    public override void Forward(SourceWriter writer, StageCall call)
    {
        if (call.Pass == PassKind.Training)
        {
            Emit(writer, call, call.X(), call.Y);
        }
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source) => Emit(writer, call, call.DY, call.DX());

    private static void Emit(SourceWriter writer, StageCall call, string from, string to)
    {
        using (writer.Block("if (isTraining)"))
        {
            string probability = CSharpLiteral.Of(((DropoutStage)call.Stage).Probability);
            writer.Line($"__L::DropoutRows.Apply({from}, {to}, blockRows, {call.InputStride}, {probability}, seed, {CSharpLiteral.Of(call.Stage.Layer)}, start);");
        }

        using (writer.Block("else"))
        {
            writer.Line($"__L::JoinRows.Copy({from}, {to}, blockRows * {call.InputStride});");
        }
    }
}
