using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Backward;

/// <summary>How is the loss computed, and where does its gradient come from?</summary>
internal static class LossEmitter
{
    /// <summary>Writes the check of a batch, the factor 1/N, and the loss of a block of rows with its gradient before the output activation.</summary>
    public static void Emit(SourceWriter writer, NetworkPlan plan, LossPlaces places)
    {
        EmitCheck(writer, plan);
        writer.Line();
        EmitScale(writer, plan);
        writer.Line();
        EmitRows(writer, plan, places);
    }

    private static void EmitCheck(SourceWriter writer, NetworkPlan plan)
    {
        string name = CSharpLiteral.Of(plan.Spec.Type.DisplayName);
        using (writer.Block("private static int __Check(in global::StaticNet.Batch batch)"))
        {
            writer.Line("int count = batch.Inputs.Length / InputSize;");
            using (writer.Block("if (batch.HasLabels)"))
            {
                if (LossPlan.ForLabels(plan) is null)
                {
                    writer.Line($"global::StaticNet.ThrowHelper.LabelsNotSupported({name}, \"{LossPlan.ForNumbers(plan)}\");");
                }
                else
                {
                    using (writer.Block("if (batch.Inputs.Length != count * InputSize || batch.Labels.Length != count)"))
                    {
                        writer.Line($"global::StaticNet.ThrowHelper.BatchLengths({name}, batch.Inputs.Length, InputSize, batch.Labels.Length, 1, \"labels\");");
                    }

                    writer.Line();
                    writer.Line($"global::StaticNet.Losses.LabelCheck.Validate(batch.Labels, {CSharpLiteral.Of(plan.OutputSize == 1 && LossPlan.ForLabels(plan) is Loss.BinaryCrossEntropy or Loss.Perceptron ? 2 : plan.OutputSize)}, global::StaticNet.Loss.{LossPlan.ForLabels(plan)});");
                }
            }

            using (writer.Block("else if (batch.Inputs.Length != count * InputSize || batch.Targets.Length != (long)count * OutputSize)"))
            {
                writer.Line($"global::StaticNet.ThrowHelper.BatchLengths({name}, batch.Inputs.Length, InputSize, batch.Targets.Length, OutputSize, \"targets\");");
            }

            writer.Line();
            using (writer.Block("if (!batch.SampleWeights.IsEmpty && batch.SampleWeights.Length != count)"))
            {
                writer.Line($"global::StaticNet.ThrowHelper.BatchLengths({name}, batch.Inputs.Length, InputSize, batch.SampleWeights.Length, 1, \"sampleWeights\");");
            }

            writer.Line();
            writer.Line("return count;");
        }
    }

    private static void EmitScale(SourceWriter writer, NetworkPlan plan)
    {
        writer.Line("// 1/N: N rows, the sum of their class weights, or rows times outputs, as the loss defines its mean.");
        using (writer.Block("private static float __Scale(in global::StaticNet.Batch batch, int count)"))
        {
            if (LossPlan.ForLabels(plan) is Loss labels)
            {
                using (writer.Block("if (batch.HasLabels)"))
                {
                    writer.Line(labels is Loss.BinaryCrossEntropy or Loss.Perceptron
                        ? "return 1f / count;"
                        : "return global::StaticNet.Losses.CrossEntropyLoss.Scale(batch.Labels, in __Layout.LossOptions);");
                }

                writer.Line();
            }

            bool perRow = LossPlan.ForNumbers(plan) is Loss.CrossEntropy or Loss.NegativeLogLikelihood;
            writer.Line(perRow || plan.OutputSize == 1 ? "return 1f / count;" : "return (float)(1.0 / ((double)count * OutputSize));");
        }
    }

    private static void EmitRows(SourceWriter writer, NetworkPlan plan, LossPlaces places)
    {
        writer.Line("// The summed loss of a block of rows times the scale; unless `gradient` is a null reference, also its gradient before the output activation.");
        using (writer.Block($"private static double __LossRows(ref float s, {places.Parameters}int rows, in global::StaticNet.Batch batch, int start, float scale, ref float gradient)"))
        {
            writer.Line("global::System.ReadOnlySpan<float> sampleWeights = batch.SampleWeights.IsEmpty ? default : batch.SampleWeights.Slice(start, rows);");
            writer.Line($"ref float z = {places.PreActivations};");
            if (LossPlan.ForLabels(plan) is Loss labels)
            {
                using (writer.Block("if (batch.HasLabels)"))
                {
                    EmitLoss(writer, plan, places, labels, isLabels: true);
                }

                writer.Line();
            }

            EmitLoss(writer, plan, places, LossPlan.ForNumbers(plan), isLabels: false);
        }
    }

