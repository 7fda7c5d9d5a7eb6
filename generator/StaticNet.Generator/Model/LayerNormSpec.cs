namespace StaticNet.Generator.Model;

/// <summary>(x − mean)/√(variance + ε) over the row, then ·weight + bias where <see cref="IsAffine"/>: two parameters of [values].</summary>
internal sealed record LayerNormSpec(string Name, float Epsilon, bool IsAffine) : LayerSpec(Name)
{
    public override bool HasParameters => IsAffine;

    public override (long Rows, long Length) StoredRows(int inputs) => IsAffine ? (2, inputs) : (0, 0);
}
