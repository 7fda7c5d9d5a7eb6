namespace StaticNet.Benchmarks.Emitted.Parallel;

/// <summary>A training step on several threads.</summary>
internal sealed class ParallelTraining<TNetwork, TOptimizer>(string name, TrainingWorkload workload, TOptimizer optimizer, int threads, int gradientRows) : Engine(name)
    where TNetwork : class, INetwork<TNetwork>
    where TOptimizer : struct, IOptimizer
{
    private readonly EmittedTraining<TNetwork, TOptimizer> _training = new(workload, optimizer, name, threads, gradientRows);

    public override void Run(int iterations) => _training.Run(iterations);

    public override void Reset() => _training.Reset();

    /// <summary>Within rounding of the reference, and bit for bit what one thread trains.</summary>
    public override void Verify()
    {
        _training.Verify();
        var single = new EmittedTraining<TNetwork, TOptimizer>(workload, optimizer, gradientRows: gradientRows);
        single.Verify();
        if (_training.ParameterHash != single.ParameterHash)
        {
            throw new WrongResultException($"{Name}: parameters of {workload.Shape} after {TrainingWorkload.VerifiedSteps} steps differ in bits from those of one thread.");
        }
    }
}
