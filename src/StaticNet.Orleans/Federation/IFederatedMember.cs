using System.Threading.Tasks;
using Orleans;
using Orleans.Runtime;

namespace StaticNet.Orleans;

/// <summary>
/// Takes part in federated averaging: trains a copy of the global model on rows that it keeps to itself. A grain of the cluster
/// (<see cref="FederatedNetworkGrain{TNetwork}"/>), an aggregator of other members (<see cref="FederationGrain{TNetwork}"/>), or a client outside the
/// cluster (<see cref="IFederatedClient"/>).
/// </summary>
[Alias("staticnet.IFederatedMember")]
public interface IFederatedMember : IAddressable
{
    /// <summary>Trains a copy of the global model on the member's own rows.</summary>
    [Alias("TrainRound")]
    [ResponseTimeout("00:10:00")]
    ValueTask<FederatedUpdate> TrainRound(FederatedTask task);

    /// <summary>Takes over a published global model.</summary>
    [Alias("Receive")]
    [ResponseTimeout("00:10:00")]
    ValueTask Receive(NetworkSnapshot global);
}

/// <summary>
/// A member outside the cluster, known to it by a reference: <c>grainFactory.CreateObjectReference&lt;IFederatedClient&gt;(client)</c>. Keep the client
/// object alive: the reference does not.
/// </summary>
[Alias("staticnet.IFederatedClient")]
public interface IFederatedClient : IFederatedMember, IGrainObserver;
