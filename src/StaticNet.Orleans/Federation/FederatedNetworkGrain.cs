using System;
using System.Threading.Tasks;

namespace StaticNet.Orleans;

/// <summary>
/// A <see cref="NetworkGrain{TNetwork}"/> that takes part in federated averaging. A round trains a copy of the global model on the grain's rows; the
/// grain's own network is replaced only by a model that is published.
/// </summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
public abstract class FederatedNetworkGrain<TNetwork> : NetworkGrain<TNetwork>, IFederatedMember
    where TNetwork : class, INetwork<TNetwork>
{
    /// <inheritdoc/>
    public virtual async ValueTask<FederatedUpdate> TrainRound(FederatedTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        TrainingRows rows = await GetLocalRows(task).ConfigureAwait(true);
        return FederatedTraining.Train<TNetwork>(task, rows, CreateLocalOptimizer(), this.GetGrainIdText());
    }

    /// <inheritdoc/>
    public virtual ValueTask Receive(NetworkSnapshot global) => SetSnapshot(global);

    /// <summary>The rows that this member trains on; they do not leave it.</summary>
    protected abstract ValueTask<TrainingRows> GetLocalRows(FederatedTask task);

    /// <summary>A fresh optimizer for each round; <c>SGD(0.1)</c> by default.</summary>
    protected virtual IOptimizer CreateLocalOptimizer() => new SGD(0.1);
}
