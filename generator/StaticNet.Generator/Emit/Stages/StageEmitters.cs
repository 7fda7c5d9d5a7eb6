using System;
using System.Collections.Generic;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>The emitters of the stage kinds. A new kind is entered here.</summary>
internal static class StageEmitters
{
    private static readonly Dictionary<Type, StageEmitter> s_emitters = new()
    {
        [typeof(LinearStage)] = new LinearStageEmitter(),
        [typeof(ActivationStage)] = new ActivationStageEmitter(),
        [typeof(DropoutStage)] = new DropoutEmitter(),
        [typeof(LayerNormStage)] = new LayerNormEmitter(),
        [typeof(BatchNorm1dStage)] = new BatchNorm1dEmitter(),
        [typeof(PReLUStage)] = new PReLUEmitter(),
        [typeof(ResidualStage)] = new ResidualEmitter(),
        [typeof(ConcatStage)] = new ConcatEmitter(),
    };

    public static StageEmitter Of(StagePlan stage) => s_emitters[stage.GetType()];
}
