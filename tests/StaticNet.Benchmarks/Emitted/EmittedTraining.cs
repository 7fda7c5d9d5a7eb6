using System;

namespace StaticNet.Benchmarks.Emitted;

/// <summary>The library's trainer over a generated network.</summary>
internal sealed class EmittedTraining<TNetwork, TOptimizer> : TrainingEngine
    where TNetwork : class, INetwork<TNetwork>
    where TOptimizer : struct, IOptimizer
{
    private readonly Trainer<TNetwork, TOptimizer> _trainer;
    private readonly ParameterBuffer _start;
    private float _loss;

    public EmittedTraining(TrainingWorkload workload, TOptimizer optimizer, string name = EmittedEngines.Name, int threads = 1, int gradientRows = 0)
        : base(name, workload)
    {
        TNetwork model = EmittedEngines.Create<TNetwork>(workload.Weights);
        _start = model.Parameters.Clone();
        _trainer = model.CreateTrainer(optimizer, workload.BatchSize, new TrainerOptions { MaxDegreeOfParallelism = threads, GradientRows = gradientRows });
    }

    protected override float LastLoss => _loss;

    /// <summary>Fingerprint of the parameters as they are now.</summary>
    public UInt128 ParameterHash => _trainer.Network.Parameters.Hash();

    // The moments stay: they do not change what a step costs. Verification is the first run and finds them at zero.
    public override void Reset() => _trainer.Network.Parameters.CopyFrom(_start);

    public override void Run(int iterations)
    {
        Trainer<TNetwork, TOptimizer> trainer = _trainer;
        for (int i = 0; i < iterations; i++)
        {
            int slot = i & (Workload.RingLength - 1);
            _loss = trainer.Step(Workload.Inputs(slot), Workload.Labels(slot));
        }
    }

    protected override void ReadParameters(Span<float> packed) => EmittedEngines.Read(_trainer.Network.Parameters, Workload.Shape, packed);
}
