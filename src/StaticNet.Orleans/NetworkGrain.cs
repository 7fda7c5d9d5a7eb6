using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>
/// A grain that owns one network, predicts with it and trains it: <c>public sealed class DeviceGrain : NetworkGrain&lt;MLPModel&gt;, IDeviceGrain;</c>
/// Parameters and optimizer state are kept by the grain's storage (the default one, or that of <c>[StorageProvider]</c>).
/// </summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <remarks>
/// Memory for training (gradients, moments) is taken at the first <see cref="Learn"/>. After a crash of the silo, steps since the last save are
/// lost; a deactivation in good order saves first.
/// </remarks>
public abstract class NetworkGrain<TNetwork> : Grain<NetworkGrainState>, INetworkGrain
    where TNetwork : class, INetwork<TNetwork>
{
    private TNetwork? _network;
    private Trainer<TNetwork, IOptimizer>? _trainer;
    private byte[]? _savedTraining;
    private long _stepCount;
    private bool _isChanged;

    /// <summary>The network. Change it only between awaits of a grain's own method, and call <see cref="Save"/> after it.</summary>
    /// <exception cref="InvalidOperationException">The grain has not been activated yet.</exception>
    protected TNetwork Network => _network ?? throw new InvalidOperationException("The network is loaded by OnActivateAsync; call base.OnActivateAsync first.");

    /// <summary>The most rows of one <see cref="Learn"/>; 256 by default.</summary>
    public virtual int MaxBatchSize => 256;

    /// <summary>Every how many steps <see cref="Learn"/> saves; 100 by default, 0 for never (deactivation and <see cref="Save"/> still do).</summary>
    public virtual int SaveEverySteps => 100;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken).ConfigureAwait(true);
        if (State.Version == 0 && State.Weights is null)
        {
            _network = CreateNetwork();
            return;
        }

        State.Check(IdentityOf.Network<TNetwork>(), $"{GetType().Name} '{this.GetPrimaryKeyText()}'");
        using var weights = new MemoryStream(State.Weights!, writable: false);
        _network = NetworkFiles.Load<TNetwork>(weights);
        _savedTraining = State.Training;
        _stepCount = State.StepCount;
        Forget();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_isChanged)
        {
            await Write().ConfigureAwait(true);
        }

        await base.OnDeactivateAsync(reason, cancellationToken).ConfigureAwait(true);
    }

    /// <inheritdoc/>
    public ValueTask<RawArray<float>> Predict(RawArray<float> inputs)
    {
        int count = Rows(inputs.Length);
        var outputs = new float[count * TNetwork.Description.OutputSize];
        if (count == 1)
        {
            Network.Forward(inputs.Span, outputs);
        }
        else
        {
            Network.ForwardBatch(inputs.Span, outputs);
        }

        FleetMetrics.Predictions.Add(count);
        return ValueTask.FromResult(new RawArray<float>(outputs));
    }

    /// <inheritdoc/>
    public ValueTask<RawArray<int>> PredictClasses(RawArray<float> inputs)
    {
        var classes = new int[Rows(inputs.Length)];
        Network.PredictClasses(inputs.Span, classes);
        FleetMetrics.Predictions.Add(classes.Length);
        return ValueTask.FromResult(new RawArray<int>(classes));
    }

    /// <inheritdoc/>
    public async ValueTask<float> Learn(TrainingRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Trainer<TNetwork, IOptimizer> trainer = EnsureTrainer();
        float loss = rows.HasLabels
            ? trainer.Step(rows.Inputs.Span, rows.Labels.Span, rows.SampleWeights.Span)
            : trainer.Step(rows.Inputs.Span, rows.Targets.Span, rows.SampleWeights.Span);
        _stepCount++;
        _isChanged = true;
        FleetMetrics.Steps.Add(1);
        if (SaveEverySteps > 0 && _stepCount % SaveEverySteps == 0)
        {
            await Write().ConfigureAwait(true);
        }

        return loss;
    }

    /// <inheritdoc/>
    public ValueTask<NetworkSnapshot> GetSnapshot() => ValueTask.FromResult(NetworkSnapshot.Of(Network, _stepCount));

    /// <inheritdoc/>
    public async ValueTask SetSnapshot(NetworkSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        snapshot.Check<TNetwork>("The snapshot");
        if (!NonFiniteValues.AllFinite(snapshot.Values.Span))
        {
            throw new InvalidDataException($"The snapshot of {snapshot.Network} holds NaN or infinite values; the grain keeps its parameters.");
        }

        snapshot.CopyTo(Network);
        _isChanged = true;
        await Write().ConfigureAwait(true);
    }

    /// <inheritdoc/>
    public ValueTask<NetworkStatus> GetStatus() =>
        ValueTask.FromResult(new NetworkStatus(TNetwork.Description.Name, _stepCount, State.StepCount, Network.Parameters.Hash()));

    /// <inheritdoc/>
    public async ValueTask Save()
    {
        _isChanged = true;
        await Write().ConfigureAwait(true);
    }

    /// <summary>The network of a grain that was never saved. Seed 0 by default: all grains start with equal parameters, as federated averaging needs.</summary>
    protected virtual TNetwork CreateNetwork() => TNetwork.Create(0);

    /// <summary>The optimizer of <see cref="Learn"/>; <see cref="Adam"/> with its defaults by default.</summary>
    protected virtual IOptimizer CreateOptimizer() => new Adam();

    /// <summary>Schedule, clipping and seed of <see cref="Learn"/>; null for none.</summary>
    protected virtual TrainerOptions? CreateTrainerOptions() => null;

    private static int Rows(int inputs)
    {
        NetworkDescription network = TNetwork.Description;
        return inputs > 0 && inputs % network.InputSize == 0
            ? inputs / network.InputSize
            : throw new ArgumentException($"{network.Name} reads {network.InputSize} values per row, but inputs has {inputs}, which is not a whole number of rows.", nameof(inputs));
    }

    private Trainer<TNetwork, IOptimizer> EnsureTrainer()
    {
        if (_trainer is null)
        {
            var trainer = new Trainer<TNetwork, IOptimizer>(Network, CreateOptimizer(), MaxBatchSize, CreateTrainerOptions());
            if (_savedTraining != null)
            {
                // A snapshot may have replaced the parameters since they were saved: the optimizer's state is taken, the parameters stay.
                ParameterBuffer current = Network.Parameters.Clone();
                using var training = new MemoryStream(_savedTraining, writable: false);
                trainer.Load(training);
                Network.Parameters.CopyFrom(current);
                _savedTraining = null;
            }

            _trainer = trainer;
        }

        return _trainer;
    }

    private async Task Write()
    {
        IdentityOf identity = IdentityOf.Network<TNetwork>();
        using var weights = new MemoryStream();
        Network.Save(weights);
        byte[]? training = _savedTraining;
        if (_trainer != null)
        {
            using var stream = new MemoryStream();
            _trainer.Save(stream);
            training = stream.ToArray();
        }

        long previous = State.StepCount;
        State.Version = NetworkGrainState.CurrentVersion;
        State.Network = identity.Name;
        State.Layout = identity.Layout;
        State.Weights = weights.ToArray();
        State.Training = training;
        State.StepCount = _stepCount;
        _isChanged = false;
        try
        {
            await WriteStateAsync().ConfigureAwait(true);
            FleetMetrics.Saves.Add(1);
        }
        catch
        {
            State.StepCount = previous;
            _isChanged = true;
            throw;
        }
        finally
        {
            Forget();
        }
    }

    // The network holds the parameters; a million grains need not hold their files, too.
    private void Forget()
    {
        State.Weights = null;
        State.Training = null;
    }
}
