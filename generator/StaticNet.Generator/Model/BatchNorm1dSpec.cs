namespace StaticNet.Generator.Model;

/// <summary>
/// The same per value over the batch while training; over the running averages otherwise. Parameters <c>weight</c> and
/// <c>bias</c> where <see cref="IsAffine"/>, running <c>running_mean</c> and <c>running_var</c> always, [values] each.
/// </summary>
internal sealed record BatchNorm1dSpec(string Name, float Epsilon, float Momentum, bool IsAffine) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override (long Rows, long Length) StoredRows(int inputs) => (IsAffine ? 4 : 2, inputs);
}
