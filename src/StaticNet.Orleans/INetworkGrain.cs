using System.Threading.Tasks;
using Orleans;
using Orleans.Concurrency;

namespace StaticNet.Orleans;

/// <summary>
/// A grain that owns one network. An application extends it with a kind of key and methods of its own:
/// <c>public interface IDeviceGrain : INetworkGrain, IGrainWithStringKey;</c> and implements it by <see cref="NetworkGrain{TNetwork}"/>.
/// Parameters stay in the grain; a prediction carries one row in and one out.
/// </summary>
[Alias("staticnet.INetworkGrain")]
public interface INetworkGrain : IGrain
{
    /// <summary>Computes the outputs of any number of rows. Does not wait for a step that is being saved.</summary>
    /// <param name="inputs">[count, InputSize], row-major.</param>
    /// <returns>[count, OutputSize], row-major.</returns>
    /// <exception cref="System.ArgumentException">The length is no whole number of rows.</exception>
    [AlwaysInterleave]
    [Alias("Predict")]
    ValueTask<RawArray<float>> Predict(RawArray<float> inputs);

    /// <summary>The index of the largest output of each row; with one output, 1 where it is above one half (Sigmoid, HardSigmoid, Step) or above zero (all others).</summary>
    /// <param name="inputs">[count, InputSize], row-major.</param>
    /// <returns>[count].</returns>
    /// <exception cref="System.ArgumentException">The length is no whole number of rows.</exception>
    [AlwaysInterleave]
    [Alias("PredictClasses")]
    ValueTask<RawArray<int>> PredictClasses(RawArray<float> inputs);

    /// <summary>One training step on one row or a batch.</summary>
    /// <param name="rows">As many as <see cref="NetworkGrain{TNetwork}.MaxBatchSize"/> or fewer.</param>
    /// <returns>The mean loss before the step.</returns>
    /// <exception cref="System.ArgumentException">The rows do not fit the network, or there are none or too many.</exception>
    /// <exception cref="TrainingDivergedException">Loss or gradients are NaN or infinite; nothing has changed.</exception>
    [Alias("Learn")]
    ValueTask<float> Learn(TrainingRows rows);

    /// <summary>The network's parameters.</summary>
    [AlwaysInterleave]
    [Alias("GetSnapshot")]
    ValueTask<NetworkSnapshot> GetSnapshot();

    /// <summary>Replaces the network's parameters, as a coordinator does that publishes a global model, and saves them. The optimizer's state stays.</summary>
    /// <exception cref="System.IO.InvalidDataException">The parameters belong to another network (the message shows both), or one is NaN or infinite; nothing has changed.</exception>
    [Alias("SetSnapshot")]
    ValueTask SetSnapshot(NetworkSnapshot snapshot);

    /// <summary>Steps, saved steps and the hash of the parameters.</summary>
    [AlwaysInterleave]
    [Alias("GetStatus")]
    ValueTask<NetworkStatus> GetStatus();

    /// <summary>Writes parameters and optimizer state to grain storage now.</summary>
    [Alias("Save")]
    ValueTask Save();
}
