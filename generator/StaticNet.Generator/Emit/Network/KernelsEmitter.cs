using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Matrices;
using StaticNet.Generator.Emit.Readable;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Emit.Words;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Network;

/// <summary>
/// The struct that holds what is written in words: a network's constants for the passes of the library, and its arithmetic, once for every width of
/// vectors. Kernels that are not generic over anything but the width compile to their own machine code.
/// </summary>
internal static class KernelsEmitter
{
    private const string MatricesComment =
        "// Scratch memory: a fixed part of so many floats, then matrices of so many rows; each begins at its column times their height.";

    /// <summary>Whether anything of the network is written in words.</summary>
    public static bool HasWords(DensePlan plan) => !plan.IsReadable && (plan.Sample == SampleRegime.StraightLine || plan.LanesForward);

    /// <summary>Whether anything is computed as matrices.</summary>
    public static bool HasMatrices(DensePlan plan) => !plan.LanesForward || (plan.HasBackward && !plan.LanesGradient);

    /// <summary>Whether there is anything for the struct to hold.</summary>
    public static bool Has(NetworkPlan plan) => plan is not DensePlan dense || dense.IsReadable || HasWords(dense) || HasMatrices(dense);

    /// <summary>Whether gradients are computed in words.</summary>
    public static bool HasGradient(DensePlan plan) => plan.LanesGradient && plan.HasBackward;

