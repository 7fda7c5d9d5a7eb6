using System.Collections.Generic;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is a residual connection called? A sum; on the way back both sources get the gradient as it is.</summary>
internal sealed class ResidualEmitter : StageEmitter
{
    public override (string Kind, IReadOnlyList<(string Name, float Value)> Arguments) Describe(StagePlan stage, LayerSpec layer) =>
        ("Residual", [("from", ((ResidualSpec)layer).Source)]);

    public override string Module(StagePlan stage) => $"Residual(from={((ResidualStage)stage).From})";

    public override string Formula(StagePlan stage) => "y = x + the earlier value";

    public override string Derivative(StagePlan stage) => "dx = dy, for both";

    public override void Forward(SourceWriter writer, StageCall call) =>
        writer.Line($"global::StaticNet.Layers.JoinRows.Add({call.X(0)}, {call.X(1)}, {call.Y}, {call.BlockValues});");

    public override void InputGradient(SourceWriter writer, StageCall call, int source) =>
        writer.Line($"global::StaticNet.Layers.JoinRows.Copy({call.DY}, {call.DX(source)}, blockRows * {call.InputStride});");
}
