using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Matrices;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Emit.Words;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Network;

/// <summary>
/// Which constants does the text before name? They are structs in the network, or, where a type around them has type parameters, beside it: code
/// of generic types over references is shared, and nothing in it is a constant.
/// </summary>
internal static class KernelConstants
{
    /// <summary>Writes the structs that <paramref name="text"/> names.</summary>
    public static void Emit(SourceWriter writer, NetworkPlan plan, string text)
    {
        string modifier = KernelsEmitter.Modifier(plan);
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            LinearPlan layer = plan.Layers[i];
            if (IsNamed(text, LinearKernel.Constants(layer)))
            {
                writer.Line();
                LinearKernel.EmitConstants(writer, layer, plan is DensePlan ? MatrixKernels.InputStride(plan, i) : LayoutRules.PaddedColumns(layer.Inputs), modifier);
            }
        }

        foreach (StagePlan stage in plan.Stages)
        {
            if (stage.Time is { TransposedLength: > 0 })
            {
                writer.Line();
                StageEmitters.Of(stage).Constants(writer, stage, modifier);
            }
        }

        foreach (ActivationPlan activation in Activations(plan).Where(static a => a.ParameterCount > 0).Distinct())
        {
            if (IsNamed(text, OperatorText.Constants(activation)))
            {
                writer.Line();
                OperatorText.EmitConstants(writer, activation, modifier);
            }
        }
    }

    private static bool IsNamed(string text, string name) =>
        text.IndexOf($"{name}>", StringComparison.Ordinal) >= 0 || text.IndexOf($"{name},", StringComparison.Ordinal) >= 0;

    private static IEnumerable<ActivationPlan> Activations(NetworkPlan plan) => plan.Layers.Select(static layer => layer.Activation)
        .Concat(plan.Stages.OfType<ActivationStage>().Select(static stage => stage.Activation))
        .Append(plan.ElementActivation);
}
