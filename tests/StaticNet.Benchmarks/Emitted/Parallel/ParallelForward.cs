using System;
using System.Runtime.InteropServices;

namespace StaticNet.Benchmarks.Emitted.Parallel;

/// <summary><c>ForwardBatch</c> on several threads.</summary>
internal sealed class ParallelForward<TNetwork>(string name, ForwardWorkload workload, int threads) : Engine(name)
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly TNetwork _model = EmittedEngines.Create<TNetwork>(workload.Weights);
    private readonly AlignedFloats _outputs = new(workload.OutputLength);

    public override void Run(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            _model.ForwardBatch(workload.Batch(i & (workload.RingLength - 1)), _outputs.Span, threads);
        }
    }

    /// <summary>Within rounding of the reference, and bit for bit what one thread computes.</summary>
    public override void Verify()
    {
        _model.ForwardBatch(workload.Batch(0), _outputs.Span, threads);
        workload.Check(Name, _outputs.Span);

        var single = new float[workload.OutputLength];
        _model.ForwardBatch(workload.Batch(0), single);
        if (!MemoryMarshal.AsBytes(_outputs.Span).SequenceEqual(MemoryMarshal.AsBytes<float>(single)))
        {
            throw new WrongResultException($"{Name}: outputs of {workload.Shape}, batch {workload.BatchSize}, differ in bits from those of one thread.");
        }
    }
}
