namespace StaticNet.Generator.Model;

/// <summary>x where x ≥ 0, otherwise a·x with one trained slope: parameter <c>weight</c> [1].</summary>
internal sealed record PReLUSpec(string Name, float InitialSlope) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override (long Rows, long Length) StoredRows(int inputs) => (1, 1);
}
