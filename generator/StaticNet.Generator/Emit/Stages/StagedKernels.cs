using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>What does the runtime's driver need to know of a network of stages? Where its matrices lie, and its stages for a block of rows, forward and back.</summary>
internal static class StagedKernels
{
    /// <summary>Its constants, for inference and training.</summary>
    public static IEnumerable<string> Constants(StagedNetworkPlan plan, StageScratch scratch)
    {
        yield return Int("Capacity", scratch.Rows);
        yield return Int("InputStride", plan.Staged.Stride(0));
        yield return Int("InferenceColumns", scratch.InferenceColumns);
        yield return Int("InferenceInput", scratch.InferenceValue(0));
        yield return Int("InferenceOutput", scratch.InferenceValue(plan.Staged.Inference.Last));
        if (scratch.FoldedLength > 0)
        {
            yield return Int("FoldedLength", scratch.FoldedLength);
        }

        if (!plan.HasBackward)
        {
            yield break;
        }

        yield return Int("FixedLength", scratch.FixedLength);
        yield return Int("Own", scratch.OwnGradients);
        yield return Int("Columns", scratch.Columns);
        yield return Int("LastColumn", scratch.Value(plan.Staged.Last));
        yield return Int("OutputColumn", plan.RowActivation.IsRowWise ? scratch.Spare : scratch.Output);
        yield return Int("GradientColumn", scratch.Gradient(plan.Staged.Last));
        yield return Int("Length", plan.BufferLength);
        if (plan.Staged.NeedsWholeBatch)
        {
            yield return $"string WholeBatchLayer => {CSharpLiteral.Of(plan.Staged.Stages.First(static stage => stage.NeedsWholeBatch).Name)}";
        }
    }

    /// <summary>The public pass of many samples.</summary>
    public static void EmitForwardBatch(SourceWriter writer)
    {
        writer.Line(KernelWriter.Optimized);
        writer.Line("public partial void ForwardBatch(__S::ReadOnlySpan<float> inputs, __S::Span<float> outputs) =>");
        writer.Line("    __W::StageBatch<__Kernels>.Forward(ref __parameters.Reference, inputs, outputs);");
    }

    /// <summary>Inference of a block of rows.</summary>
    public static void EmitInference(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        if (scratch.FoldedLength > 0)
        {
            writer.Line(KernelWriter.Optimized);
            using (writer.Block("public static void Fold(ref float w, ref float folded)"))
            {
                StagedForward.EmitFolding(writer, plan, scratch, PassKind.Inference);
            }

            writer.Line();
        }

        writer.Line("// All stages for a block of eight or more rows, without what only training needs.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public static void InferRows(ref float w, ref float s, ref float folded, int blockRows)"))
        {
            StagedForward.EmitSteps(writer, plan, scratch, PassKind.Inference);
        }
    }

    private static string Int(string name, int value) => $"int {name} => {CSharpLiteral.Of(value)}";
}
