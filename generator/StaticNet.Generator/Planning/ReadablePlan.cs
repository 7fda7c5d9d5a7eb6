using System.Linq;

namespace StaticNet.Generator.Planning;

/// <summary>Where a network that is generated for reading keeps the values of a row, and in how many parts its gradients are summed.</summary>
internal sealed class ReadablePlan
{
    private readonly int[] _preActivations;
    private readonly int[] _outputs;

    public ReadablePlan(DensePlan plan)
    {
        int count = plan.Layers.Count;
        _preActivations = new int[count];
        _outputs = new int[count];
        for (int i = 0; i < count; i++)
        {
            LinearPlan layer = plan.Layers[i];
            _preActivations[i] = Values;
            Values += layer.Outputs;
            _outputs[i] = _preActivations[i];
            if (i < count - 1 && !layer.Activation.IsIdentity)
            {
                _outputs[i] = Values;
                Values += layer.Outputs;
            }
        }

        PartialSums = plan.Layers.Max(static layer => layer.PartialSums);
        GradientSums = plan.LanesGradient ? LanesPlan.Samples : 1;
        BlockRows = plan.LanesGradient ? NetworkPlanner.LanesGradientRows : plan.ChunkRows;
        LossRows = plan.LanesGradient ? LanesPlan.Samples : plan.ChunkRows;
    }

    /// <summary>Floats of all layers' values for one row.</summary>
    public int Values { get; }

    /// <summary>The memory for them.</summary>
    public ScratchBlock Scratch => new(Values);

    /// <summary>The most partial sums that a unit has.</summary>
    public int PartialSums { get; }

    /// <summary>Partial sums of each gradient.</summary>
    public int GradientSums { get; }

    /// <summary>Rows whose gradients are summed together.</summary>
    public int BlockRows { get; }

    /// <summary>Rows whose losses are summed together.</summary>
    public int LossRows { get; }

    /// <summary>Where the values of a layer before its activation begin, and the gradients of these values.</summary>
    public int PreActivations(int layer) => _preActivations[layer];

    /// <summary>Where the values after the activation begin; the same where there is none, and for the last layer.</summary>
    public int Outputs(int layer) => _outputs[layer];
}
