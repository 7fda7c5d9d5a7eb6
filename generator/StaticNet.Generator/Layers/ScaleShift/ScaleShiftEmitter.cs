using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is a fixed factor and summand per column called? In one pass, if the linear layer before it does not take them into its sums.</summary>
internal sealed class ScaleShiftEmitter : StageEmitter
{
    private const string Rows = "__L::ScaleShiftRows";

    public override string Module(StagePlan stage) =>
        $"ScaleShift({CSharpLiteral.Of(stage.Inputs)}{(((ScaleShiftStage)stage).Mean is null ? "" : ", mean=True")})";

    public override string Formula(StagePlan stage) =>
        $"y = {(((ScaleShiftStage)stage).Mean is null ? "x" : "(x - mean)")}·scale + shift{Places(stage)}";

    public override string Derivative(StagePlan stage) => "dx = dy·scale";

    public override void Forward(SourceWriter writer, StageCall call)
    {
        var stage = (ScaleShiftStage)call.Stage;
        string mean = stage.Mean is null ? "ref __C::Unsafe.NullRef<float>()" : KernelWriter.At("w", stage.Mean.Offset);
        writer.Line($"{Rows}.Forward{call.Function}({call.X()}, {call.Y}, {call.BlockRows}, {call.InputStride}, {mean}, {Scale(stage)}, {KernelWriter.At("w", stage.Shift.Offset)});");
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source) =>
        writer.Line($"{Rows}.Backward({call.DY}, {call.DX()}, blockRows, {call.InputStride}, {Scale((ScaleShiftStage)call.Stage)});");

    private static string Scale(ScaleShiftStage stage) => KernelWriter.At("w", stage.Scale.Offset);
}
