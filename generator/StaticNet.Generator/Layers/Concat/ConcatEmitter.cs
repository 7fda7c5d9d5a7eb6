using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is a concatenation called? On the way back each source gets its columns.</summary>
internal sealed class ConcatEmitter : StageEmitter
{
    public override string Module(StagePlan stage) => $"Concat(dim=1, from={((ConcatStage)stage).From})";

    public override string Formula(StagePlan stage) =>
        $"y = the {CSharpLiteral.Of(stage.Inputs)} values of x, then the {CSharpLiteral.Of(((ConcatStage)stage).AppendedSize)} of the earlier value";

    public override string Derivative(StagePlan stage) => "dx = the columns of dy, to where each came from";

    public override void Forward(SourceWriter writer, StageCall call)
    {
        int appended = ((ConcatStage)call.Stage).AppendedSize;
        writer.Line($"__L::JoinRows.Concat({call.X(0)}, {call.Inputs}, {call.InputStride}, {call.X(1)}, {CSharpLiteral.Of(appended)}, {CSharpLiteral.Of(LayoutRules.PaddedColumns(appended))}, {call.Y}, {CSharpLiteral.Of(call.Stage.OutputStride)}, {call.BlockRows});");
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source)
    {
        var concat = (ConcatStage)call.Stage;
        int columns = source == 0 ? concat.Size : concat.AppendedSize;
        writer.Line($"ref float columns{CSharpLiteral.Of(concat.Layer)}x{CSharpLiteral.Of(source)} = {call.DY};");
        string first = KernelWriter.At($"columns{CSharpLiteral.Of(concat.Layer)}x{CSharpLiteral.Of(source)}", source == 0 ? 0 : concat.Size);
        writer.Line($"__L::JoinRows.Columns({first}, {CSharpLiteral.Of(concat.OutputStride)}, {CSharpLiteral.Of(columns)}, {call.DX(source)}, {CSharpLiteral.Of(LayoutRules.PaddedColumns(columns))}, blockRows);");
    }
}
