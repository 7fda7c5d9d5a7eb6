using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>Plans networks that are more than linear layers with activations: a list of stages over matrices in the scratch memory.</summary>
internal static class StagedPlanner
{
    /// <summary>Whether every layer kind is known.</summary>
    public static bool Supports(NetworkSpec spec) => spec.Layers.All(StagePlanners.Knows) && spec.ValueSizes().All(size => size >= 1);

    public static NetworkPlan Plan(NetworkSpec spec, CancellationToken cancellationToken)
    {
        // Running statistics lie behind all trainable storage, whose length is known after a first round.
        StageContext context = PlanStages(spec, 0, cancellationToken);
        context = PlanStages(spec, context.TrainableLength, cancellationToken);
        ActivationPlan output = spec.Layers[spec.Layers.Count - 1] is ActivationSpec last ? ActivationPlan.Of(last) : ActivationPlan.Identity;
        return new StagedNetworkPlan(
            spec,
            [.. context.Stages.OfType<LinearStage>().Select(stage => stage.Linear)],
            output.IsRowWise ? output : ActivationPlan.Identity,
            context.Length,
            context.TrainableLength,
            new StagedPlan(context.Stages, context.Sizes, output.IsRowWise ? ActivationPlan.Identity : output) { Unwritten = context.Unwritten });
    }

    private static StageContext PlanStages(NetworkSpec spec, int runningStart, CancellationToken cancellationToken)
    {
        var context = new StageContext(runningStart);
        context.Sizes.Add(spec.InputSize);
        context.Values.Add(0);
        var referenced = new HashSet<int>(spec.Layers.Select(static layer => layer.EarlierValue).OfType<int>());
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LayerSpec layer = spec.Layers[i];
            context.Layer = i;
            context.Name = layer.Name;
            bool isLast = i == spec.Layers.Count - 1;
            // An activation at the end belongs to the output: the loss decides whether it sees values before or after it.
            if (layer is ActivationSpec activation && (isLast || Fuses(context, activation, referenced.Contains(i))))
            {
                if (!isLast)
                {
                    var linear = (LinearStage)context.Stages[context.Stages.Count - 1];
                    context.Stages[context.Stages.Count - 1] = linear with { Linear = linear.Linear with { Activation = ActivationPlan.Of(activation) } };
                }
            }
            else
            {
                StagePlan stage = StagePlanners.Plan(layer, context);
                if (stage.CopiesItsSource && !spec.IsStreaming && IsInside(spec, i))
                {
                    context.Continue(stage);
                }
                else
                {
                    context.Add(stage);
                }
            }

            context.Values.Add(context.Source);
            context.ValueNames.Add(layer.Name);
        }

        return context;
    }

    /// <summary>Whether a layer follows that writes the outputs.</summary>
    private static bool IsInside(NetworkSpec spec, int layer) => spec.Layers.Skip(layer + 1).Any(static later => later is not ActivationSpec);

    /// <summary>Whether the activation goes into the linear stage before it: its derivative needs no other value, and nobody else reads the value between them.</summary>
    private static bool Fuses(StageContext context, ActivationSpec activation, bool isReferenced) =>
        !isReferenced
        && context.Stages.Count > 0
        && context.Stages[context.Stages.Count - 1].Layer == context.Layer - 1
        && context.Stages[context.Stages.Count - 1] is LinearStage { Linear.Activation.IsIdentity: true }
        && ActivationFacts.Of(activation.Function) is { IsRowWise: false, Needs: DerivativeNeeds.Output };
}
