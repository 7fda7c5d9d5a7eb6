using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace StaticNet.Benchmarks;

/// <summary>An engine for forward items that can also time single calls.</summary>
internal abstract class ForwardEngine(string name, ForwardWorkload workload) : Engine(name)
{
    protected ForwardWorkload Workload { get; } = workload;

    /// <summary>Times single calls, timer included, in ticks of <see cref="Stopwatch"/>.</summary>
    public abstract void MeasureCalls(Span<long> ticks);
}

/// <summary>The timing loops around a managed kernel.</summary>
internal sealed unsafe class ForwardEngine<TKernel>(string name, ForwardWorkload workload, TKernel kernel) : ForwardEngine(name, workload)
    where TKernel : struct, IForwardKernel
{
    private readonly AlignedFloats _outputs = new(workload.OutputLength);
    private readonly AlignedFloats _dependentInput = new(workload.InputLength);
    private TKernel _kernel = kernel;

    public override void Verify()
    {
        _kernel.Forward(Workload.Batch(0), _outputs.Span);
        Workload.Check(Name, _outputs.Span);
    }

    public override void Run(int iterations)
    {
        if (Workload.IsDependent)
        {
            RunDependent(iterations);
        }
        else
        {
            RunIndependent(iterations);
        }
    }

    public override void MeasureCalls(Span<long> ticks)
    {
        float* inputs = Workload.Inputs;
        int inputLength = Workload.InputLength, mask = Workload.RingLength - 1;
        Span<float> outputs = _outputs.Span;
        for (int i = 0; i < ticks.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _kernel.Forward(new ReadOnlySpan<float>(inputs + ((i & mask) * inputLength), inputLength), outputs);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunIndependent(int iterations)
    {
        float* inputs = Workload.Inputs;
        int inputLength = Workload.InputLength, mask = Workload.RingLength - 1;
        Span<float> outputs = _outputs.Span;
        TKernel kernel = _kernel;
        for (int i = 0; i < iterations; i++)
        {
            kernel.Forward(new ReadOnlySpan<float>(inputs + ((i & mask) * inputLength), inputLength), outputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunDependent(int iterations)
    {
        float* original = Workload.Inputs;
        float* input = _dependentInput.Pointer;
        float* output = _outputs.Pointer;
        int inputLength = Workload.InputLength, outputLength = Workload.OutputLength;
        int dependent = Math.Min(ForwardWorkload.DependentInputs, inputLength);
        Workload.Batch(0).CopyTo(_dependentInput.Span);
        TKernel kernel = _kernel;
        for (int i = 0; i < iterations; i++)
        {
            kernel.Forward(new ReadOnlySpan<float>(input, inputLength), new Span<float>(output, outputLength));
            for (int k = 0; k < dependent; k++)
            {
                input[k] = original[k] + (0.001f * output[k < outputLength ? k : 0]);
            }
        }
    }
}
