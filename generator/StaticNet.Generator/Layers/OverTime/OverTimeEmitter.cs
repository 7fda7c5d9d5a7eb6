using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How do the steps of a sequence become one row?</summary>
/// <param name="kind">The layer's kind.</param>
/// <param name="method">What the runtime's methods begin with: LastStep, Mean, Max.</param>
/// <param name="keepsIndex">Whether the way back needs the steps that were chosen.</param>
internal sealed class OverTimeEmitter(string kind, string method, bool keepsIndex) : StageEmitter
{
    public override string Module(StagePlan stage) => kind + "()";

    public override void Forward(SourceWriter writer, StageCall call)
    {
        string index = keepsIndex ? $", {call.KeptRows}" : "";
        writer.Line(call.Pass == PassKind.Training
            ? $"__L::OverTimeRows.{method}({call.X()}, {call.Y}{index}, steps, sequences, {call.InputStride}, lengths);"
            : $"__Q::RunningPool.{method}({call.X()}, {call.Y}, {call.State}, steps, {call.InputStride});");
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source) => writer.Line(keepsIndex
        ? $"__L::OverTimeRows.{method}Backward({call.DY}, {call.KeptRows}, {call.DX()}, steps, sequences, {call.InputStride});"
        : $"__L::OverTimeRows.{method}Backward({call.DY}, {call.DX()}, steps, sequences, {call.InputStride}, lengths);");

    public override void States(SourceWriter writer, StageCall call, StateStep step)
    {
        if (call.Stage.Time!.StateSize > 0 && step is StateStep.Read or StateStep.Write)
        {
            writer.Line(step == StateStep.Read
                ? $"__Q::RunningPool.Read({call.State}, {call.Inputs}, {call.InputStride}, {call.Values});"
                : $"__Q::RunningPool.Write({call.Values}, {call.Inputs}, {call.InputStride}, {call.State});");
        }
    }
}
