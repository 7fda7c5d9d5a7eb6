using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>The public passes of a small network: checks and loops are the library's.</summary>
internal static class LanesEmitter
{
    private const string Reference = "__M::MemoryMarshal.GetReference";

    /// <summary>Many samples: sixteen at a time in lanes, fewer one by one.</summary>
    public static void EmitForwardBatch(SourceWriter writer, DensePlan plan)
    {
        if (plan.LanesScratch.IsOnStack)
        {
            ScratchText.EmitType(writer, "__LaneScratch", plan.LanesScratch.StackFloats);
            writer.Line();
        }

        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void ForwardBatch(__S::ReadOnlySpan<float> inputs, __S::Span<float> outputs)"))
        {
            string memory = ScratchText.Take(writer, "__LaneScratch", plan.LanesScratch);
            writer.Line($"int done = __W::LanesBatch<__Kernels, {OperatorText.Of(plan.ElementActivation)}>.Forward(ref __parameters.Reference, inputs, outputs, {memory});");
            using (writer.Block("for (int i = done; i < inputs.Length / InputSize; i++)"))
            {
                writer.Line("Forward(inputs.Slice(i * InputSize, InputSize), outputs.Slice(i * OutputSize, OutputSize));");
            }
        }
    }

    /// <summary>Loss and gradients.</summary>
    public static void EmitGradients(SourceWriter writer, DensePlan plan)
    {
        string passes = $"__W::LanesPasses<__Kernels, {OperatorText.Of(plan.ElementActivation)}>";
        writer.Line(KernelWriter.Optimized);
        writer.Line("public partial float ComputeLoss(in __T::Batch batch) =>");
        writer.Line($"    {passes}.ComputeLoss(ref __parameters.Reference, in batch, in __Layout.LossOptions);");
        writer.Line();
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial float ComputeGradients(in __T::Batch batch, __T::ParameterBuffer gradients, bool accumulate)"))
        {
            writer.Line($"__W::GradientLengths.Check({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, __Layout.Instance, gradients);");
            string rest = $"{passes}.ComputeGradients(ref __parameters.Reference, in batch, ref gradients.Reference, accumulate, in __Layout.LossOptions)";
            if (!LanesText.FusesLabel(plan))
            {
                writer.Line($"return {rest};");
            }
            else
            {
                writer.Line($"return {passes}.IsOneLabel(in batch, accumulate) // no scratch memory: all in registers");
                writer.Line($"    ? (float){passes}.Sample(ref {Reference}(batch.Inputs), ref __parameters.Reference, ref __C::Unsafe.NullRef<float>(), ref gradients.Reference, new __W::LabelLoss(batch.Labels[0]))");
                writer.Line($"    : {rest};");
            }
        }

        writer.Line();
        writer.Line(KernelWriter.Optimized);
        writer.Line("public partial void Backward(__S::ReadOnlySpan<float> input, __S::ReadOnlySpan<float> outputGradient, __T::ParameterBuffer gradients, __S::Span<float> inputGradient) =>");
        writer.Line($"    {passes}.Backward(ref __parameters.Reference, __Layout.Instance, input, outputGradient, gradients, inputGradient);");
    }
}
