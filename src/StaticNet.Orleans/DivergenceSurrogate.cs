using System.ComponentModel;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>What a call carries of a <see cref="TrainingDivergedException"/>: its message, which names epoch, batch and layer.</summary>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.DivergenceSurrogate")]
internal struct DivergenceSurrogate
{
    [Id(0)]
    public string Message;
}

/// <summary>Lets a <see cref="TrainingDivergedException"/> cross a call as what it is.</summary>
[RegisterConverter]
[EditorBrowsable(EditorBrowsableState.Never)]
internal sealed class DivergenceConverter : IConverter<TrainingDivergedException, DivergenceSurrogate>
{
    public TrainingDivergedException ConvertFromSurrogate(in DivergenceSurrogate surrogate) => new(surrogate.Message);

    public DivergenceSurrogate ConvertToSurrogate(in TrainingDivergedException value) => new() { Message = value.Message };
}