    private static void EmitLoss(SourceWriter writer, NetworkPlan plan, LossPlaces places, Loss loss, bool isLabels)
    {
        string outputs = CSharpLiteral.Of(plan.OutputSize);
        string stride = CSharpLiteral.Of(plan.OutputStride);
        string targets = isLabels ? "batch.Labels.Slice(start, rows)" : $"batch.Targets.Slice(start * {outputs}, rows * {outputs})";
        string end = $"sampleWeights, in __Layout.LossOptions, scale, ref gradient)";
        if (LossPlan.IsFromPreActivation(plan, loss))
        {
            string call = (loss, isLabels) switch
            {
                (Loss.Perceptron, true) => $"PerceptronLoss.Labels(ref z, rows, {stride}",
                (Loss.Perceptron, false) => $"PerceptronLoss.Targets(ref z, rows, {outputs}, {stride}",
                (Loss.BinaryCrossEntropy, true) => $"BinaryCrossEntropyLoss.Labels(ref z, rows, {stride}",
                (Loss.BinaryCrossEntropy, false) => $"BinaryCrossEntropyLoss.Targets(ref z, rows, {outputs}, {stride}",
                (_, true) => $"CrossEntropyLoss.Labels(ref z, rows, {outputs}, {stride}",
                _ => $"CrossEntropyLoss.Probabilities(ref z, rows, {outputs}, {stride}",
            };
            writer.Line($"return global::StaticNet.Losses.{call}, {targets}, {end};");
            return;
        }

        if (loss == Loss.NegativeLogLikelihood && !isLabels)
        {
            writer.Line("throw new global::System.InvalidOperationException(\"Negative log-likelihood on plain outputs takes class labels; declare LogSoftmax outputs or CrossEntropy for target probabilities.\");");
            return;
        }

        if (plan.RowActivation.IsRowWise)
        {
            // The outputs lie where later the next-to-last layer's gradient will be.
            writer.Line($"ref float y = {places.Spare};");
            writer.Line($"__N::SoftmaxRows.{plan.RowActivation.Function}(ref z, rows, {outputs}, {stride}, ref y, {stride});");
        }
        else
        {
            writer.Line($"ref float y = {places.Outputs};");
        }

        string method = isLabels ? "Labels" : "Targets";
        writer.Line($"double loss = global::StaticNet.Losses.{loss}Loss.{method}(ref y, rows, {outputs}, {stride}, {targets}, {end};");
        if (!plan.OutputActivation.IsIdentity)
        {
            using (writer.Block("if (!__C::Unsafe.IsNullRef(ref gradient))"))
            {
                EmitOutputDerivative(writer, plan, places, "gradient", "rows", "y");
            }
        }

        writer.Line();
        writer.Line("return loss;");
    }

    /// <summary>From the gradient after the output activation to the one before it, in place.</summary>
    public static void EmitOutputDerivative(SourceWriter writer, NetworkPlan plan, LossPlaces places, string gradient, string rows, string outputs)
    {
        string stride = CSharpLiteral.Of(plan.OutputStride);
        if (plan.RowActivation.IsRowWise)
        {
            writer.Line($"__N::SoftmaxRows.{plan.RowActivation.Function}Backward(ref {gradient}, {stride}, ref {outputs}, {stride}, {rows}, {CSharpLiteral.Of(plan.OutputSize)}, ref {gradient}, {stride});");
        }
        else if (!plan.ElementActivation.IsIdentity)
        {
            string kept = plan.ElementActivation.Needs == DerivativeNeeds.Input
                ? places.PreActivations
                : places.Outputs;
            writer.Line(OperatorText.Derive(plan.ElementActivation, "ref " + gradient, kept, $"{rows} * {stride}"));
        }
    }
}

/// <summary>Where the loss finds its rows in the scratch memory <c>s</c>, as references.</summary>
/// <param name="PreActivations">The last layer before its activation.</param>
/// <param name="Outputs">After it, where an element-wise one follows.</param>
/// <param name="Spare">Room for softmax outputs.</param>
internal sealed record LossPlaces(string PreActivations, string Outputs, string Spare)
{
    /// <summary>Further parameters that the places depend on, each followed by a comma.</summary>
    public string Parameters { get; init; } = "";

    public static LossPlaces At(int preActivations, int outputs, int spare) =>
        new(KernelWriter.At("s", preActivations), KernelWriter.At("s", outputs), KernelWriter.At("s", spare));
}
