using System;

namespace StaticNet.Benchmarks;

/// <summary>
/// An engine for training items. Every round starts from the same weights, so that a rival neither profits nor suffers from
/// what it learned in the rounds before.
/// </summary>
internal abstract class TrainingEngine(string name, TrainingWorkload workload) : Engine(name)
{
    protected TrainingWorkload Workload { get; } = workload;

    /// <summary>The mean loss of the last step.</summary>
    protected abstract float LastLoss { get; }

    public override void Verify()
    {
        Reset();
        Run(TrainingWorkload.VerifiedSteps);
        var parameters = new float[Workload.Shape.ParameterCount];
        ReadParameters(parameters);
        Workload.Check(Name, LastLoss, parameters);
    }

    /// <summary>The parameters in the order of <see cref="NetworkWeights.Packed"/>.</summary>
    protected abstract void ReadParameters(Span<float> packed);
}
