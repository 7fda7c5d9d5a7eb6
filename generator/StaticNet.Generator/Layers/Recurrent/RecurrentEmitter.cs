using System.Globalization;
using System.Linq;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Frozen;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How are recurrent layers called? Each kind's kernel is a class of the runtime; the layer's numbers come as an empty struct.</summary>
/// <param name="kernel">The class, without type arguments.</param>
/// <param name="formula">What a step computes.</param>
internal sealed class RecurrentEmitter(string kernel, string formula) : StageEmitter
{
    public override string Module(StagePlan stage)
    {
        RecurrentSpec spec = ((RecurrentStage)stage).Spec;
        string layers = spec.Count == 1 ? "" : $", num_layers={Text(spec.Count)}";
        string bias = spec.HasBias ? "" : ", bias=False";
        string nonlinearity = spec is RNNSpec { Nonlinearity: Activation.ReLU } ? ", nonlinearity=relu" : "";
        return $"{spec.Kind}({Text(stage.Inputs)}, {Text(spec.Hidden)}{layers}{bias}{nonlinearity})";
    }

    public override string Formula(StagePlan stage)
    {
        var recurrent = (RecurrentStage)stage;
        string which = recurrent.Spec.Count == 1 ? "" : $"layer {Text(recurrent.Number)}: ";
        return $"{which}{formula}; weight_ih at {CSharpLiteral.Of(recurrent.Weights.InputWeights)}, weight_hh at {CSharpLiteral.Of(recurrent.Weights.HiddenWeights)}";
    }

    public override string Derivative(StagePlan stage) => "through time, last step to first; none into the state that the steps began with";

    public override void Forward(SourceWriter writer, StageCall call) => writer.Line(call.Pass == PassKind.Training
        ? $"{Kernel(call.Stage)}.ForwardRows({call.X()}, ref w, {call.KeptRows}, {call.Y}, steps, sequences);"
        : $"{Kernel(call.Stage)}.Process({call.X()}, ref w, {call.Y}, {call.State}, {call.StreamScratch}, steps);");

    // One call for all gradients: ParameterGradients asks for the input's too.
    public override void ParameterGradients(SourceWriter writer, StageCall call) =>
        writer.Line($"{Kernel(call.Stage)}.BackwardRows({call.X()}, {call.Transposed}, {call.KeptRows}, {call.DY}, {call.DX()}, ref g, {call.SequenceScratch}, steps, sequences, {call.WantsInputGradient});");

    public override void InputGradient(SourceWriter writer, StageCall call, int source)
    {
    }

    public override void Transpose(SourceWriter writer, StageCall call) => writer.Line($"{Kernel(call.Stage)}.Transpose(ref w, {call.Transposed});");

    public override void States(SourceWriter writer, StageCall call, StateStep step) => writer.Line(step switch
    {
        StateStep.Begin => $"__L::JoinRows.Copy({Initial(call.Stage)}, {call.State}, {CSharpLiteral.Of(call.Stage.Time!.StateLength)});",
        StateStep.Clear when call.Stage.Time!.HasInitial => $"{Kernel(call.Stage)}.LoadStates({call.KeptRows}, {Initial(call.Stage)}, 0, sequences);",
        StateStep.Clear => $"{Kernel(call.Stage)}.ClearStates({call.KeptRows}, sequences);",
        StateStep.Load => $"{Kernel(call.Stage)}.LoadStates({call.KeptRows}, {call.TrainingState}, stateStride, sequences);",
        StateStep.Save => $"{Kernel(call.Stage)}.SaveStates({call.KeptRows}, {call.TrainingState}, stateStride, steps, sequences);",
        StateStep.Read => $"__Q::StateValues.Read({call.State}, {Text(((RecurrentStage)call.Stage).Spec.StatesPerUnit)}, {Text(call.Stage.Outputs)}, {call.Values});",
        _ => $"__Q::StateValues.Write({call.Values}, {Text(((RecurrentStage)call.Stage).Spec.StatesPerUnit)}, {Text(call.Stage.Outputs)}, {call.State});",
    });

    public override void Constants(SourceWriter writer, StagePlan stage, string modifier)
    {
        var recurrent = (RecurrentStage)stage;
        writer.Line($"// {stage.Name}: {Module(stage)}.");
        using (writer.Block($"{modifier} readonly struct {ConstantsName(stage)} : __L::IRecurrent"))
        {
            KernelProperty.Write(writer, "Inputs", stage.Inputs);
            KernelProperty.Write(writer, "Hidden", stage.Outputs);
            KernelProperty.Write(writer, "InputStride", stage.InputStride);
            KernelProperty.Write(writer, "OutputStride", stage.OutputStride);
            KernelProperty.Write(writer, "InputWeights", recurrent.Weights.InputWeights);
            KernelProperty.Write(writer, "HiddenWeights", recurrent.Weights.HiddenWeights);
            KernelProperty.Write(writer, "InputBias", recurrent.Weights.InputBias);
            KernelProperty.Write(writer, "HiddenBias", recurrent.Weights.HiddenBias);
            writer.Line($"public static bool HasBias => {(recurrent.Spec.HasBias ? "true" : "false")};");
            if (stage.Time!.HasInitial)
            {
                ConstantData.Begin(writer, "public", "float", "Initial");
                writer.Line($"    new float[] {{ {string.Join(", ", recurrent.PaddedInitial.Select(CSharpLiteral.Of))} }};");
            }
        }
    }

    private string Kernel(StagePlan stage)
    {
        string activation = ((RecurrentStage)stage).Spec is RNNSpec rnn ? $", __F::{rnn.Nonlinearity}Operator" : "";
        return $"__L::{kernel}<{ConstantsName(stage)}{activation}>";
    }

    private static string ConstantsName(StagePlan stage) => $"__{stage.Identifier}Layer";

    private static string Initial(StagePlan stage) => $"ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({ConstantsName(stage)}.Initial)";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
