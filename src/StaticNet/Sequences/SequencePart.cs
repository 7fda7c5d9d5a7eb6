namespace StaticNet.Sequences;

/// <summary>What every group of a batch needs of the whole batch.</summary>
/// <param name="Divisor">What the summed loss is divided by.</param>
/// <param name="Energies">The denominators of the error-to-signal ratio, where that is the loss.</param>
internal readonly record struct SequenceTotals(double Divisor, SignalEnergies Energies);

/// <summary>Makes a <see cref="SequenceBatch"/> one group of its sequences: their share of the mean loss and of its gradient.</summary>
internal sealed class SequencePart
{
    /// <summary>Sequences that go through a network together, so that what is kept for the way back stays in the cache.</summary>
    public const int GroupSize = 8;

    /// <summary>The group; −1 for none: the batch is checked, and <see cref="Totals"/> found.</summary>
    public int Group { get; set; } = -1;

    /// <summary>The batch's, once it has been checked.</summary>
    public SequenceTotals? Totals { get; set; }

    /// <summary>The group's share of the mean loss. The mean loss is the sum over the groups, in order.</summary>
    public double Loss { get; set; }

    /// <summary>The number of groups of a batch.</summary>
    public static int Groups(int sequences) => (sequences + GroupSize - 1) / GroupSize;
}
