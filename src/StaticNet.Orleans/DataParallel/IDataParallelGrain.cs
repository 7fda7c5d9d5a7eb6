using System.Threading.Tasks;
using Orleans;
using Orleans.Concurrency;

namespace StaticNet.Orleans;

/// <summary>
/// A grain that trains one network with the silos of the cluster: workers compute the gradients of a batch's blocks, the grain adds them in the
/// order of <c>Fit</c> and updates. The parameters have the bits of <c>Fit</c> in one process, whatever the number of silos. An application extends
/// the interface with a kind of key and implements it by <see cref="DataParallelGrain{TNetwork}"/>.
/// </summary>
[Alias("staticnet.IDataParallelGrain")]
public interface IDataParallelGrain : IGrain
{
    /// <summary>
    /// Starts the training, or continues it from its last checkpoint, also after a failure; does nothing while it runs or once it has finished.
    /// Returns at once.
    /// </summary>
    /// <exception cref="System.InvalidOperationException">The silo has no rows of the name in <see cref="DataParallelOptions.Rows"/>.</exception>
    /// <exception cref="System.ArgumentException">The rows or options do not fit the network.</exception>
    [Alias("Start")]
    ValueTask Start();

    /// <summary>
    /// Ends the training after the current step and saves it; <see cref="Start"/> continues exactly. Where the storage fails, the training ends all
    /// the same, and another call saves it.
    /// </summary>
    [Alias("Stop")]
    ValueTask Stop();

    /// <summary>Forgets the training and its checkpoint: <see cref="Start"/> begins anew.</summary>
    /// <exception cref="System.InvalidOperationException">The training is running.</exception>
    [Alias("Reset")]
    ValueTask Reset();

    /// <summary>
    /// Where the training stands. A call activates the grain, and a grain whose silo failed continues from its checkpoint: poll it, or use
    /// <see cref="DataParallelExtensions.WaitForEnd"/>.
    /// </summary>
    [AlwaysInterleave]
    [Alias("GetProgress")]
    ValueTask<DataParallelProgress> GetProgress();

    /// <summary>The network's parameters after the last completed step.</summary>
    [AlwaysInterleave]
    [Alias("GetSnapshot")]
    ValueTask<NetworkSnapshot> GetSnapshot();
}
