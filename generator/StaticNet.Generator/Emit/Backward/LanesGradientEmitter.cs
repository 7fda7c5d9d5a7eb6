using StaticNet.Generator.Emit.Batch;
using StaticNet.Generator.Emit.Forward;
using StaticNet.Generator.Emit.Lanes;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Backward;

/// <summary>Loss and gradients of a small network: one sample without loops, more with sixteen samples in lanes.</summary>
internal static class LanesGradientEmitter
{
    private const int Samples = LanesPlan.Samples;

    public static void Emit(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        EmitComputeLoss(writer, plan, lanes);
        writer.Line();
        EmitComputeGradients(writer, plan, lanes);
        writer.Line();
        EmitBackward(writer, plan, lanes);
        writer.Line();
        EmitSingle(writer, plan, lanes);
        writer.Line();
        EmitForwardBlock(writer, plan, lanes);
        writer.Line();
        LanesForward.EmitMemoryForm(writer, plan, lanes);
        writer.Line();
        LanesBackward.Emit(writer, plan, lanes);
        writer.Line();
        LossEmitter.Emit(writer, plan, Places(plan, lanes));
        if (!plan.Last.Activation.IsIdentity)
        {
            writer.Line();
            ElementPass.EmitForward(writer, plan.Last, "__LossApply");
            writer.Line();
            ElementPass.EmitBackward(writer, plan.Last.Activation);
        }
    }

    private static LossPlaces Places(NetworkPlan plan, LanesPlan lanes) =>
        LossPlaces.At(lanes.RowPreActivations, plan.Last.Activation.IsIdentity ? lanes.RowPreActivations : lanes.RowOutputs, lanes.RowOutputs);

    private static void EmitComputeLoss(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial float ComputeLoss(in global::StaticNet.Batch batch)"))
        {
            writer.Line("int count = __Check(in batch);");
            using (writer.Block("if (count == 0)"))
            {
                writer.Line("return 0f;");
            }

            writer.Line();
            EmitReferences(writer, lanes);
            writer.Line("double loss = 0;");
            using (writer.Block($"for (int start = 0; start < count; start += {CSharpLiteral.Of(Samples)})"))
            {
                writer.Line($"int rows = global::System.Math.Min({CSharpLiteral.Of(Samples)}, count - start);");
                writer.Line($"__ForwardBlock(ref __C::Unsafe.Add(ref x, start * {CSharpLiteral.Of(plan.InputSize)}), rows, ref w, ref s);");
                writer.Line("loss += __LossRows(ref s, rows, in batch, start, scale, ref __C::Unsafe.NullRef<float>());");
            }

            writer.Line();
            writer.Line("return (float)loss;");
        }
    }

