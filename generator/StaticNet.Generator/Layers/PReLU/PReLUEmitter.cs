using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is PReLU called?</summary>
internal sealed class PReLUEmitter : StageEmitter
{
    public override string Module(StagePlan stage) => $"PReLU(num_parameters={CSharpLiteral.Of(IsPerFeature(stage) ? stage.Inputs : 1)})";

    public override string Formula(StagePlan stage) => $"y = x where x > 0, else weight·x{Places(stage)}";

    public override string Derivative(StagePlan stage) => "dweight = Σ dy·x where x ≤ 0; dx = dy where x > 0, else weight·dy";

    public override void Forward(SourceWriter writer, StageCall call) =>
        writer.Line($"__L::PReLURows.Forward({call.X()}, {call.Y}, {(IsPerFeature(call.Stage) ? $"{call.BlockRows}, {call.InputStride}, {call.Parameter(0)}" : $"{call.BlockValues}, {Slope(call)}")});");

    public override void ParameterGradients(SourceWriter writer, StageCall call) =>
        writer.Line(IsPerFeature(call.Stage)
            ? $"__L::PReLURows.SlopeGradients({call.X()}, {call.DY}, rows, {call.Inputs}, {call.InputStride}, {call.Gradient(0)});"
            : $"{KernelWriter.Element("g", call.Stage.Parameters[0].Offset)} = __L::PReLURows.SlopeGradient({call.X()}, {call.DY}, rows, {call.Inputs}, {call.InputStride});");

    public override void InputGradient(SourceWriter writer, StageCall call, int source) =>
        writer.Line($"__L::PReLURows.Backward({call.X()}, {call.DY}, {call.DX()}, {(IsPerFeature(call.Stage) ? $"blockRows, {call.InputStride}, {call.Parameter(0)}" : $"blockRows * {call.InputStride}, {Slope(call)}")});");

    private static bool IsPerFeature(StagePlan stage) => ((PReLUStage)stage).IsPerFeature;

    private static string Slope(StageCall call) => KernelWriter.Element("w", call.Stage.Parameters[0].Offset);
}
