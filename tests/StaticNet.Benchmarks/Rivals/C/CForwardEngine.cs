using System;
using System.Diagnostics;

namespace StaticNet.Benchmarks;

/// <summary>A variant of the generated C. The timing loops are C as well, so that no call out of .NET is measured.</summary>
internal sealed unsafe class CForwardEngine : ForwardEngine
{
    private readonly AlignedFloats _outputs;
    private readonly AlignedFloats _dependentInput;
    private readonly delegate* unmanaged<nint, nint, float*, nint, float*, void> _run;
    private readonly delegate* unmanaged<nint, float*, float*, float*, void> _runDependent;
    private readonly delegate* unmanaged[SuppressGCTransition]<float*, float*, void> _forward;

    public CForwardEngine(GccModule module, string variant, ForwardWorkload workload)
        : base(EngineCatalog.CName(variant), workload)
    {
        _outputs = new AlignedFloats(workload.OutputLength);
        _dependentInput = new AlignedFloats(workload.InputLength);
        fixed (float* packed = workload.Weights.Packed())
        {
            ((delegate* unmanaged<float*, void>)module.Export(variant == "blocked" ? "set_blocked_weights" : "set_weights"))(packed);
        }

        _run = (delegate* unmanaged<nint, nint, float*, nint, float*, void>)module.Export("run_" + variant);
        if (variant != "blocked")
        {
            _runDependent = (delegate* unmanaged<nint, float*, float*, float*, void>)module.Export("dependent_" + variant);
            _forward = (delegate* unmanaged[SuppressGCTransition]<float*, float*, void>)module.Export("forward_" + variant);
        }
    }

    public override void Verify()
    {
        _run(1, Workload.BatchSize, Workload.Inputs, 0, _outputs.Pointer);
        Workload.Check(Name, _outputs.Span);
    }

    public override void Run(int iterations)
    {
        if (Workload.IsDependent)
        {
            Workload.Batch(0).CopyTo(_dependentInput.Span);
            _runDependent(iterations, _dependentInput.Pointer, Workload.Inputs, _outputs.Pointer);
        }
        else
        {
            _run(iterations, Workload.BatchSize, Workload.Inputs, Workload.RingLength - 1, _outputs.Pointer);
        }
    }

    public override void MeasureCalls(Span<long> ticks)
    {
        float* inputs = Workload.Inputs;
        for (int i = 0; i < ticks.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _forward(inputs + ((i & (Workload.RingLength - 1)) * Workload.InputLength), _outputs.Pointer);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }
    }
}
