namespace StaticNet.Generator.Layers;

/// <summary>The mean over the steps; a stream keeps their sum and number.</summary>
internal sealed record MeanOverTimeSpec(string Name) : OverTimeSpec(Name)
{
    public override long? StepsBefore => null;

    public override long StateSize(int inputs) => inputs + 1L;
}
