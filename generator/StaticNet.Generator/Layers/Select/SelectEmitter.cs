using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is a selection of columns called? On the way back the columns that were not taken get 0.</summary>
internal sealed class SelectEmitter : StageEmitter
{
    private const string Rows = "__L::SelectRows";

    // What a comment or a printed network shows of a list.
    private const int ShownIndices = 12;

    public override string Module(StagePlan stage)
    {
        var select = (SelectStage)stage;
        string from = select.From is null ? "" : $", from={select.From}";
        return select.Indices.Count > 0
            ? $"Select([{Shown(select.Indices)}]{from})"
            : $"Select(start={CSharpLiteral.Of(select.Start)}, length={CSharpLiteral.Of(select.Count)}{from})";
    }

    public override string Formula(StagePlan stage) =>
        $"y = {CSharpLiteral.Of(((SelectStage)stage).Count)} of the {CSharpLiteral.Of(stage.Inputs)} values of {((SelectStage)stage).From ?? "x"}";

    public override string Derivative(StagePlan stage) => "dx = dy in the columns it came from, 0 in the others";

    // A field: as an expression the list would be allocated wherever a project is compiled without optimization.
    public override void Members(SourceWriter writer, StagePlan stage)
    {
        var select = (SelectStage)stage;
        if (select.Indices.Count > 0)
        {
            writer.Line($"private static readonly int[] {List(select)} = [{string.Join(", ", select.Indices.Select(static index => CSharpLiteral.Of(index)))}];");
            writer.Line();
        }
    }

    public override void Forward(SourceWriter writer, StageCall call)
    {
        var select = (SelectStage)call.Stage;
        string target = $"{call.Y}, {CSharpLiteral.Of(select.OutputStride)}, {call.BlockRows});";
        if (select.Indices.Count > 0)
        {
            writer.Line($"{Rows}.Forward({call.X()}, {call.InputStride}, {List(select)}, {target}");
            return;
        }

        writer.Line($"ref float selected{CSharpLiteral.Of(select.Layer)} = {call.X()};");
        writer.Line($"__L::JoinRows.Columns({KernelWriter.At($"selected{CSharpLiteral.Of(select.Layer)}", select.Start)}, {call.InputStride}, {CSharpLiteral.Of(select.Count)}, {target}");
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source)
    {
        var select = (SelectStage)call.Stage;
        string taken = select.Indices.Count > 0 ? List(select) : $"{CSharpLiteral.Of(select.Start)}, {CSharpLiteral.Of(select.Count)}";
        writer.Line($"{Rows}.Backward({call.DY}, {CSharpLiteral.Of(select.OutputStride)}, {taken}, {call.DX()}, {call.InputStride}, blockRows);");
    }

    private static string List(SelectStage select) => $"__indices{CSharpLiteral.Of(select.Layer)}";

    private static string Shown(EquatableArray<int> indices) =>
        string.Join(", ", indices.Take(ShownIndices).Select(static index => CSharpLiteral.Of(index))) + (indices.Count > ShownIndices ? ", …" : "");
}
