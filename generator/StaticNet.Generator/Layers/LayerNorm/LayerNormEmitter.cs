using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is layer normalization called?</summary>
internal sealed class LayerNormEmitter : StageEmitter
{
    public override string Module(StagePlan stage) =>
        $"LayerNorm(({CSharpLiteral.Of(stage.Inputs)},), eps={PyTorchText.Number(((LayerNormStage)stage).Epsilon)}, elementwise_affine={(stage.IsTrained ? "True" : "False")})";

    public override string Formula(StagePlan stage) => Text(stage).Formula(stage) + ", mean and var of the row" + Places(stage);

    public override string Derivative(StagePlan stage) => Text(stage).Derivative(stage);

    public override void Forward(SourceWriter writer, StageCall call)
    {
        string epsilon = CSharpLiteral.Of(((LayerNormStage)call.Stage).Epsilon);
        writer.Line($"__L::LayerNormRows.Forward{call.Function}({call.X()}, {call.Y}, {call.BlockRows}, {call.Inputs}, {call.InputStride}, {call.Parameter(0)}, {call.Parameter(1)}, {epsilon}, {call.KeptRows});");
    }

    public override void ParameterGradients(SourceWriter writer, StageCall call)
    {
        if (call.Stage.IsTrained)
        {
            writer.Line($"__L::LayerNormRows.ParameterGradients({call.X()}, {call.DY}, rows, {call.Inputs}, {call.InputStride}, {call.KeptRows}, {call.Gradient(0)}, {call.Gradient(1)});");
        }
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source) =>
        writer.Line($"__L::LayerNormRows.Backward({call.X()}, {call.DY}, {call.DX()}, blockRows, {call.Inputs}, {call.InputStride}, {call.Parameter(0)}, {call.KeptRows});");

    private static NormText Text(StagePlan stage) => new($"√(var + {PyTorchText.Number(((LayerNormStage)stage).Epsilon)})", IsCentered: true);
}
