using System.Collections.Generic;
using System.Threading;
using StaticNet.Generator.Emit.Backward;
using StaticNet.Generator.Emit.Batch;
using StaticNet.Generator.Emit.Forward;
using StaticNet.Generator.Emit.Frozen;
using StaticNet.Generator.Emit.Parameters;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Emit.Surface;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit;

/// <summary>Writes a network's source files: one per question a reader may have.</summary>
internal static class NetworkEmitter
{
    /// <summary>Whether every layer kind of the network can be emitted.</summary>
    public static bool Supports(NetworkSpec spec) => NetworkPlanner.Supports(spec);

    /// <summary>The generated files of a network; none where a layer kind is not supported.</summary>
    public static IEnumerable<GeneratedFile> Emit(NetworkSpec spec, CancellationToken cancellationToken)
    {
        if (!Supports(spec))
        {
            yield break;
        }

        NetworkPlan plan = NetworkPlanner.Plan(spec, cancellationToken);
        string hint = spec.Type.HintName;
        yield return new GeneratedFile(hint + ".g.cs", SurfaceEmitter.Emit(plan));
        cancellationToken.ThrowIfCancellationRequested();
        yield return new GeneratedFile(hint + ".Parameters.g.cs", ParametersEmitter.Emit(plan));
        if (spec.ModelFile is ModelFileSpec model)
        {
            yield return new GeneratedFile(hint + ".Weights.g.cs", WeightsEmitter.Emit(plan, model));
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (plan.Staged is not null)
        {
            var stages = new StageScratch(plan);
            yield return new GeneratedFile(hint + ".Forward.g.cs", StagedForward.Emit(plan, stages));
            yield return new GeneratedFile(hint + ".Batch.g.cs", StagedBatch.Emit(plan, stages));
            cancellationToken.ThrowIfCancellationRequested();
            if (plan.HasBackward)
            {
                yield return new GeneratedFile(hint + ".Backward.g.cs", StagedBackward.Emit(plan, stages));
            }

            yield break;
        }

        var scratch = new ScratchPlan(plan);
        yield return new GeneratedFile(hint + ".Forward.g.cs", ForwardEmitter.Emit(plan));
        cancellationToken.ThrowIfCancellationRequested();
        yield return new GeneratedFile(hint + ".Batch.g.cs", BatchEmitter.Emit(plan, scratch));
        cancellationToken.ThrowIfCancellationRequested();
        if (!plan.HasBackward)
        {
            yield break;
        }

        yield return new GeneratedFile(hint + ".Backward.g.cs", plan.LanesGradient ? LanesGradientEmitter.Emit(plan, new LanesPlan(plan)) : BackwardEmitter.Emit(plan, scratch));
    }
}
