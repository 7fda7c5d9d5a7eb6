using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is a concatenation called? On the way back each source gets its columns, and zeros where a column was not appended.</summary>
internal sealed class ConcatEmitter : StageEmitter
{
    public override string Module(StagePlan stage)
    {
        var concat = (ConcatStage)stage;
        string part = concat.IsWhole ? "" : $", first={CSharpLiteral.Of(concat.FirstColumn)}, count={CSharpLiteral.Of(concat.AppendedSize)}";
        return $"Concat(dim=1, from={concat.From}{part})";
    }

    public override string Formula(StagePlan stage)
    {
        var concat = (ConcatStage)stage;
        string appended = concat.IsWhole ? $"the {CSharpLiteral.Of(concat.AppendedSize)}" : $"{CSharpLiteral.Of(concat.AppendedSize)} of the {CSharpLiteral.Of(concat.EarlierSize)}";
        return $"y = the {CSharpLiteral.Of(stage.Inputs)} values of x, then {appended} of the earlier value";
    }

    public override string Derivative(StagePlan stage) => "dx = the columns of dy, to where each came from";

    public override void Forward(SourceWriter writer, StageCall call)
    {
        var concat = (ConcatStage)call.Stage;
        string earlier = KernelWriter.Moved(call.X(1), concat.FirstColumn);
        writer.Line($"__L::JoinRows.Concat({call.X(0)}, {call.Inputs}, {call.InputStride}, {earlier}, {CSharpLiteral.Of(concat.AppendedSize)}, {EarlierStride(concat)}, {call.Y}, {CSharpLiteral.Of(concat.OutputStride)}, {call.BlockRows});");
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source)
    {
        var concat = (ConcatStage)call.Stage;
        string stride = CSharpLiteral.Of(concat.OutputStride);
        if (source == 0)
        {
            writer.Line($"__L::JoinRows.Columns({call.DY}, {stride}, {call.Inputs}, {call.DX(0)}, {call.InputStride}, blockRows);");
            return;
        }

        string columns = KernelWriter.Moved(call.DY, concat.Size), count = CSharpLiteral.Of(concat.AppendedSize);
        writer.Line(concat.IsWhole
            ? $"__L::JoinRows.Columns({columns}, {stride}, {count}, {call.DX(1)}, {EarlierStride(concat)}, blockRows);"
            : $"__L::JoinRows.Place({columns}, {count}, {stride}, {call.DX(1)}, {CSharpLiteral.Of(concat.FirstColumn)}, {EarlierStride(concat)}, blockRows);");
    }

    private static string EarlierStride(ConcatStage concat) => CSharpLiteral.Of(LayoutRules.PaddedColumns(concat.EarlierSize));
}
