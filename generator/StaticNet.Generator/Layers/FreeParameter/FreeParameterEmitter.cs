using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How do values pass a parameter that they do not meet? They are copied, and its gradient from the network's outputs is 0.</summary>
internal sealed class FreeParameterEmitter : StageEmitter
{
    public override string Module(StagePlan stage) => $"FreeParameter({CSharpLiteral.Of(((FreeParameterStage)stage).Values.Count)})";

    public override string Derivative(StagePlan stage) => "dx = dy; the parameter's gradient is the loss's to write";

    public override void Forward(SourceWriter writer, StageCall call)
    {
        if (call.Pass == PassKind.Training)
        {
            Copy(writer, call, call.X(), call.Y);
        }
    }

    public override void ParameterGradients(SourceWriter writer, StageCall call) =>
        writer.Line($"__L::JoinRows.Clear({call.Gradient(0)}, {CSharpLiteral.Of(LayoutRules.PaddedColumns(call.Stage.Parameters[0].Count))});");

    public override void InputGradient(SourceWriter writer, StageCall call, int source) => Copy(writer, call, call.DY, call.DX());

    private static void Copy(SourceWriter writer, StageCall call, string from, string to) => writer.Line($"__L::JoinRows.Copy({from}, {to}, blockRows * {call.InputStride});");
}
