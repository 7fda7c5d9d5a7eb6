using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is root-mean-square normalization called?</summary>
internal sealed class RMSNormEmitter : StageEmitter
{
    private const string Rows = "__L::RMSNormRows";

    public override string Module(StagePlan stage)
    {
        float epsilon = ((RMSNormStage)stage).Epsilon;

        // Left to its default it is None there.
        string shown = epsilon == RMSNormSpec.DefaultEpsilon ? "None" : PyTorchText.Number(epsilon);
        return $"RMSNorm(({CSharpLiteral.Of(stage.Inputs)},), eps={shown}, elementwise_affine={(stage.IsTrained ? "True" : "False")})";
    }

    public override string Formula(StagePlan stage) => Text(stage).Formula(stage) + ", mean over the row" + Places(stage);

    public override string Derivative(StagePlan stage) => Text(stage).Derivative(stage);

    public override void Forward(SourceWriter writer, StageCall call) =>
        writer.Line($"{Rows}.Forward{call.Function}({call.X()}, {call.Y}, {call.BlockRows}, {call.Inputs}, {call.InputStride}, {call.Parameter(0)}, {CSharpLiteral.Of(((RMSNormStage)call.Stage).Epsilon)}, {call.KeptRows});");

    public override void ParameterGradients(SourceWriter writer, StageCall call)
    {
        if (call.Stage.IsTrained)
        {
            writer.Line($"{Rows}.WeightGradient({call.X()}, {call.DY}, rows, {call.Inputs}, {call.InputStride}, {call.KeptRows}, {call.Gradient(0)});");
        }
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source) =>
        writer.Line($"{Rows}.Backward({call.X()}, {call.DY}, {call.DX()}, blockRows, {call.Inputs}, {call.InputStride}, {call.Parameter(0)}, {call.KeptRows});");

    private static NormText Text(StagePlan stage) => new($"√(mean(x²) + {PyTorchText.Number(((RMSNormStage)stage).Epsilon)})", IsCentered: false);
}
