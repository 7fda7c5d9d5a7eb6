using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Backward;

/// <summary>How do loss and gradients come about? Forward, loss, then layer by layer backward, block of rows by block of rows.</summary>
internal static class BackwardEmitter
{
    public static void Emit(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        EmitComputeLoss(writer, plan, scratch);
        writer.Line();
        EmitComputeGradients(writer, plan, scratch);
        writer.Line();
        EmitBackward(writer, plan, scratch);
        writer.Line();
        EmitBackwardRows(writer, plan, scratch);
        writer.Line();
        EmitTranspose(writer, plan, scratch);
        writer.Line();
        EmitPadded(writer, plan, scratch);
        writer.Line();
        LossEmitter.Emit(writer, plan, Places(plan, scratch));
    }

    private static LossPlaces Places(NetworkPlan plan, ScratchPlan scratch) =>
        LossPlaces.At(scratch.PreActivations(plan.Layers.Count - 1), scratch.Outputs(plan.Layers.Count - 1), scratch.Gradient[1]);

    private static void EmitComputeLoss(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        string inputs = CSharpLiteral.Of(plan.InputSize);
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial float ComputeLoss(in global::StaticNet.Batch batch)"))
        {
            writer.Line("int count = __Check(in batch);");
            using (writer.Block("if (count == 0)"))
            {
                writer.Line("return 0f;");
            }

            writer.Line();
            writer.Line("float scale = __Scale(in batch, count);");
            EmitReferences(writer, scratch);
            writer.Line("double loss = 0;");
            using (writer.Block($"for (int start = 0; start < count; start += {CSharpLiteral.Of(scratch.Rows)})"))
            {
                writer.Line($"int rows = global::System.Math.Min({CSharpLiteral.Of(scratch.Rows)}, count - start);");
                writer.Line($"__ForwardRows(ref __Padded(ref __C::Unsafe.Add(ref x, start * {inputs}), rows, ref s), ref w, ref s, global::System.Math.Max(rows, {CSharpLiteral.Of(ScratchPlan.MinimumRows)}));");
                writer.Line("loss += __LossRows(ref s, rows, in batch, start, scale, ref __C::Unsafe.NullRef<float>());");
            }

            writer.Line();
            writer.Line("return (float)loss;");
        }
    }

    private static void EmitComputeGradients(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        string inputs = CSharpLiteral.Of(plan.InputSize);
        string length = CSharpLiteral.Of(plan.BufferLength);
        string minimum = CSharpLiteral.Of(ScratchPlan.MinimumRows);
        string stride = CSharpLiteral.Of(plan.Last.PaddedOutputs);
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial float ComputeGradients(in global::StaticNet.Batch batch, global::StaticNet.ParameterBuffer gradients, bool accumulate)"))
        {
            EmitGradientCheck(writer, plan);
            writer.Line("int count = __Check(in batch);");
            using (writer.Block("if (count == 0)"))
            {
                using (writer.Block("if (!accumulate)"))
                {
                    writer.Line("gradients.Clear();");
                }

                writer.Line();
                writer.Line("return 0f;");
            }

            writer.Line();
            writer.Line("float scale = batch.Part?.Scale ?? __Scale(in batch, count);");
            EmitReferences(writer, scratch);
            writer.Line("ref float g = ref gradients.Reference;");
            writer.Line($"ref float own = {KernelWriter.At("s", scratch.Parameters)};");
            writer.Line($"ref float dz = {KernelWriter.At("s", scratch.Gradient[0])};");
            writer.Line("__Transpose(ref w, ref s);");
            writer.Line("double loss = 0;");
            using (writer.Block($"for (int start = 0; start < count; start += {CSharpLiteral.Of(scratch.Rows)})"))
            {
                writer.Line($"int rows = global::System.Math.Min({CSharpLiteral.Of(scratch.Rows)}, count - start);");
                writer.Line($"ref float block = ref __Padded(ref __C::Unsafe.Add(ref x, start * {inputs}), rows, ref s);");
                writer.Line($"__ForwardRows(ref block, ref w, ref s, global::System.Math.Max(rows, {minimum}));");
                writer.Line("loss += __LossRows(ref s, rows, in batch, start, scale, ref dz);");
                using (writer.Block($"if (rows < {minimum})"))
                {
                    writer.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref __C::Unsafe.Add(ref dz, rows * {stride}), ({minimum} - rows) * {stride}).Clear();");
                }

                writer.Line();
                using (writer.Block("if (start == 0 && !accumulate)"))
                {
                    writer.Line("__BackwardRows(ref block, ref s, ref g, rows);");
                }

                using (writer.Block("else"))
                {
                    writer.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref own, {length}).Clear();");
                    writer.Line("__BackwardRows(ref block, ref s, ref own, rows);");
                    writer.Line($"__N::Accumulation.Add(ref own, ref g, {length});");
                }
            }

