using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Words;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Matrices;

/// <summary>How do blocks of rows go through linear layers as matrices, forward and back? Loops over blocks and the loss are the library's.</summary>
internal static class MatrixKernels
{
    /// <summary>Floats from one input row of a layer to the next.</summary>
    public static int InputStride(NetworkPlan plan, int layer) => layer == 0 ? plan.InputSize : plan.Layers[layer - 1].PaddedOutputs;

    public static void EmitForward(SourceWriter writer, DensePlan plan, ScratchPlan scratch)
    {
        writer.Line("// All layers for a block of eight or more rows, up to the output activation; every layer's outputs stay for the way back.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block(RowSignatures.Forward))
        {
            string source = "ref x";
            string[] symbols = LayerSymbols.Of(plan.Layers);
            int last = plan.Layers.Count - 1;
            for (int i = 0; i <= last; i++)
            {
                LinearPlan layer = plan.Layers[i];
                bool keeps = ScratchPlan.KeepsPreActivation(plan, i);
                string pre = Matrix(scratch, scratch.PreActivations(i));
                string outputs = Matrix(scratch, scratch.Outputs(i));
                writer.Line(LayerComment.Formula(layer, symbols[i], i == 0 ? LayerSymbols.Input : symbols[i - 1]));
                writer.Line(LinearKernel.Rows(layer, keeps ? ActivationPlan.Identity : layer.Activation, source, pre, "blockRows"));
                if (keeps && i < last)
                {
                    writer.Line(OperatorText.Apply(layer.Activation, pre, outputs, $"blockRows * {CSharpLiteral.Of(layer.PaddedOutputs)}"));
                }

                source = outputs;
            }
        }
    }

    public static void EmitBackward(SourceWriter writer, DensePlan plan, ScratchPlan scratch)
    {
        writer.Line("// Last layer to first: gradients of weights and biases from dZ, then dZ of the layer before. Overwrites `g`.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block(RowSignatures.Backward))
        {
            int count = plan.Layers.Count;
            for (int i = count - 1; i >= 0; i--)
            {
                LinearPlan layer = plan.Layers[i];
                string dz = Matrix(scratch, scratch.Gradient[(count - 1 - i) % 2]);
                string inputs = i == 0 ? "ref x" : Matrix(scratch, scratch.Outputs(i - 1));
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
                    int kept = before.Activation.Needs == DerivativeNeeds.Input ? scratch.PreActivations(i - 1) : scratch.Outputs(i - 1);
                    string dx = Matrix(scratch, scratch.Gradient[(count - i) % 2]);
                    writer.Line($"// {layer.Name}: dX = dZ·Wᵀ, then the derivative of {before.Name}'s {before.Activation.Function}.");
                    writer.Line(LinearKernel.InputGradient(layer, before.Activation, dz, KernelWriter.At("f", scratch.Transposed(i)), Matrix(scratch, kept), dx));
                }
            }
        }

        writer.Line();
        EmitInputGradients(writer, plan, scratch);
        writer.Line();
        EmitTranspose(writer, plan, scratch);
    }

    private static void EmitInputGradients(SourceWriter writer, DensePlan plan, ScratchPlan scratch)
    {
        LinearPlan first = plan.Layers[0];
        string weights = KernelWriter.At("w", first.WeightOffset);
        string dz = Matrix(scratch, scratch.Gradient[(plan.Layers.Count - 1) % 2]);
        string room = Matrix(scratch, scratch.Outputs(0)); // on the way back nothing reads the first layer's outputs any more
        writer.Line(KernelWriter.Optimized);
        using (writer.Block(RowSignatures.InputGradients))
        {
            writer.Line(
                $"__N::InputGradient.Rows({weights}, {CSharpLiteral.Of(first.Inputs)}, {CSharpLiteral.Of(first.Outputs)}, {CSharpLiteral.Of(first.LastTileWidth)}, "
                + $"{dz}, {CSharpLiteral.Of(first.PaddedOutputs)}, rows, ref dx, {room});");
        }
    }

    private static void EmitTranspose(SourceWriter writer, DensePlan plan, ScratchPlan scratch)
    {
        writer.Line("// Wᵀ of every layer but the first, once per call.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block(RowSignatures.Transpose))
        {
            for (int i = 1; i < plan.Layers.Count; i++)
            {
                LinearPlan layer = plan.Layers[i];
                writer.Line($"__N::Transpose.WeightColumns({KernelWriter.At("w", layer.WeightOffset)}, {layer.Inputs}, {layer.Outputs}, {layer.LastTileWidth}, {KernelWriter.At("f", scratch.Transposed(i))});");
            }
        }
    }

    private static string Matrix(ScratchPlan scratch, int column) => KernelWriter.At("s", column * scratch.Rows);
}
