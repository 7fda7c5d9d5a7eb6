using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Matrices;

/// <summary>The public passes of a network that computes matrices: each is a call of the runtime's driver with the network's kernels.</summary>
internal static class RowMembersEmitter
{
    /// <summary>Many samples: as matrices, fewer than eight one by one.</summary>
    public static void EmitForwardBatch(SourceWriter writer, NetworkPlan plan)
    {
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void ForwardBatch(__S::ReadOnlySpan<float> inputs, __S::Span<float> outputs)"))
        {
            writer.Line($"int count = __W::BatchLengths.Check({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, inputs.Length, InputSize, outputs.Length, OutputSize);");
            using (writer.Block($"if (count >= {CSharpLiteral.Of(ScratchPlan.MinimumRows)})"))
            {
                writer.Line($"__W::RowBatch<__Kernels, {OperatorText.Of(plan.ElementActivation)}>.Forward(ref __parameters.Reference, inputs, outputs, count);");
                writer.Line("return;");
            }

            writer.Line();
            using (writer.Block("for (int i = 0; i < count; i++)"))
            {
                writer.Line("Forward(inputs.Slice(i * InputSize, InputSize), outputs.Slice(i * OutputSize, OutputSize));");
            }
        }
    }

    /// <summary>Loss and gradients.</summary>
    public static void EmitGradients(SourceWriter writer, NetworkPlan plan)
    {
        string passes = $"__W::RowPasses<__Kernels, {OperatorText.Of(plan.ElementActivation)}>";
        writer.Line(KernelWriter.Optimized);
        writer.Line("public partial float ComputeLoss(in __T::Batch batch) =>");
        writer.Line($"    {passes}.ComputeLoss(ref __parameters.Reference, in batch, in __Layout.LossOptions);");
        writer.Line();
        writer.Line(KernelWriter.Optimized);
        writer.Line("public partial float ComputeGradients(in __T::Batch batch, __T::ParameterBuffer gradients, bool accumulate) =>");
        writer.Line($"    {passes}.ComputeGradients(ref __parameters.Reference, __Layout.Instance, in batch, gradients, accumulate, in __Layout.LossOptions);");
        writer.Line();
        writer.Line(KernelWriter.Optimized);
        writer.Line("public partial void Backward(__S::ReadOnlySpan<float> input, __S::ReadOnlySpan<float> outputGradient, __T::ParameterBuffer gradients, __S::Span<float> inputGradient) =>");
        writer.Line($"    {passes}.Backward(ref __parameters.Reference, __Layout.Instance, input, outputGradient, gradients, inputGradient);");
    }
}