            writer.Line();
            writer.Line("return batch.Finish(loss);");
        }
    }

    private static void EmitBackward(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        string name = CSharpLiteral.Of(plan.Spec.Type.DisplayName);
        string length = CSharpLiteral.Of(plan.BufferLength);
        string minimum = CSharpLiteral.Of(ScratchPlan.MinimumRows);
        string stride = CSharpLiteral.Of(plan.Last.PaddedOutputs);
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void Backward(global::System.ReadOnlySpan<float> input, global::System.ReadOnlySpan<float> outputGradient, global::StaticNet.ParameterBuffer gradients, global::System.Span<float> inputGradient)"))
        {
            EmitBackwardChecks(writer, plan, name);
            writer.Line("ref float w = ref __parameters.Reference;");
            writer.Line($"ref float s = ref __N::Workspace.Take({CSharpLiteral.Of(scratch.Length)});");
            writer.Line("ref float block = ref __Padded(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(input), 1, ref s);");
            writer.Line($"ref float own = {KernelWriter.At("s", scratch.Parameters)};");
            writer.Line($"ref float dz = {KernelWriter.At("s", scratch.Gradient[0])};");
            writer.Line($"__ForwardRows(ref block, ref w, ref s, {minimum});");
            writer.Line($"global::System.Span<float> rows = global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref dz, {minimum} * {stride});");
            writer.Line("rows.Clear();");
            writer.Line("outputGradient.CopyTo(rows);");
            if (plan.RowActivation.IsRowWise)
            {
                writer.Line($"ref float y = {KernelWriter.At("s", scratch.Gradient[1])};");
                writer.Line($"__N::SoftmaxRows.{plan.RowActivation.Function}({KernelWriter.At("s", scratch.PreActivations(plan.Layers.Count - 1))}, 1, OutputSize, {stride}, ref y, {stride});");
            }

            LossEmitter.EmitOutputDerivative(writer, plan, Places(plan, scratch), "dz", "1", "y");
            writer.Line("__Transpose(ref w, ref s);");
            writer.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref own, {length}).Clear();");
            writer.Line("__BackwardRows(ref block, ref s, ref own, 1);");
            writer.Line($"__N::Accumulation.Add(ref own, ref gradients.Reference, {length});");
            using (writer.Block("if (!inputGradient.IsEmpty)"))
            {
                LinearPlan first = plan.Layers[0];
                string firstGradient = KernelWriter.At("s", scratch.Gradient[(plan.Layers.Count - 1) % 2]);
                writer.Line($"__N::InputGradient.Compute({KernelWriter.At("w", first.WeightOffset)}, {first.Inputs}, {first.Outputs}, {first.LastTileWidth}, {firstGradient}, inputGradient);");
            }
        }
    }

    public static void EmitBackwardChecks(SourceWriter writer, NetworkPlan plan, string name)
    {
        using (writer.Block("if (input.Length != InputSize || outputGradient.Length != OutputSize)"))
        {
            writer.Line($"global::StaticNet.ThrowHelper.SampleLengths({name}, input.Length, InputSize, outputGradient.Length, OutputSize);");
        }

        writer.Line();
        using (writer.Block("if (!inputGradient.IsEmpty && inputGradient.Length != InputSize)"))
        {
            writer.Line($"global::StaticNet.ThrowHelper.SampleLengths({name}, inputGradient.Length, InputSize, OutputSize, OutputSize);");
        }

        writer.Line();
        EmitGradientCheck(writer, plan);
    }

    private static void EmitBackwardRows(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        writer.Line("// Last layer to first: gradients of weights and biases from dZ, then dZ of the layer before. Overwrites `g`.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("private static void __BackwardRows(ref float x, ref float s, ref float g, int rows)"))
        {
            int count = plan.Layers.Count;
            if (count > 1)
            {
                writer.Line($"int blockRows = global::System.Math.Max(rows, {CSharpLiteral.Of(ScratchPlan.MinimumRows)});");
            }

            for (int i = count - 1; i >= 0; i--)
            {
                LinearPlan layer = plan.Layers[i];
                string dz = KernelWriter.At("s", scratch.Gradient[(count - 1 - i) % 2]);
                string inputs = i == 0 ? "ref x" : KernelWriter.At("s", scratch.Outputs(i - 1));
                writer.Line($"// {layer.Name}: dW = Xᵀ·dZ{(layer.HasBias ? ", db = Σ dZ" : "")}.");
                writer.Line(LinearKernel.WeightGradient(layer, inputs, dz));
                if (layer.HasBias)
                {
                    string stride = CSharpLiteral.Of(layer.PaddedOutputs);
                    writer.Line($"__N::ColumnSums.Compute({dz}, rows, {stride}, {stride}, {KernelWriter.At("g", layer.BiasOffset)});");
                }

                if (i > 0)
                {
                    LinearPlan before = plan.Layers[i - 1];
                    string kept = before.Activation.Needs == DerivativeNeeds.Input
                        ? KernelWriter.At("s", scratch.PreActivations(i - 1))
                        : KernelWriter.At("s", scratch.Outputs(i - 1));
                    string dx = KernelWriter.At("s", scratch.Gradient[(count - i) % 2]);
                    writer.Line($"// {layer.Name}: dX = dZ·Wᵀ, then the derivative of {before.Name}'s {before.Activation.Function}.");
                    writer.Line(LinearKernel.InputGradient(layer, before.Activation, dz, KernelWriter.At("s", scratch.Transposed(i)), kept, dx));
                }
            }
        }
    }

    private static void EmitTranspose(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        writer.Line("// Wᵀ of every layer but the first, once per call.");
        using (writer.Block("private static void __Transpose(ref float w, ref float s)"))
        {
            for (int i = 1; i < plan.Layers.Count; i++)
            {
                LinearPlan layer = plan.Layers[i];
                writer.Line($"__N::Transpose.WeightColumns({KernelWriter.At("w", layer.WeightOffset)}, {layer.Inputs}, {layer.Outputs}, {layer.LastTileWidth}, {KernelWriter.At("s", scratch.Transposed(i))});");
            }
        }
    }

    private static void EmitPadded(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        string inputs = CSharpLiteral.Of(plan.InputSize);
        string minimum = CSharpLiteral.Of(ScratchPlan.MinimumRows);
        writer.Line("// Kernels take blocks of eight rows: a shorter batch is copied and filled up with rows of zeros.");
        using (writer.Block("private static ref float __Padded(ref float x, int rows, ref float s)"))
        {
            using (writer.Block($"if (rows >= {minimum})"))
            {
                writer.Line("return ref x;");
            }

            writer.Line();
            writer.Line($"ref float padded = {KernelWriter.At("s", scratch.PaddedInputs)};");
            writer.Line($"global::System.Span<float> all = global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref padded, {CSharpLiteral.Of(ScratchPlan.MinimumRows * plan.InputSize)});");
            writer.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref x, rows * {inputs}).CopyTo(all);");
            writer.Line($"all.Slice(rows * {inputs}).Clear();");
            writer.Line("return ref padded;");
        }
    }

    private static void EmitReferences(SourceWriter writer, ScratchPlan scratch)
    {
        writer.Line("ref float x = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(batch.Inputs);");
        writer.Line("ref float w = ref __parameters.Reference;");
        writer.Line($"ref float s = ref __N::Workspace.Take({CSharpLiteral.Of(scratch.Length)});");
    }

    public static void EmitGradientCheck(SourceWriter writer, NetworkPlan plan)
    {
        using (writer.Block("if (gradients is null || gradients.Layout != __Layout.Instance)"))
        {
            writer.Line($"global::StaticNet.ThrowHelper.ForeignGradients({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, gradients);");
        }

        writer.Line();
    }
}
