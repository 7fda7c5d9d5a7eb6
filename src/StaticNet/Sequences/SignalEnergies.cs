using System;

namespace StaticNet.Sequences;

/// <summary>The denominators of the error-to-signal ratio: the energy of a batch's targets, as they are and after pre-emphasis.</summary>
/// <param name="Plain">Σt² + 10⁻⁵.</param>
/// <param name="Emphasized">Σ(t(n) − p·t(n − 1))² + 10⁻⁵.</param>
internal readonly record struct SignalEnergies(double Plain, double Emphasized)
{
    /// <summary>Keeps the ratio finite where the targets are silent.</summary>
    public const double Floor = 1e-5;

    internal static SignalEnergies Of(in SequenceBatch batch, int count, int outputs, float preEmphasis)
    {
        double plain = Floor, emphasized = Floor;
        int steps = batch.Targets.Length / (count * outputs);
        for (int sequence = 0; sequence < count; sequence++)
        {
            int length = batch.Lengths.IsEmpty ? steps : Math.Min(batch.Lengths[sequence], steps);
            ReadOnlySpan<float> targets = batch.Targets.Slice(sequence * steps * outputs, length * outputs);
            for (int i = 0; i < targets.Length; i++)
            {
                double weight = batch.StepWeights.IsEmpty ? 1 : batch.StepWeights[(sequence * steps) + (i / outputs)];
                double filtered = targets[i] - (i >= outputs ? preEmphasis * (double)targets[i - outputs] : 0);
                plain += weight == 0 ? 0 : weight * targets[i] * targets[i];
                emphasized += weight == 0 ? 0 : weight * filtered * filtered;
            }
        }

        return new(plain, emphasized);
    }
}
