using System;
using System.Collections.Generic;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>What prints each kind of stage; filled by the list of all kinds.</summary>
internal static class StageEmitters
{
    private static readonly Dictionary<Type, StageEmitter> s_emitters = [];

    public static void Add<TStage>(StageEmitter emitter)
        where TStage : StagePlan => s_emitters[typeof(TStage)] = emitter;

    public static StageEmitter Of(StagePlan stage) => s_emitters[stage.GetType()];
}
