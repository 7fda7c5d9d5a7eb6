using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is a residual connection called? A sum; on the way back both sources get the gradient as it is.</summary>
internal sealed class ResidualEmitter : StageEmitter
{
    public override string Module(StagePlan stage) => ((ResidualStage)stage) is { IsWhole: false } part
        ? $"Residual(from={part.From}, first={CSharpLiteral.Of(part.FirstColumn)}, count={CSharpLiteral.Of(part.Size)})"
        : $"Residual(from={((ResidualStage)stage).From})";

    public override string Formula(StagePlan stage) => ((ResidualStage)stage).IsWhole ? "y = x + the earlier value" : "y = x + some columns of the earlier value";

    public override string Derivative(StagePlan stage) => ((ResidualStage)stage).IsWhole ? "dx = dy, for both" : "dx = dy, for both; 0 in other columns";

    public override void Forward(SourceWriter writer, StageCall call)
    {
        var residual = (ResidualStage)call.Stage;
        writer.Line(residual.IsWhole
            ? $"__L::JoinRows.Add({call.X(0)}, {call.X(1)}, {call.Y}, {call.BlockValues});"
            : $"__L::JoinRows.AddColumns({call.X(0)}, {call.Inputs}, {call.InputStride}, {call.X(1)}, {CSharpLiteral.Of(residual.FirstColumn)}, {Stride(residual)}, {call.Y}, {call.BlockRows});");
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source)
    {
        var residual = (ResidualStage)call.Stage;
        writer.Line(source == 0 || residual.IsWhole
            ? $"__L::JoinRows.Copy({call.DY}, {call.DX(source)}, blockRows * {call.InputStride});"
            : $"__L::JoinRows.Place({call.DY}, {call.Inputs}, {call.InputStride}, {call.DX(source)}, {CSharpLiteral.Of(residual.FirstColumn)}, {Stride(residual)}, blockRows);");
    }

    private static string Stride(ResidualStage residual) => CSharpLiteral.Of(LayoutRules.PaddedColumns(residual.AddedSize));
}