    /// <summary>What the struct is declared: inside the network, or private to the file beside a generic one.</summary>
    public static string Modifier(NetworkPlan plan) => plan.Spec.Type.IsGeneric ? "file" : "private";

    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        switch (plan)
        {
            case StagedNetworkPlan staged:
                EmitStages(writer, staged, staged.Scratch);
                break;
            case DensePlan { IsReadable: true } readable:
                ReadableKernels.Emit(writer, readable, Modifier(plan), () => EmitFacts(writer, plan));
                break;
            default:
                EmitDense(writer, (DensePlan)plan);
                break;
        }
    }

    private static void EmitDense(SourceWriter writer, DensePlan plan)
    {
        List<string> contracts = [];
        if (HasGradient(plan) || plan.LanesForward)
        {
            contracts.Add(HasGradient(plan) ? "__W::ILanesKernels" : "__W::ILanesForward");
        }

        if (HasMatrices(plan))
        {
            contracts.Add(plan.HasBackward ? "__W::IRowKernels" : "__W::IRowForward");
        }

        string implements = contracts.Count == 0 ? "" : " : " + string.Join(", ", contracts);
        using (writer.Block($"{(Modifier(plan))} readonly struct __Kernels{implements}"))
        {
            bool isFirst = true;
            void Part(bool isThere, System.Action emit)
            {
                if (!isThere)
                {
                    return;
                }

                if (!isFirst)
                {
                    writer.Line();
                }

                isFirst = false;
                emit();
            }

            var lanes = new LanesPlan(plan);
            var scratch = new ScratchPlan(plan);
            Part(contracts.Count > 0, () => EmitFacts(writer, plan));
            Part(plan.LanesForward, () => EmitLanes(writer, plan, lanes));
            Part(HasMatrices(plan), () => EmitMatrices(writer, plan, scratch));
            Part(plan.Sample == SampleRegime.StraightLine, () => StraightLineEmitter.EmitMethods(writer, plan));
            Part(HasGradient(plan), () => SampleEmitter.Emit(writer, plan, lanes));
            Part(plan.LanesForward, () => LanesForward.Emit(writer, plan, lanes));
            Part(HasGradient(plan), () => LanesBackward.Emit(writer, plan, lanes));
            Part(HasMatrices(plan), () => MatrixKernels.EmitForward(writer, plan, scratch));
            Part(HasMatrices(plan) && plan.HasBackward, () => MatrixKernels.EmitBackward(writer, plan, scratch));
        }
    }

    private static void EmitStages(SourceWriter writer, StagedNetworkPlan plan, StageScratch stages)
    {
        string contracts = plan.HasBackward ? "__W::IStageForward, __W::IRowKernels" : "__W::IStageForward";
        using (writer.Block($"{(Modifier(plan))} readonly struct __Kernels : {contracts}"))
        {
            EmitFacts(writer, plan);
            writer.Line();
            writer.Line(MatricesComment);
            Constants(writer, [.. StagedKernels.Constants(plan, stages)]);
            writer.Line();
            StagedKernels.EmitInference(writer, plan, stages);
            if (plan.HasBackward)
            {
                writer.Line();
                StagedBackward.Emit(writer, plan, stages);
            }
        }
    }

    private static void EmitFacts(SourceWriter writer, NetworkPlan plan)
    {
        Constants(
            writer,
            $"string Name => {CSharpLiteral.Of(plan.Spec.Type.DisplayName)}",
            Int("Inputs", plan.InputSize),
            Int("Outputs", plan.OutputSize),
            Int("OutputStride", plan.OutputStride),
            $"__T::Activation RowActivation => __T::Activation.{plan.RowActivation.Function}",
            $"__T::Loss NumberLoss => __T::Loss.{LossPlan.ForNumbers(plan)}",
            $"__T::Loss LabelLoss => __T::Loss.{LossPlan.ForLabels(plan) ?? Loss.Auto}");
        if (plan.Spec.Heads.Count > 0)
        {
            Constants(writer, "__T::OutputHead[] Heads => __Layout.Heads");
        }
    }

    private static void EmitMatrices(SourceWriter writer, DensePlan plan, ScratchPlan scratch)
    {
        writer.Line(MatricesComment);
        Constants(writer, Int("Capacity", scratch.Rows), Int("LastColumn", scratch.LastColumn));
        if (plan.HasBackward)
        {
            Constants(
                writer,
                Int("FixedLength", scratch.FixedLength),
                Int("PaddedInputs", scratch.PaddedInputs),
                Int("Own", scratch.Parameters),
                Int("Columns", scratch.Columns),
                Int("OutputColumn", scratch.OutputColumn),
                Int("GradientColumn", scratch.Gradient[0]),
                Int("InputStride", plan.InputSize),
                Int("Length", plan.BufferLength));
        }
    }

    private static void EmitLanes(SourceWriter writer, DensePlan plan, LanesPlan lanes)
    {
        writer.Line("// Where the passes over a batch keep what, in floats of the scratch memory.");
        Constants(
            writer,
            $"bool IsInRegisters => {CSharpLiteral.Of(LanesForward.IsInRegisters(plan))}",
            Int("LastLanes", lanes.PreActivations(plan.Layers.Count - 1)));
        if (!HasGradient(plan))
        {
            return;
        }

        LinearPlan first = plan.Layers[0];
        Constants(
            writer,
            Int("Rows", lanes.RowPreActivations),
            Int("RowOutputs", lanes.RowOutputs),
            Int("RowGradient", lanes.RowGradient),
            Int("PaddedInputs", lanes.PaddedInputs),
            Int("Gradient", lanes.Gradient[0]),
            Int("FirstGradient", lanes.FirstGradient),
            Int("Own", lanes.Parameters),
            Int("Sums", lanes.Sums),
            Int("ScratchLength", lanes.Length));
        writer.Line("// Of the parameters: their number with padding, and the first layer's weights.");
        Constants(
            writer,
            Int("Length", plan.BufferLength),
            Int("FirstWeights", first.WeightOffset),
            Int("FirstOutputs", first.Outputs),
            Int("FirstTileWidth", first.LastTileWidth));
    }

    private static string Int(string name, int value) => $"int {name} => {CSharpLiteral.Of(value)}";

    private static void Constants(SourceWriter writer, params string[] properties) => writer.Pack(properties.Select(property => $"public static {property};"));
}
