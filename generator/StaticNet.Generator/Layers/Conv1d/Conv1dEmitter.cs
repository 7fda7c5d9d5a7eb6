using System.Globalization;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is a causal convolution called?</summary>
internal sealed class Conv1dEmitter : StageEmitter
{
    public override string Module(StagePlan stage)
    {
        Conv1dSpec spec = ((Conv1dStage)stage).Spec;
        string dilation = spec.Dilation == 1 ? "" : $", dilation=({Text(spec.Dilation)},)";
        string groups = spec.Groups == 1 ? "" : $", groups={Text(spec.Groups)}";
        string bias = spec.HasBias ? "" : ", bias=False";
        return $"Conv1d({Text(stage.Inputs)}, {Text(spec.Outputs)}, kernel_size=({Text(spec.Kernel)},), stride=(1,){dilation}{groups}{bias})";
    }

    public override string Formula(StagePlan stage)
    {
        var conv = (Conv1dStage)stage;
        return $"y(t) = bias + Σ W(k)·x(t − ({Text(conv.Spec.Kernel - 1)} − k)·{Text(conv.Spec.Dilation)}); weight at {CSharpLiteral.Of(conv.Weights)}";
    }

    public override string Derivative(StagePlan stage) => "dW(k) = Σ dy(t)·x(t − …)ᵀ, db = Σ dy, dx = Σ W(k)ᵀ·dy ahead in time; none into the past before the first step";

    public override void Forward(SourceWriter writer, StageCall call) => writer.Line(call.Pass == PassKind.Training
        ? $"{Kernel(call.Stage)}.ForwardRows({call.X()}, ref w, {call.KeptRows}, {call.Y}, steps, sequences);"
        : $"{Kernel(call.Stage)}.Process({call.X()}, ref w, {call.Y}, {call.State}, position, steps);");

    // One call for all gradients: ParameterGradients asks for the input's too.
    public override void ParameterGradients(SourceWriter writer, StageCall call) =>
        writer.Line($"{Kernel(call.Stage)}.BackwardRows({call.Transposed}, {call.KeptRows}, {call.DY}, {call.DX()}, ref g, steps, sequences, {call.WantsInputGradient});");

    public override void InputGradient(SourceWriter writer, StageCall call, int source)
    {
    }

    public override void Transpose(SourceWriter writer, StageCall call) => writer.Line($"{Kernel(call.Stage)}.Transpose(ref w, {call.Transposed});");

    public override void States(SourceWriter writer, StageCall call, StateStep step)
    {
        // A kernel of one step has no past.
        if (((Conv1dStage)call.Stage).History == 0)
        {
            return;
        }

        writer.Line(step switch
        {
            StateStep.Clear => $"{Kernel(call.Stage)}.ClearStates({call.KeptRows}, sequences);",
            StateStep.Load => $"{Kernel(call.Stage)}.LoadStates({call.KeptRows}, {call.TrainingState}, stateStride, sequences);",
            StateStep.Save => $"{Kernel(call.Stage)}.SaveStates({call.KeptRows}, {call.TrainingState}, stateStride, steps, sequences);",
            StateStep.Read => $"{Kernel(call.Stage)}.ReadHistory({call.State}, position, {call.Values});",
            _ => $"{Kernel(call.Stage)}.WriteHistory({call.Values}, {call.State}, position);",
        });
    }

    public override void Constants(SourceWriter writer, StagePlan stage, string modifier)
    {
        var conv = (Conv1dStage)stage;
        writer.Line($"// {stage.Name}: {Module(stage)}.");
        using (writer.Block($"{modifier} readonly struct {ConstantsName(stage)} : __L::ICausalConv1d"))
        {
            KernelProperty.Write(writer, "Inputs", stage.Inputs);
            KernelProperty.Write(writer, "Outputs", stage.Outputs);
            KernelProperty.Write(writer, "InputStride", stage.InputStride);
            KernelProperty.Write(writer, "OutputStride", stage.OutputStride);
            KernelProperty.Write(writer, "Kernel", conv.Spec.Kernel);
            KernelProperty.Write(writer, "Dilation", conv.Spec.Dilation);
            KernelProperty.Write(writer, "Groups", conv.Spec.Groups);
            KernelProperty.Write(writer, "Weights", conv.Weights);
            KernelProperty.Write(writer, "Bias", conv.Bias);
            writer.Line($"public static bool HasBias => {(conv.Spec.HasBias ? "true" : "false")};");
        }
    }

    private static string Kernel(StagePlan stage) => $"__L::CausalConv1dRows<{ConstantsName(stage)}>";

    private static string ConstantsName(StagePlan stage) => $"__{stage.Identifier}Layer";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
