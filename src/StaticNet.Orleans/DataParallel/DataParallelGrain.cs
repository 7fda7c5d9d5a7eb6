using System;
using System.Threading;
using System.Threading.Tasks;
using Orleans;
using Orleans.Runtime;

namespace StaticNet.Orleans;

/// <summary>
/// A grain that trains one network on all silos: <c>public sealed class DigitsTraining : DataParallelGrain&lt;Digits&gt;, IDigitsTraining</c> with
/// <see cref="Options"/>. The parameters after every step have the bits of <c>Fit</c> with the same rows, optimizer and options.
/// </summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <remarks>
/// Per step, each worker receives the parameters and its row numbers, and sends one gradient per block. A network with batch normalization needs all
/// rows of a batch at once and is trained by the grain alone.
/// </remarks>
public abstract partial class DataParallelGrain<TNetwork> : Grain<DataParallelState>, IDataParallelGrain
    where TNetwork : class, INetwork<TNetwork>
{
    private static readonly TimeSpan s_keepActive = TimeSpan.FromHours(2);

    private DataParallelOptions? _options;
    private TNetwork? _network;
    private Trainer<TNetwork, IOptimizer>? _trainer;
    private BlockDispatch<TNetwork>? _dispatch;
    private GatheredBatch? _batch;
    private RowOrder? _order;
    private TrainingRows? _rows;
    private Pcg32 _random;          // before the current epoch's order was drawn
    private Pcg32 _nextRandom;      // after it
    private int _drawnEpoch = -1;
    private Task _run = Task.CompletedTask;
    private bool _stops;
    private string? _error;

    /// <summary>Rows, epochs, batch size, …</summary>
    protected abstract DataParallelOptions Options { get; }

    private long Steps => _trainer?.StepCount ?? State.StepCount;

    /// <summary>Stopped, although the storage does not know it: the write failed.</summary>
    private bool IsStopped => State.Status == TrainingStatus.Running && _stops && _run.IsCompleted;

    private string Name => $"{GetType().Name} '{this.GetPrimaryKeyText()}'";

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken).ConfigureAwait(true);
        if (State.Version == 0 && State.Training is null)
        {
            return;
        }

        State.Check(IdentityOf.Network<TNetwork>(), Name);
        Prepare();
        if (State.Status == TrainingStatus.Running)
        {
            _run = Run();
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        bool isStopped = IsStopped;
        _stops = true;
        await _run.ConfigureAwait(true);
        if (_trainer != null && State.Status == TrainingStatus.Running && (isStopped || State.StepCount != Steps))
        {
            await Save(isStopped ? TrainingStatus.Stopped : TrainingStatus.Running).ConfigureAwait(true);
        }

        await base.OnDeactivateAsync(reason, cancellationToken).ConfigureAwait(true);
    }

    /// <inheritdoc/>
    public async ValueTask Start()
    {
        if (State.Status == TrainingStatus.Finished || (State.Status == TrainingStatus.Running && !_run.IsCompleted))
        {
            return;
        }

        await _run.ConfigureAwait(true); // a failure is being written
        if (_trainer is null && State.Version != 0)
        {
            await ReadStateAsync().ConfigureAwait(true); // the checkpoint, which the state does not hold
        }

        Prepare();
        await Save(TrainingStatus.Running).ConfigureAwait(true);
        _error = null;
        _stops = false;
        _run = Run();
    }

    /// <inheritdoc/>
    public async ValueTask Stop()
    {
        if (State.Status == TrainingStatus.Running)
        {
            _stops = true;
            await _run.ConfigureAwait(true);
            if (State.Status == TrainingStatus.Running)
            {
                await Save(TrainingStatus.Stopped).ConfigureAwait(true);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask Reset()
    {
        if (State.Status == TrainingStatus.Running && !_run.IsCompleted)
        {
            throw new InvalidOperationException($"The training of {Name} is running; call Stop first.");
        }

        await _run.ConfigureAwait(true);
        await ClearStateAsync().ConfigureAwait(true);
        State = new DataParallelState();
        Forget();
        (_dispatch, _error) = (null, null);
    }

    /// <inheritdoc/>
    public ValueTask<DataParallelProgress> GetProgress()
    {
        int epochs = (_options ??= Options).Epochs;
        return ValueTask.FromResult(new DataParallelProgress(
            IsStopped ? TrainingStatus.Stopped : State.Status,
            State.EpochLosses.Count,
            epochs,
            Steps,
            _order is null ? 0 : (long)epochs * _order.Batches,
            State.StepCount,
            State.EpochLosses.ToArray(),
            _dispatch?.Workers ?? 0,
            _dispatch?.RetriedCalls ?? 0,
            Current().Parameters.Hash(),
            _error ?? State.Error));
    }

    /// <inheritdoc/>
    public ValueTask<NetworkSnapshot> GetSnapshot() => ValueTask.FromResult(NetworkSnapshot.Of(Current(), Steps));

    /// <summary>The network before the first step; seed 0 by default.</summary>
    protected virtual TNetwork CreateNetwork() => TNetwork.Create(0);

    /// <summary>The optimizer; <see cref="Adam"/> with its defaults by default.</summary>
    protected virtual IOptimizer CreateOptimizer() => new Adam();

    private TNetwork Current() => _network ??= CreateNetwork();
}
