namespace StaticNet.Generator.Planning.Stages;

/// <summary>What a stage over time keeps: for a stream, and for the rows of a training.</summary>
/// <param name="StateSize">Values of state, without padding: h (and c), or the history of a convolution.</param>
/// <param name="StateLength">Floats of a stream's state, as the kernel has it.</param>
/// <param name="StreamScratch">Floats of scratch memory for a block of steps.</param>
/// <param name="TrainingStateLength">Floats of the state that one block of a training leaves to the next.</param>
internal sealed record TimePlan(int StateSize, int StateLength, int StreamScratch, int TrainingStateLength)
{
    /// <summary>Rows per sequence that the kept values begin with: the state before the first step.</summary>
    public int KeptRowsBefore { get; init; }

    /// <summary>Floats of scratch memory per sequence on the way back.</summary>
    public int SequenceScratch { get; init; }

    /// <summary>Floats of its transposed weights.</summary>
    public int TransposedLength { get; init; }

    /// <summary>Whether a stream begins at another state than zero.</summary>
    public bool HasInitial { get; init; }

    /// <summary>Whether it turns the steps of a sequence into one row.</summary>
    public bool EndsTime { get; init; }
}
