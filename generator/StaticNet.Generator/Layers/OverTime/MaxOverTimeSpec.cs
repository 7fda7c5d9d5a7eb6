namespace StaticNet.Generator.Layers;

/// <summary>The maximum over the steps; a stream keeps it, and the number of steps.</summary>
internal sealed record MaxOverTimeSpec(string Name) : OverTimeSpec(Name)
{
    public override long? StepsBefore => null;

    public override long StateSize(int inputs) => inputs + 1L;
}
