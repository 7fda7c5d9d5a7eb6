using System;
using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>What stage each kind of layer becomes; filled by the list of all kinds.</summary>
internal static class StagePlanners
{
    private static readonly Dictionary<Type, Func<LayerSpec, StageContext, StagePlan>> s_planners = [];

    public static void Add<TSpec>(Func<TSpec, StageContext, StagePlan> plan)
        where TSpec : LayerSpec => s_planners.Add(typeof(TSpec), (layer, context) => plan((TSpec)layer, context));

    public static bool Knows(LayerSpec layer) => s_planners.ContainsKey(layer.GetType());

    public static StagePlan Plan(LayerSpec layer, StageContext context) => s_planners[layer.GetType()](layer, context);
}
