using System.Threading.Tasks;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace StaticNet.Orleans;

/// <summary>
/// A grain that runs rounds of federated averaging (McMahan et al., 2017): it asks members to train the global model on their own rows and replaces it
/// by the mean of what they send, weighted by rows. It is a member itself, so that aggregators form a tree. An application extends the interface with
/// a kind of key and implements it by <see cref="FederationGrain{TNetwork}"/>.
/// </summary>
[Alias("staticnet.IFederationGrain")]
public interface IFederationGrain : IGrain, IFederatedMember
{
    /// <summary>Adds members; those that have joined already stay. Waits for a round that is running.</summary>
    /// <exception cref="System.InvalidOperationException">There would be more than <see cref="FederationOptions.MaxMembers"/>; none was added.</exception>
    [Alias("Join")]
    ValueTask Join(IFederatedMember[] members);

    /// <summary>Removes members.</summary>
    [Alias("Leave")]
    ValueTask Leave(IFederatedMember[] members);

    /// <summary>One round: sample, train, average, save.</summary>
    /// <exception cref="System.InvalidOperationException">No member has joined.</exception>
    [Alias("RunRound")]
    [ResponseTimeout("00:10:00")]
    ValueTask<FederatedRound> RunRound();

    /// <summary>Sends the global model to all members.</summary>
    /// <returns>The members that did not take it.</returns>
    [Alias("Publish")]
    [ResponseTimeout("00:10:00")]
    ValueTask<Absence[]> Publish();

    /// <summary>The global model.</summary>
    [AlwaysInterleave]
    [Alias("GetSnapshot")]
    ValueTask<NetworkSnapshot> GetSnapshot();

    /// <summary>Rounds, members and the hash of the global model.</summary>
    [AlwaysInterleave]
    [Alias("GetStatus")]
    ValueTask<FederationStatus> GetStatus();
}
