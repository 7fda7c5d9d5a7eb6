using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>How is batch normalization called? With the batch's statistics while training; otherwise as a factor and a summand per column, mostly inside the linear layer before it.</summary>
internal sealed class BatchNorm1dEmitter : StageEmitter
{
    private const string Rows = "__L::BatchNormRows";

    public override string Module(StagePlan stage)
    {
        var norm = (BatchNorm1dStage)stage;
        return $"BatchNorm1d({CSharpLiteral.Of(norm.Inputs)}, eps={PyTorchText.Number(norm.Epsilon)}, momentum={PyTorchText.Number(norm.Momentum)}, affine={(norm.IsTrained ? "True" : "False")}, track_running_stats=True)";
    }

    public override void Fold(SourceWriter writer, StageCall call) => Fold(writer, call, call.Folded, ((BatchNorm1dStage)call.Stage).Folded.Distance);

    public override string Formula(StagePlan stage) => Text(stage).Formula(stage) + ", mean and var of the column: the batch's in training, else the running ones" + Places(stage);

    public override string Derivative(StagePlan stage) => Text(stage).Derivative(stage) + $", means over the batch; outside training dx = g/{Text(stage).Root}";

    public override void Forward(SourceWriter writer, StageCall call)
    {
        var norm = (BatchNorm1dStage)call.Stage;
        if (call.Pass != PassKind.Training)
        {
            writer.Line($"{Rows}.ScaleShift{call.Function}({call.X()}, {call.Y}, {call.BlockRows}, {call.InputStride}, {CSharpLiteral.Of(norm.Folded.Distance)}, {call.Folded});");
            return;
        }

        string epsilon = CSharpLiteral.Of(norm.Epsilon);
        using (writer.Block("if (isTraining)"))
        {
            writer.Line($"{Rows}.BatchStatistics({call.X()}, rows, {call.Inputs}, {call.InputStride}, {epsilon}, {call.KeptColumns});");
            writer.Line($"{Rows}.Forward({call.X()}, {call.Y}, blockRows, {call.Inputs}, {call.InputStride}, {Weight(call)}, {Bias(call)}, {call.KeptColumns});");
        }

        using (writer.Block("else"))
        {
            // The bits of inference; the statistics are for the way back.
            string folded = $"folded{CSharpLiteral.Of(norm.Layer)}";
            writer.Line($"{Rows}.RunningStatistics({Running(norm)}, {call.Inputs}, {call.InputStride}, {epsilon}, {call.KeptColumns});");
            writer.Line($"ref float {folded} = ref __C::Unsafe.Add({call.KeptColumns}, {CSharpLiteral.Of(3 * norm.OutputStride)});");
            Fold(writer, call, "ref " + folded, norm.OutputStride);
            writer.Line($"{Rows}.ScaleShift({call.X()}, {call.Y}, blockRows, {call.InputStride}, {call.InputStride}, ref {folded});");
        }
    }

    public override void ParameterGradients(SourceWriter writer, StageCall call)
    {
        if (call.Stage.IsTrained)
        {
            writer.Line($"{Rows}.Backward({call.X()}, {call.DY}, ref __C::Unsafe.NullRef<float>(), rows, blockRows, {call.Inputs}, {call.InputStride}, {Weight(call)}, {call.KeptColumns}, isTraining, {call.Gradient(0)}, {call.Gradient(1)});");
        }
    }

    public override void InputGradient(SourceWriter writer, StageCall call, int source) =>
        writer.Line($"{Rows}.Backward({call.X()}, {call.DY}, {call.DX()}, rows, blockRows, {call.Inputs}, {call.InputStride}, {Weight(call)}, {call.KeptColumns}, isTraining, ref __C::Unsafe.NullRef<float>(), ref __C::Unsafe.NullRef<float>());");

    public override void UpdateRunning(SourceWriter writer, StageCall call)
    {
        var norm = (BatchNorm1dStage)call.Stage;
        writer.Line($"{Rows}.UpdateRunning({call.KeptColumns}, count, {call.Inputs}, {call.InputStride}, {CSharpLiteral.Of(norm.Momentum)}, {KernelWriter.At("w", norm.RunningMean.Offset)}, {KernelWriter.At("w", norm.RunningVariance.Offset)});");
    }

    private static void Fold(SourceWriter writer, StageCall call, string folded, int distance)
    {
        var norm = (BatchNorm1dStage)call.Stage;
        writer.Line($"{Rows}.Fold({Weight(call)}, {Bias(call)}, {Running(norm)}, {call.Inputs}, {call.InputStride}, {CSharpLiteral.Of(distance)}, {CSharpLiteral.Of(norm.Epsilon)}, {folded});");
    }

    private static string Running(BatchNorm1dStage norm) => $"{KernelWriter.At("w", norm.RunningMean.Offset)}, {KernelWriter.At("w", norm.RunningVariance.Offset)}";

    private static string Weight(StageCall call) => call.Stage.IsTrained ? call.Parameter(0) : "ref __C::Unsafe.NullRef<float>()";

    private static string Bias(StageCall call) => call.Stage.IsTrained ? call.Parameter(1) : "ref __C::Unsafe.NullRef<float>()";

    private static NormText Text(StagePlan stage) => new($"√(var + {PyTorchText.Number(((BatchNorm1dStage)stage).Epsilon)})", IsCentered: true);
}
