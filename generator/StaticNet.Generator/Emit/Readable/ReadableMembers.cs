using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Readable;

/// <summary>The public passes of a network that is generated for reading.</summary>
internal static class ReadableMembers
{
    public static void EmitForward(SourceWriter writer, DensePlan plan)
    {
        var places = new ReadablePlan(plan);
        string values = CSharpLiteral.Of(places.Values), outputs = CSharpLiteral.Of(plan.OutputSize);
        string last = $"values.Slice({CSharpLiteral.Of(places.PreActivations(plan.Layers.Count - 1))}, {outputs})";
        using (writer.Block($"public partial void Forward({ReadableText.Read} input, {ReadableText.Write} output)"))
        {
            writer.Line($"__W::SampleLengths.Check({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, input.Length, InputSize, output.Length, OutputSize);");
            writer.Line(places.Scratch.IsOnStack
                ? $"{ReadableText.Write} values = stackalloc float[{values}];"
                : $"{ReadableText.Write} values = __M::MemoryMarshal.CreateSpan(ref __N::Workspace.Take({values}), {values});");
            writer.Line("__Kernels.Forward(input, __parameters.Values, values);");
            if (!plan.ElementActivation.IsIdentity)
            {
                using (writer.Block(ReadableText.For("unit", 0, plan.OutputSize)))
                {
                    writer.Line($"output[unit] = __W::Scalar.Apply<{OperatorText.Of(plan.ElementActivation)}>({last}[unit]);");
                }

                return;
            }

            writer.Line($"{last}.CopyTo(output);");
            if (plan.RowActivation.IsRowWise)
            {
                writer.Line($"{OperatorText.Rows(plan.RowActivation)}(ref output[0], 1, {outputs}, {outputs}, ref output[0], {outputs});");
            }
        }
    }

    public static void EmitForwardBatch(SourceWriter writer, DensePlan plan)
    {
        using (writer.Block($"public partial void ForwardBatch({ReadableText.Read} inputs, {ReadableText.Write} outputs)"))
        {
            writer.Line($"int count = __W::BatchLengths.Check({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, inputs.Length, InputSize, outputs.Length, OutputSize);");
            using (writer.Block("for (int i = 0; i < count; i++)"))
            {
                writer.Line("Forward(inputs.Slice(i * InputSize, InputSize), outputs.Slice(i * OutputSize, OutputSize));");
            }
        }
    }

    public static void EmitGradients(SourceWriter writer, DensePlan plan)
    {
        string passes = $"__W::ScalarPasses<__Kernels, {OperatorText.Of(plan.ElementActivation)}>";
        writer.Line("// Row after row: Forward, the loss and its gradient, Backward.");
        writer.Line("public partial float ComputeLoss(in __T::Batch batch) =>");
        writer.Line($"    {passes}.ComputeLoss(__parameters.Values, in batch, in __Layout.LossOptions);");
        writer.Line();
        writer.Line("public partial float ComputeGradients(in __T::Batch batch, __T::ParameterBuffer gradients, bool accumulate) =>");
        writer.Line($"    {passes}.ComputeGradients(__parameters.Values, __Layout.Instance, in batch, gradients, accumulate, in __Layout.LossOptions);");
        writer.Line();
        writer.Line($"public partial void Backward({ReadableText.Read} input, {ReadableText.Read} outputGradient, __T::ParameterBuffer gradients, {ReadableText.Write} inputGradient) =>");
        writer.Line($"    {passes}.Backward(__parameters.Values, __Layout.Instance, input, outputGradient, gradients, inputGradient);");
    }
}
