using System;
using System.Linq;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Planning;

/// <summary>
/// How much scratch memory a network's inference takes. Up to <see cref="MaxStackFloats"/> values of a pass lie on the stack; more lie in memory that each
/// thread keeps. A network with memory keeps scratch beside each state, and as much for each thread that computes whole sequences.
/// </summary>
internal sealed class MemoryPlan
{
    /// <summary>Up to this many floats of intermediate values lie on the stack: 16 KiB.</summary>
    public const int MaxStackFloats = 4096;

    /// <summary>Floats a stack block has beyond its content, so that a 64-byte boundary is found in it.</summary>
    public const int StackSlack = 16;

    /// <summary>Outputs that a prediction of a class keeps on the stack.</summary>
    public const int MaxStackOutputs = 1024;

    private int _stack;
    private int _workspace;

    public MemoryPlan(NetworkPlan plan)
    {
        // A prediction holds the outputs while one sample goes forward.
        int outputs = plan.OutputSize is > 1 and <= MaxStackOutputs ? plan.OutputSize : 1;
        if (plan.Spec.IsStreaming)
        {
            var streams = new StageScratch(plan);
            _stack = plan.Spec.IsManyToOne ? outputs : 0;
            _workspace = streams.StateLength + streams.StreamLength;
            StateBytes = 4L * streams.StateSize;
            return;
        }

        if (plan.Staged is not null)
        {
            var scratch = new StageScratch(plan);
            Take(scratch.SampleColumns + scratch.FoldedLength, outputs);
            _workspace = Math.Max(_workspace, (scratch.InferenceColumns * scratch.Rows) + scratch.FoldedLength);
            return;
        }

        if (plan.IsReadable)
        {
            var places = new ReadablePlan(plan);
            Take(places.Values, outputs + (2 * places.PartialSums));
            return;
        }

        int rows = plan.Layers.Sum(static layer => layer.PaddedOutputs);
        if (plan.Sample == SampleRegime.Loops || plan.Form128 == SampleForm128.Loops)
        {
            Take(rows, outputs);
        }
        else
        {
            _stack = outputs + (plan.Form128 == SampleForm128.MethodPerLayer ? rows - plan.Last.PaddedOutputs : 0);
        }

        if (!plan.LanesForward)
        {
            _workspace = Math.Max(_workspace, new ScratchPlan(plan).ForwardLength);
        }
        else
        {
            Take(LanesPlan.BatchLength(plan), 0);
        }
    }

    /// <summary>Bytes of the largest block that a pass of inference takes on the stack, whatever the width of the vectors.</summary>
    public int StackBytes => 4 * _stack;

    /// <summary>Bytes that inference keeps for each thread, and a network with memory for each state, too.</summary>
    public long WorkspaceBytes => 4L * _workspace;

    /// <summary>Bytes of the values of one stream's state; 0 for networks without memory.</summary>
    public long StateBytes { get; }

    private void Take(int floats, int beside)
    {
        if (floats <= MaxStackFloats)
        {
            _stack = Math.Max(_stack, floats + StackSlack + beside);
        }
        else
        {
            _workspace = Math.Max(_workspace, floats);
            _stack = Math.Max(_stack, beside);
        }
    }
}