    private static void EmitComputeGradients(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        string length = CSharpLiteral.Of(plan.BufferLength);
        string stride = CSharpLiteral.Of(plan.Last.PaddedOutputs);
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial float ComputeGradients(in global::StaticNet.Batch batch, global::StaticNet.ParameterBuffer gradients, bool accumulate)"))
        {
            BackwardEmitter.EmitGradientCheck(writer, plan);
            if (FusesLabel(plan))
            {
                using (writer.Block("if (batch.HasLabels && batch.Labels.Length == 1 && batch.Inputs.Length == InputSize && batch.SampleWeights.IsEmpty && !accumulate)"))
                {
                    writer.Line($"global::StaticNet.Losses.LabelCheck.Validate(batch.Labels, {CSharpLiteral.Of(plan.OutputSize)});");
                    writer.Line("return __SingleLabel(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(batch.Inputs), ref __parameters.Reference, ref gradients.Reference, batch.Labels[0]);");
                }

                writer.Line();
            }

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
            EmitReferences(writer, lanes);
            writer.Line("ref float g = ref gradients.Reference;");
            writer.Line($"ref float rowGradient = {KernelWriter.At("s", lanes.RowGradient)};");
            writer.Line("double loss = 0;");
            using (writer.Block("if (count == 1)"))
            {
                EmitOneSample(writer, plan, lanes, "accumulate", "loss = __Single(ref x, ref w, ref s, ref target, in batch, scale, default)");
                writer.Line("return (float)loss;");
            }

            writer.Line();
            writer.Line($"ref float sums = {KernelWriter.At("s", lanes.Sums)};");
            writer.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref sums, {CSharpLiteral.Of(plan.BufferLength * Samples)}).Clear();");
            using (writer.Block($"for (int start = 0; start < count; start += {CSharpLiteral.Of(Samples)})"))
            {
                writer.Line($"int rows = global::System.Math.Min({CSharpLiteral.Of(Samples)}, count - start);");
                writer.Line($"__ForwardBlock(ref __C::Unsafe.Add(ref x, start * {CSharpLiteral.Of(plan.InputSize)}), rows, ref w, ref s);");
                writer.Line("loss += __LossRows(ref s, rows, in batch, start, scale, ref rowGradient);");
                using (writer.Block($"if (rows < {CSharpLiteral.Of(Samples)})"))
                {
                    writer.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref __C::Unsafe.Add(ref rowGradient, rows * {stride}), ({CSharpLiteral.Of(Samples)} - rows) * {stride}).Clear();");
                }

                writer.Line();
                writer.Line($"__N::Lanes.FromRows(ref rowGradient, {stride}, {KernelWriter.At("s", lanes.Gradient[0])});");
                writer.Line("__BackwardLanes(ref w, ref s);");
            }

