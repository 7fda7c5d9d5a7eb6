using System.Linq;
using StaticNet.Generator.Emit.Backward;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>The public methods of a staged network's training: checks, scratch memory, blocks of rows.</summary>
internal static class StagedEntries
{
    private const string Span = "global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan";

    public static void Emit(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        EmitComputeLoss(writer, plan, scratch);
        writer.Line();
        EmitComputeGradients(writer, plan, scratch);
        writer.Line();
        EmitBackward(writer, plan, scratch);
    }

    private static void EmitComputeLoss(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
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
            EmitStart(writer, plan, scratch);
            writer.Line("double loss = 0;");
            using (EmitBlocks(writer, plan))
            {
                writer.Line($"loss += __LossRows(ref s, {StagedBackward.CapacityArgument(plan)}rows, in batch, start, scale, ref __C::Unsafe.NullRef<float>());");
            }

            writer.Line();
            writer.Line("return (float)loss;");
        }
    }

    private static void EmitComputeGradients(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        string length = CSharpLiteral.Of(plan.BufferLength);
        string stride = CSharpLiteral.Of(plan.OutputStride);
        string capacity = StagedBackward.CapacityArgument(plan);
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
            EmitStart(writer, plan, scratch);
            writer.Line("ref float g = ref gradients.Reference;");
            writer.Line($"ref float own = {KernelWriter.At("f", scratch.OwnGradients)};");
            writer.Line($"ref float dz = {StageCall.Matrix(plan, scratch, scratch.Gradient(plan.Staged!.Last), PassKind.Training)};");
            writer.Line("__Transpose(ref w, ref f, withInput: false);");
            writer.Line("double loss = 0;");
            using (EmitBlocks(writer, plan))
            {
                writer.Line($"loss += __LossRows(ref s, {capacity}rows, in batch, start, scale, ref dz);");
                writer.Line($"{Span}(ref __C::Unsafe.Add(ref dz, rows * {stride}), (blockRows - rows) * {stride}).Clear();");
                using (writer.Block("if (start == 0 && !accumulate)"))
                {
                    writer.Line($"__BackwardRows(ref w, ref f, ref s, ref g, {capacity}rows, blockRows, batch.IsTraining, batch.DropoutSeed, start, withInput: false);");
                }

                using (writer.Block("else"))
                {
                    writer.Line($"{Span}(ref own, {length}).Clear();");
                    writer.Line($"__BackwardRows(ref w, ref f, ref s, ref own, {capacity}rows, blockRows, batch.IsTraining, batch.DropoutSeed, start, withInput: false);");
                    writer.Line($"__N::Accumulation.Add(ref own, ref g, {length});");
                }
            }

            writer.Line();
            if (plan.Staged!.HasRunningStatistics)
            {
                using (writer.Block("if (batch.IsTraining)"))
                {
                    for (int i = 0; i < plan.Staged.Stages.Count; i++)
                    {
                        StageEmitters.Of(plan.Staged.Stages[i]).UpdateRunning(writer, new StageCall(plan, scratch, i));
                    }
                }

                writer.Line();
            }

            writer.Line("return batch.Finish(loss);");
        }
    }

    private static void EmitBackward(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        StagedPlan staged = plan.Staged!;
        string length = CSharpLiteral.Of(plan.BufferLength);
        string minimum = CSharpLiteral.Of(ScratchPlan.MinimumRows);
        string stride = CSharpLiteral.Of(plan.OutputStride);
        string capacity = StagedBackward.CapacityArgument(plan);
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void Backward(global::System.ReadOnlySpan<float> input, global::System.ReadOnlySpan<float> outputGradient, global::StaticNet.ParameterBuffer gradients, global::System.Span<float> inputGradient)"))
        {
            EmitBackwardChecks(writer, plan, CSharpLiteral.Of(plan.Spec.Type.DisplayName));
            EmitScratch(writer, plan, scratch, $"const int capacity = {CSharpLiteral.Of(scratch.Rows)};");
            writer.Line("bool withInput = !inputGradient.IsEmpty;");
            writer.Line($"global::StaticNet.Layers.JoinRows.Load(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(input), 1, {CSharpLiteral.Of(plan.InputSize)}, ref s, {CSharpLiteral.Of(staged.Stride(0))}, {minimum});");
            writer.Line($"__TrainRows(ref w, ref f, ref s, {capacity}1, {minimum}, isTraining: false, 0UL, 0);");
            writer.Line($"ref float dz = {StageCall.Matrix(plan, scratch, scratch.Gradient(staged.Last), PassKind.Training)};");
            writer.Line($"global::System.Span<float> block = {Span}(ref dz, {minimum} * {stride});");
            writer.Line("block.Clear();");
            writer.Line("outputGradient.CopyTo(block);");
            LossPlaces places = StagedBackward.Places(plan, scratch);
            if (plan.RowActivation.IsRowWise)
            {
                writer.Line($"ref float y = {places.Spare};");
                writer.Line($"__N::SoftmaxRows.{plan.RowActivation.Function}({places.PreActivations}, 1, OutputSize, {stride}, ref y, {stride});");
            }

            LossEmitter.EmitOutputDerivative(writer, plan, places, "dz", "1", "y");
            writer.Line($"ref float own = {KernelWriter.At("f", scratch.OwnGradients)};");
            writer.Line("__Transpose(ref w, ref f, withInput);");
            writer.Line($"{Span}(ref own, {length}).Clear();");
            writer.Line($"__BackwardRows(ref w, ref f, ref s, ref own, {capacity}1, {minimum}, isTraining: false, 0UL, 0, withInput);");
            writer.Line($"__N::Accumulation.Add(ref own, ref gradients.Reference, {length});");
            using (writer.Block("if (withInput)"))
            {
                writer.Line($"{Span}({StageCall.Matrix(plan, scratch, scratch.Gradient(0), PassKind.Training)}, InputSize).CopyTo(inputGradient);");
            }
        }
    }

    private static void EmitBackwardChecks(SourceWriter writer, NetworkPlan plan, string name)
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

    private static void EmitGradientCheck(SourceWriter writer, NetworkPlan plan)
    {
        using (writer.Block("if (gradients is null || gradients.Layout != __Layout.Instance)"))
        {
            writer.Line($"global::StaticNet.ThrowHelper.ForeignGradients({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, gradients);");
        }

        writer.Line();
    }

    /// <summary>Scale, scratch memory, and the check that batch statistics need.</summary>
    private static void EmitStart(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        string rows = CSharpLiteral.Of(scratch.Rows);
        string capacity = $"const int capacity = {rows};";
        if (plan.Staged!.NeedsWholeBatch)
        {
            StagePlan norm = plan.Staged.Stages.First(stage => stage.NeedsWholeBatch);
            using (writer.Block("if (batch.IsTraining && count == 1)"))
            {
                writer.Line($"global::StaticNet.ThrowHelper.BatchOfOne({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, {CSharpLiteral.Of(norm.Name)});");
            }

            writer.Line();
            writer.Line("// Statistics of a batch need all of it at once.");
            capacity = $"int capacity = batch.IsTraining ? global::System.Math.Max({rows}, (count + 7) & ~7) : {rows};";
        }

        writer.Line("float scale = batch.Part?.Scale ?? __Scale(in batch, count);");
        writer.Line("ref float x = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(batch.Inputs);");
        EmitScratch(writer, plan, scratch, capacity);
    }

    private static void EmitScratch(SourceWriter writer, NetworkPlan plan, StageScratch scratch, string capacity)
    {
        writer.Line("ref float w = ref __parameters.Reference;");
        writer.Line(capacity);
        writer.Line($"ref float f = ref __N::Workspace.Take(checked({CSharpLiteral.Of(scratch.FixedLength)} + (capacity * {CSharpLiteral.Of(scratch.Columns)})));");
        writer.Line($"ref float s = {KernelWriter.At("f", scratch.FixedLength)};");
    }

    /// <summary>The loop over blocks of rows: inputs copied, all stages forward.</summary>
    private static SourceWriter.Scope EmitBlocks(SourceWriter writer, NetworkPlan plan)
    {
        string inputs = CSharpLiteral.Of(plan.InputSize);
        SourceWriter.Scope loop = writer.Block("for (int start = 0; start < count; start += capacity)");
        writer.Line("int rows = global::System.Math.Min(capacity, count - start);");
        writer.Line($"int blockRows = global::System.Math.Max(rows, {CSharpLiteral.Of(ScratchPlan.MinimumRows)});");
        writer.Line($"global::StaticNet.Layers.JoinRows.Load(ref __C::Unsafe.Add(ref x, start * {inputs}), rows, {inputs}, ref s, {CSharpLiteral.Of(plan.Staged!.Stride(0))}, blockRows);");
        writer.Line($"__TrainRows(ref w, ref f, ref s, {StagedBackward.CapacityArgument(plan)}rows, blockRows, batch.IsTraining, batch.DropoutSeed, start);");
        return loop;
    }
}
