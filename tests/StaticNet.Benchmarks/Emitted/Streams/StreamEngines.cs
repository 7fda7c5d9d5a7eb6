using System;
using System.Runtime.CompilerServices;

namespace StaticNet.Benchmarks.Emitted.Streams;

/// <summary>One competitor over one stream. Its operation is 64 steps, in calls of as many steps as it is made for.</summary>
internal abstract class StreamEngine(string name, StreamWorkload workload) : Engine(name)
{
    private readonly AlignedFloats _outputs = new(StreamWorkload.Steps);

    protected StreamWorkload Workload { get; } = workload;

    protected unsafe float* Outputs => _outputs.Pointer;

    public override void Verify()
    {
        Run(StreamWorkload.Steps / StreamWorkload.BlockSteps);
        Workload.Check(Name, _outputs.Span);
    }
}

/// <summary>The compiled network.</summary>
internal sealed unsafe class StaticNetStream<TNetwork>(string name, StreamWorkload workload, TNetwork network, int stepsPerCall) : StreamEngine(name, workload)
    where TNetwork : class, IStreamingNetwork<TNetwork>
{
    private readonly NetworkState<TNetwork> _state = TNetwork.CreateState();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            int start = Workload.Start(i);
            if (stepsPerCall == 1)
            {
                for (int step = start; step < start + StreamWorkload.BlockSteps; step++)
                {
                    network.Forward(_state, new ReadOnlySpan<float>(Workload.Signal + step, 1), new Span<float>(Outputs + step, 1));
                }
            }
            else
            {
                network.Process(_state, new ReadOnlySpan<float>(Workload.Signal + start, StreamWorkload.BlockSteps), new Span<float>(Outputs + start, StreamWorkload.BlockSteps));
            }
        }
    }
}

/// <summary>C# without vectors, one step a call.</summary>
internal sealed unsafe class ScalarStreamEngine(string name, StreamWorkload workload) : StreamEngine(name, workload)
{
    private readonly ScalarStream<float> _stream = new(workload.Shape, workload.Weights);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            int start = Workload.Start(i);
            for (int step = start; step < start + StreamWorkload.BlockSteps; step++)
            {
                Outputs[step] = _stream.Next(Workload.Signal[step]);
            }
        }
    }
}

/// <summary>Plain C with constant sizes; gcc takes exp and tanh from libmvec. The loop over calls is C as well.</summary>
internal sealed unsafe class CStreamEngine : StreamEngine
{
    private readonly AlignedFloats _memory;
    private readonly int _stepsPerCall;
    private readonly delegate* unmanaged<float*, float*, float*, int, int, void> _run;

    public CStreamEngine(string name, StreamWorkload workload, GccModule module, int stepsPerCall)
        : base(name, workload)
    {
        _stepsPerCall = stepsPerCall;
        _memory = new AlignedFloats(((delegate* unmanaged<int>)module.Export("stream_size"))() / sizeof(float));
        fixed (float* weights = workload.Weights)
        {
            ((delegate* unmanaged<float*, float*, void>)module.Export("stream_load"))(_memory.Pointer, weights);
        }

        _run = (delegate* unmanaged<float*, float*, float*, int, int, void>)module.Export("stream_run");
    }

    public override void Run(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            int start = Workload.Start(i);
            _run(_memory.Pointer, Workload.Signal + start, Outputs + start, StreamWorkload.BlockSteps, _stepsPerCall);
        }
    }
}