            writer.Line();
            writer.Line($"__N::Lanes.Reduce(ref sums, {length}, ref g, accumulate);");
            writer.Line("return (float)loss;");
        }
    }

    /// <summary>The call for one sample, into the user's buffer or (adding) into one of its own first.</summary>
    private static void EmitOneSample(SourceWriter writer, NetworkPlan plan, LanesPlan lanes, string accumulate, string call)
    {
        string length = CSharpLiteral.Of(plan.BufferLength);
        writer.Line($"ref float own = {KernelWriter.At("s", lanes.Parameters)};");
        if (accumulate == "accumulate")
        {
            writer.Line("ref float target = ref accumulate ? ref own : ref g;");
        }
        else
        {
            writer.Line("ref float target = ref own;");
        }

        string clear = $"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref own, {length}).Clear();";
        string add = $"__N::Accumulation.Add(ref own, ref g, {length});";
        if (accumulate == "accumulate")
        {
            using (writer.Block("if (accumulate)"))
            {
                writer.Line(clear);
            }

            writer.Line();
            writer.Line(call + ";");
            using (writer.Block("if (accumulate)"))
            {
                writer.Line(add);
            }

            writer.Line();
        }
        else
        {
            writer.Line(clear);
            writer.Line(call + ";");
            writer.Line(add);
        }
    }

    private static void EmitBackward(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        string name = CSharpLiteral.Of(plan.Spec.Type.DisplayName);
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void Backward(global::System.ReadOnlySpan<float> input, global::System.ReadOnlySpan<float> outputGradient, global::StaticNet.ParameterBuffer gradients, global::System.Span<float> inputGradient)"))
        {
            BackwardEmitter.EmitBackwardChecks(writer, plan, name);
            writer.Line("ref float w = ref __parameters.Reference;");
            writer.Line($"ref float s = ref __N::Workspace.Take({CSharpLiteral.Of(lanes.Length)});");
            writer.Line("ref float g = ref gradients.Reference;");
            writer.Line("ref float x = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(input);");
            EmitOneSample(writer, plan, lanes, "always", "__Single(ref x, ref w, ref s, ref target, default, 0f, outputGradient)");
            using (writer.Block("if (!inputGradient.IsEmpty)"))
            {
                LinearPlan first = plan.Layers[0];
                writer.Line($"__N::InputGradient.Compute({KernelWriter.At("w", first.WeightOffset)}, {first.Inputs}, {first.Outputs}, {first.LastTileWidth}, {KernelWriter.At("s", lanes.Gradient[0])}, inputGradient);");
            }
        }
    }

    private static void EmitSingle(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        writer.Line("// One sample without loops: forward, the gradient of the loss (or the one given), backward. Overwrites `g`; returns the loss.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("private static double __Single(ref float x, ref float w, ref float s, ref float g, in global::StaticNet.Batch batch, float scale, global::System.ReadOnlySpan<float> outputGradient)"))
        {
            writer.Line($"ref float z = {KernelWriter.At("s", lanes.RowPreActivations)};");
            writer.Line($"ref float y = {KernelWriter.At("s", lanes.RowOutputs)};");
            writer.Line($"ref float dz = {KernelWriter.At("s", lanes.RowGradient)};");
            for (int i = 1; i < plan.Layers.Count; i++)
            {
                LinearPlan layer = plan.Layers[i];
                if (!StraightLineBackward.NeedsTransposed(layer))
                {
                    continue;
                }

                writer.Line($"__N::Transpose.WeightColumns({KernelWriter.At("w", layer.WeightOffset)}, {layer.Inputs}, {layer.Outputs}, {layer.LastTileWidth}, {KernelWriter.At("s", lanes.Transposed(i))});");
            }

            writer.Line("double loss;");
            KernelWriter.Ladder(writer, d => EmitSingleBody(writer, plan, lanes, d), with512: false);
            writer.Line();
            writer.Line("return loss;");
        }

        writer.Line();
        EmitLossOfOne(writer, plan, lanes);
        if (FusesLabel(plan))
        {
            writer.Line();
            EmitSingleLabel(writer, plan, lanes);
        }
    }

    /// <summary>Whether forward, cross-entropy and backward of one labelled sample stay in registers from end to end.</summary>
    private static bool FusesLabel(NetworkPlan plan) =>
        LossPlan.ForLabels(plan) is Loss loss
        && loss != Loss.BinaryCrossEntropy
        && LossPlan.IsFromPreActivation(plan, loss)
        && plan.OutputSize is > 1 and <= 4
        && plan.Spec.Training.LabelSmoothing == 0f
        && plan.Spec.Training.ClassWeights.Count == 0
        && System.Linq.Enumerable.All(System.Linq.Enumerable.Skip(plan.Layers, 1), layer => !StraightLineBackward.NeedsTransposed(layer));

    private static void EmitSingleLabel(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        writer.Line("// The lesson in one method: forward, softmax and cross-entropy, backward; one labelled sample, all in registers. Overwrites `g`.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("private static float __SingleLabel(ref float x, ref float w, ref float g, int label)"))
        {
            writer.Line("float loss;");
            KernelWriter.Ladder(
                writer,
                d =>
                {
                    var forward = new StraightLineForward(writer, plan, d);
                    forward.Emit();
                    VectorPart z = forward.PreActivations[plan.Layers.Count - 1][0];
                    writer.Line("// loss: log Σexp(z) − z[label]; its gradient is softmax(z) − one-hot(label).");
                    writer.Line($"var dz_0 = __N::RegisterSoftmax.CrossEntropy({z.Name}, {CSharpLiteral.Of(plan.OutputSize)}, label, 1f, out loss);");
                    new StraightLineBackward(writer, plan, lanes, forward, d).Emit([new VectorPart("dz_0", 0, 4)]);
                },
                with512: false);
            writer.Line();
            writer.Line("return loss;");
        }
    }

    private static void EmitSingleBody(SourceWriter writer, NetworkPlan plan, LanesPlan lanes, Dialect d)
    {
        var forward = new StraightLineForward(writer, plan, d);
        forward.Emit();
        int last = plan.Layers.Count - 1;
        foreach (VectorPart part in forward.PreActivations[last])
        {
            writer.Line(Dialect.ForLanes(part.Width).Store(part.Name, "z", part.Start));
        }

        if (!plan.Last.Activation.IsIdentity)
        {
            foreach (VectorPart part in forward.Activations[last])
            {
                writer.Line(Dialect.ForLanes(part.Width).Store(part.Name, "y", part.Start));
            }
        }

        writer.Line("loss = __LossOfOne(ref s, in batch, scale, outputGradient);");
        var backward = new StraightLineBackward(writer, plan, lanes, forward, d);
        backward.Emit();
        foreach (VectorPart part in backward.FirstGradient)
        {
            writer.Line(Dialect.ForLanes(part.Width).Store(part.Name, "s", lanes.Gradient[0] + part.Start));
        }
    }

    private static void EmitLossOfOne(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        string stride = CSharpLiteral.Of(plan.Last.PaddedOutputs);
        using (writer.Block("private static double __LossOfOne(ref float s, in global::StaticNet.Batch batch, float scale, global::System.ReadOnlySpan<float> outputGradient)"))
        {
            writer.Line($"ref float gradient = {KernelWriter.At("s", lanes.RowGradient)};");
            using (writer.Block("if (outputGradient.IsEmpty)"))
            {
                writer.Line("return __LossRows(ref s, 1, in batch, 0, scale, ref gradient);");
            }

            writer.Line();
            writer.Line($"global::System.Span<float> row = global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref gradient, {stride});");
            writer.Line("row.Clear();");
            writer.Line("outputGradient.CopyTo(row);");
            if (plan.RowActivation.IsRowWise)
            {
                writer.Line($"ref float y = {KernelWriter.At("s", lanes.RowOutputs)};");
                writer.Line($"__N::SoftmaxRows.{plan.RowActivation.Function}({KernelWriter.At("s", lanes.RowPreActivations)}, 1, OutputSize, {stride}, ref y, {stride});");
            }

            LossEmitter.EmitOutputDerivative(writer, plan, Places(plan, lanes), "gradient", "1", "y");
            writer.Line("return 0;");
        }
    }

    private static void EmitForwardBlock(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        string inputs = CSharpLiteral.Of(plan.InputSize);
        string samples = CSharpLiteral.Of(Samples);
        writer.Line("// Up to sixteen rows through all layers; the last layer's values become rows again for the loss.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("private static void __ForwardBlock(ref float x, int rows, ref float w, ref float s)"))
        {
            writer.Line("ref float block = ref x;");
            using (writer.Block($"if (rows < {samples})"))
            {
                writer.Line($"block = {KernelWriter.At("s", lanes.PaddedInputs)};");
                writer.Line($"global::System.Span<float> padded = global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref block, {CSharpLiteral.Of(Samples * plan.InputSize)});");
                writer.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref x, rows * {inputs}).CopyTo(padded);");
                writer.Line($"padded.Slice(rows * {inputs}).Clear();");
            }

            writer.Line();
            writer.Line($"__N::Lanes.FromRows(ref block, {inputs}, {KernelWriter.At("s", lanes.Inputs)});");
            writer.Line("__ForwardLanes(ref w, ref s);");
            string z = KernelWriter.At("s", lanes.RowPreActivations);
            writer.Line($"__N::Lanes.ToPaddedRows({KernelWriter.At("s", lanes.PreActivations(plan.Layers.Count - 1))}, {CSharpLiteral.Of(plan.Last.PaddedOutputs)}, {z});");
            if (!plan.Last.Activation.IsIdentity)
            {
                writer.Line($"__LossApply({z}, {KernelWriter.At("s", lanes.RowOutputs)}, {CSharpLiteral.Of(Samples * plan.Last.PaddedOutputs)});");
            }
        }
    }

    private static void EmitReferences(SourceWriter writer, LanesPlan lanes)
    {
        writer.Line("float scale = __Scale(in batch, count);");
        writer.Line("ref float x = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(batch.Inputs);");
        writer.Line("ref float w = ref __parameters.Reference;");
        writer.Line($"ref float s = ref __N::Workspace.Take({CSharpLiteral.Of(lanes.Length)});");
    }
}
