using System;
using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>The layer kinds and what stage each becomes. A new kind is entered here.</summary>
internal static class StagePlanners
{
    private static readonly Dictionary<Type, Func<LayerSpec, StageContext, StagePlan>> s_planners = new()
    {
        [typeof(LinearSpec)] = static (layer, context) => new LinearStage(context.Layer, context.Linear((LinearSpec)layer), context.Source),
        [typeof(ActivationSpec)] = static (layer, context) =>
            new ActivationStage(context.Layer, context.Name, context.Identifier(), context.Inputs, ActivationPlan.Of((ActivationSpec)layer), context.Source),
        [typeof(DropoutSpec)] = static (layer, context) =>
            new DropoutStage(context.Layer, context.Name, context.Identifier(), context.Inputs, ((DropoutSpec)layer).Probability, context.Source),
        [typeof(LayerNormSpec)] = static (layer, context) =>
            new LayerNormStage(
                context.Layer, context.Name, context.Identifier(), context.Inputs, ((LayerNormSpec)layer).Epsilon, Affine(context, ((LayerNormSpec)layer).IsAffine), context.Source),
        [typeof(BatchNorm1dSpec)] = static (layer, context) => BatchNorm1d((BatchNorm1dSpec)layer, context),
        [typeof(PReLUSpec)] = static (layer, context) =>
            new PReLUStage(
                context.Layer, context.Name, context.Identifier(), context.Inputs, context.Trainable(".weight", 1, ((PReLUSpec)layer).InitialSlope), context.Source),
        [typeof(ResidualSpec)] = static (layer, context) =>
            new ResidualStage(context.Layer, context.Name, context.Identifier(), context.Inputs, context.Source, context.Values[((ResidualSpec)layer).Source]),
        [typeof(ConcatSpec)] = static (layer, context) => Concat((ConcatSpec)layer, context),
    };

    public static bool Knows(LayerSpec layer) => s_planners.ContainsKey(layer.GetType());

    public static StagePlan Plan(LayerSpec layer, StageContext context) => s_planners[layer.GetType()](layer, context);

    private static BatchNorm1dStage BatchNorm1d(BatchNorm1dSpec layer, StageContext context) => new(
        context.Layer,
        context.Name,
        context.Identifier(),
        context.Inputs,
        layer.Epsilon,
        layer.Momentum,
        Affine(context, layer.IsAffine),
        context.Running(".running_mean", context.Inputs, 0f),
        context.Running(".running_var", context.Inputs, 1f),
        context.Source);

    private static ConcatStage Concat(ConcatSpec layer, StageContext context)
    {
        int appended = context.Values[layer.Source];
        return new(context.Layer, context.Name, context.Identifier(), context.Inputs, context.Sizes[appended], context.Source, appended);
    }

    private static IReadOnlyList<ParameterPlan> Affine(StageContext context, bool isAffine) => isAffine
        ? [context.Trainable(".weight", context.Inputs, 1f), context.Trainable(".bias", context.Inputs, 0f)]
        : [];
}
