using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>
/// The struct that holds what is written in words: a network's constants for the passes of the library, and its arithmetic, once for every width of
/// vectors. Kernels that are not generic over anything but the width compile to their own machine code.
/// </summary>
internal static class KernelsEmitter
{
    /// <summary>Whether anything of the network is written in words.</summary>
    public static bool Has(NetworkPlan plan) => plan.Staged is null && (plan.Sample == SampleRegime.StraightLine || plan.LanesForward);

    /// <summary>Whether gradients are computed in words.</summary>
    public static bool HasGradient(NetworkPlan plan) => plan.Staged is null && plan.LanesGradient && plan.HasBackward;

    /// <summary>
    /// A type nested in a generic one would share its code among all type arguments that are references, and no constant would fold; it stands
    /// beside the outermost type then, private to the file.
    /// </summary>
    public static bool IsNested(NetworkPlan plan) =>
        !plan.Spec.Type.Declaration.Contains("<") && plan.Spec.Type.Containers.All(container => !container.Contains("<"));

    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        string implements = HasGradient(plan) ? $" : __W::ILanesKernels" : plan.LanesForward ? $" : __W::ILanesForward" : "";
        using (writer.Block($"{(IsNested(plan) ? "private" : "file")} readonly struct __Kernels{implements}"))
        {
            bool isFirst = true;
            void Part(System.Action emit)
            {
                if (!isFirst)
                {
                    writer.Line();
                }

                isFirst = false;
                emit();
            }

            var lanes = new LanesPlan(plan);
            if (plan.LanesForward)
            {
                Part(() => EmitConstants(writer, plan, lanes));
            }

            if (plan.Sample == SampleRegime.StraightLine)
            {
                Part(() => StraightLineEmitter.EmitMethods(writer, plan));
            }

            if (HasGradient(plan))
            {
                Part(() => SampleEmitter.Emit(writer, plan, lanes));
            }

            if (plan.LanesForward)
            {
                Part(() => LanesForward.Emit(writer, plan, lanes));
            }

            if (HasGradient(plan))
            {
                Part(() => LanesBackward.Emit(writer, plan, lanes));
            }
        }
    }

    private static void EmitConstants(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        Constants(
            writer,
            $"string Name => {CSharpLiteral.Of(plan.Spec.Type.DisplayName)}",
            Int("Inputs", plan.InputSize),
            Int("Outputs", plan.OutputSize),
            Int("OutputStride", plan.Last.PaddedOutputs),
            $"global::StaticNet.Activation RowActivation => global::StaticNet.Activation.{plan.RowActivation.Function}",
            $"global::StaticNet.Loss NumberLoss => global::StaticNet.Loss.{LossPlan.ForNumbers(plan)}",
            $"global::StaticNet.Loss LabelLoss => global::StaticNet.Loss.{LossPlan.ForLabels(plan) ?? Loss.Auto}");
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
