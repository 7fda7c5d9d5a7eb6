using System;

namespace StaticNet.Benchmarks;

/// <summary>A variant of the generated C training step, its loop in C as well.</summary>
internal sealed unsafe class CTrainingEngine : TrainingEngine
{
    private readonly float[] _start;
    private readonly delegate* unmanaged<float*, void> _reset;
    private readonly delegate* unmanaged<float*, void> _read;
    private readonly delegate* unmanaged<nint, nint, float*, int*, nint, int, float, float> _train;
    private float _loss;

    public CTrainingEngine(GccModule module, string variant, TrainingWorkload workload)
        : base(EngineCatalog.CName(variant), workload)
    {
        _start = workload.Weights.Packed();
        _reset = (delegate* unmanaged<float*, void>)module.Export("reset_" + variant);
        _read = (delegate* unmanaged<float*, void>)module.Export("get_" + variant);
        _train = (delegate* unmanaged<nint, nint, float*, int*, nint, int, float, float>)module.Export("train_" + variant);
    }

    protected override float LastLoss => _loss;

    public override void Reset()
    {
        fixed (float* start = _start)
        {
            _reset(start);
        }
    }

    public override void Run(int iterations)
    {
        fixed (int* labels = Workload.AllLabels)
        {
            _loss = _train(iterations, Workload.BatchSize, Workload.InputPointer, labels, Workload.RingLength - 1, Workload.Optimizer == OptimizerKind.Adam ? 1 : 0, Workload.LearningRate);
        }
    }

    protected override void ReadParameters(Span<float> packed)
    {
        fixed (float* values = packed)
        {
            _read(values);
        }
    }
}
