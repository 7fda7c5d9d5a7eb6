using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>A recurrent layer, or several of the same size one after the other.</summary>
/// <param name="Name">Prefix of its parameters.</param>
/// <param name="Hidden">Units of each.</param>
/// <param name="Count">How many.</param>
/// <param name="HasBias">Whether there are biases.</param>
/// <param name="Gates">Sums per unit.</param>
/// <param name="StatesPerUnit">Values of state per unit: h, and c of an LSTM.</param>
internal abstract record RecurrentSpec(string Name, int Hidden, int Count, bool HasBias, int Gates, int StatesPerUnit) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override bool IsOverTime => true;

    public override long? StepsBefore => null;

    public override int OutputSize(IReadOnlyList<int> sizes) => Hidden;

    public override long StateSize(int inputs) => (long)Count * StatesPerUnit * Hidden;

    public override (long Rows, long Length) StoredRows(int inputs)
    {
        long rows = (long)inputs + Hidden + 2 + ((Count - 1L) * ((2L * Hidden) + 2));
        return (rows < int.MaxValue ? rows : int.MaxValue, (long)Gates * Hidden < int.MaxValue ? (long)Gates * Hidden : int.MaxValue);
    }

    public override long TensorCount(string suffix, int inputs)
    {
        long gates = (long)Gates * Hidden;
        return suffix.StartsWith(".weight_ih_l0", System.StringComparison.Ordinal) ? gates * inputs
            : suffix.StartsWith(".weight_", System.StringComparison.Ordinal) ? gates * Hidden
            : HasBias && suffix.StartsWith(".bias_", System.StringComparison.Ordinal) ? gates
            : 0;
    }

    public override IReadOnlyList<LayerOption> Options =>
    [
        new(0, Hidden, Hidden >= 1, $"The hidden size of {Kind}", "it must be 1 or more"),
        new(0, Count, Count is >= 1 and <= MostLayers, $"The number of layers of {Kind}", $"it must be from 1 to {MostLayers}") { Property = "Layers" },
    ];

    private const int MostLayers = 64;
}
