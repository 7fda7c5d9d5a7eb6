using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Streams;

/// <summary>The public methods of a network with memory: each is a call of the runtime's driver with the network's kernels.</summary>
internal static class StreamMembersEmitter
{
    private const string In = "__S::ReadOnlySpan<float>";
    private const string Out = "__S::Span<float>";
    private const string Batch = "in __T::SequenceBatch batch";
    private const string Buffer = "__T::ParameterBuffer";

    public static void EmitInference(SourceWriter writer, NetworkPlan plan)
    {
        string state = $"__T::NetworkState<{plan.Spec.Type.SelfReference}> state";
        const string Passes = "__Q::StreamPasses<__Stream>";
        Member(writer, $"public static partial __T::NetworkState<{plan.Spec.Type.SelfReference}> CreateState()", $"{Passes}.CreateState<{plan.Spec.Type.SelfReference}>()");
        Member(writer, $"public partial void Forward({state}, {In} input, {Out} output)", $"{Passes}.Forward(ref __parameters.Reference, state, input, output)");
        Member(writer, $"public partial void Process({state}, {In} inputs, {Out} outputs)", $"{Passes}.Process(ref __parameters.Reference, state, inputs, outputs)");
        Member(
            writer, $"public partial void ProcessVoices(__S::ReadOnlySpan<__T::NetworkState<{plan.Spec.Type.SelfReference}>> states, {In} inputs, {Out} outputs)",
            $"{Passes}.ProcessVoices(ref __parameters.Reference, states, inputs, outputs)");
        Member(writer, $"public partial void ForwardSequences(int steps, {In} inputs, {Out} outputs)", $"{Passes}.ForwardSequences(ref __parameters.Reference, steps, inputs, outputs)");
        Member(writer, $"public partial void Prime({state}, {In} input, int steps)", $"{Passes}.Prime(ref __parameters.Reference, state, input, steps)");
        if (plan.Spec.IsManyToOne)
        {
            Member(writer, $"public partial int PredictClass(int steps, {In} sequence)", $"{Passes}.PredictClass(ref __parameters.Reference, steps, sequence, __Layout.Description)");
        }
    }

    public static void EmitTraining(SourceWriter writer, NetworkPlan plan)
    {
        string passes = $"__Q::SequencePasses<__Stream, {OperatorText.Of(plan.ElementActivation)}>";
        Member(writer, $"public partial float ComputeLoss({Batch})", $"{passes}.Compute(ref __parameters.Reference, in batch, null, false, default, in __Layout.LossOptions)");
        Member(
            writer, $"public partial float ComputeGradients({Batch}, {Buffer} gradients, bool accumulate)",
            $"{passes}.ComputeGradients(ref __parameters.Reference, __Layout.Instance, in batch, gradients, accumulate, default, in __Layout.LossOptions)");
        string network = $"__T::IStreamingNetwork<{plan.Spec.Type.SelfReference}>";
        Member(
            writer, $"float {network}.ComputeGradients({Batch}, {Buffer} gradients, bool accumulate, {Out} states)",
            $"{passes}.ComputeGradients(ref __parameters.Reference, __Layout.Instance, in batch, gradients, accumulate, states, in __Layout.LossOptions)");
        Member(writer, $"void {network}.Advance({In} inputs, int steps, {Out} states, bool carry)", $"{passes}.Advance(ref __parameters.Reference, inputs, steps, states, carry)");
        Member(writer, $"static int {network}.TrainingStateLength", "__Stream.TrainingStateLength", isLast: true);
    }

    private static void Member(SourceWriter writer, string signature, string body, bool isLast = false)
    {
        if (signature.IndexOf('(') >= 0)
        {
            writer.Line(KernelWriter.Optimized);
        }

        writer.Line(signature + " =>");
        writer.Line($"    {body};");
        if (!isLast)
        {
            writer.Line();
        }
    }
}
