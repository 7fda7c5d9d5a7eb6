using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is a feature scale called? In one pass, forward or back.</summary>
internal sealed class ScalingEmitter : StageEmitter
{
    private const string Rows = "__L::ScalingRows";

    public override string Module(StagePlan stage)
    {
        var scaling = (ScalingStage)stage;
        string range = scaling.Range is (float low, float high) ? $", low={PyTorchText.Number(low)}, high={PyTorchText.Number(high)}" : "";
        return $"{(scaling.Range is null ? "Standardize" : "MinMax")}({CSharpLiteral.Of(stage.Inputs)}{range}{(scaling.IsInverse ? ", inverse=True" : "")})";
    }

    public override string Formula(StagePlan stage)
    {
        var scaling = (ScalingStage)stage;
        string formula = (scaling.Range, scaling.IsInverse) switch
        {
            (null, false) => "y = (x - mean)/std",
            (null, true) => "y = x·std + mean",
            ((float low, float high), false) => $"y = (x - min)/(max - min)·{PyTorchText.Number(high - low)} + {PyTorchText.Number(low)}",
            ((float low, float high), true) => $"y = (x - {PyTorchText.Number(low)})/{PyTorchText.Number(high - low)}·(max - min) + min",
        };
        return formula + Places(stage);
    }

    public override string Derivative(StagePlan stage)
    {
        var scaling = (ScalingStage)stage;
        return (scaling.Range, scaling.IsInverse) switch
        {
            (null, false) => "dx = dy/std",
            (null, true) => "dx = dy·std",
            ((float low, float high), false) => $"dx = dy/(max - min)·{PyTorchText.Number(high - low)}",
            ((float low, float high), true) => $"dx = dy/{PyTorchText.Number(high - low)}·(max - min)",
        };
    }

    public override void Forward(SourceWriter writer, StageCall call) =>
        writer.Line($"{Rows}.{(IsInverse(call) ? "Inverse" : "Forward")}({call.X()}, {call.Y}, {call.BlockRows}, {call.InputStride}, {Constants(call)});");

    public override void InputGradient(SourceWriter writer, StageCall call, int source) =>
        writer.Line($"{Rows}.{(IsInverse(call) ? "InverseBackward" : "Backward")}({call.DY}, {call.DX()}, blockRows, {call.InputStride}, {Constants(call)});");

    private static bool IsInverse(StageCall call) => ((ScalingStage)call.Stage).IsInverse;

    private static string Constants(StageCall call)
    {
        string buffers = $"{call.Parameter(0)}, {call.Parameter(1)}";
        return ((ScalingStage)call.Stage).Range is (float low, float high)
            ? $"{buffers}, {CSharpLiteral.Of(low)}, {CSharpLiteral.Of(high)}"
            : buffers;
    }
}
