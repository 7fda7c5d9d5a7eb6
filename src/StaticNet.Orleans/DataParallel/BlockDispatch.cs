using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace StaticNet.Orleans;

/// <summary>
/// Gives the blocks of a batch to workers on all silos and adds what they send in the order of the blocks. Blocks of a worker that fails or is
/// late go to another one; what none of them computes, the coordinator computes itself. So a training ends with the same bits whatever happens
/// to the silos.
/// </summary>
internal sealed class BlockDispatch<TNetwork>(IGrainFactory grains, ISiloStatusOracle silos, string training, DataParallelOptions options)
    where TNetwork : class, INetwork<TNetwork>
{
    private const int Attempts = 3;

    private readonly List<SiloAddress> _active = [];
    private readonly ParameterBuffer _own = new(TNetwork.Description.Layout);
    private readonly BatchPart _part = new();

    /// <summary>Calls that failed or came late.</summary>
    public long RetriedCalls { get; private set; }

    /// <summary>Workers of the last batch.</summary>
    public int Workers { get; private set; }

    /// <summary>Overwrites the sum with the gradient of the batch's mean loss, and returns that loss.</summary>
    /// <param name="network">Its parameters are sent; it computes what no worker does.</param>
    /// <param name="batch">All rows of the batch, gathered.</param>
    /// <param name="indices">The batch's rows.</param>
    /// <param name="rowsHash">Which training rows they are of.</param>
    /// <param name="step">The number of updates so far.</param>
    /// <param name="dropoutSeed">Of this step.</param>
    /// <param name="sum">Overwritten.</param>
    public async Task<double> ComputeGradients(TNetwork network, GatheredBatch batch, ReadOnlyMemory<int> indices, UInt128 rowsHash, long step, ulong dropoutSeed, ParameterBuffer sum)
    {
        NetworkDescription description = TNetwork.Description;
        FindSilos();
        int blocks = GradientBlocks.Count(description, indices.Length);
        int most = Math.Max(1, options.MaxMessageBytes / (sizeof(float) * description.Layout.ParameterCount));
        int workers = Workers = Math.Min(_active.Count * options.WorkersPerSilo, blocks);
        int size = Math.Min((blocks + workers - 1) / workers, most);
        float scale = GradientBlocks.Scale(description, batch.Take(indices.Length, dropoutSeed));
        NetworkSnapshot parameters = NetworkSnapshot.Of(network, step);
        var calls = new List<(Task<BlockGradients?> Answer, int First)>();
        for (int first = 0; first < blocks; first += size)
        {
            int count = Math.Min(size, blocks - first), start = first * description.GradientRows;
            var request = new GradientRequest
            {
                Parameters = parameters,
                RowsName = options.Rows,
                RowsHash = rowsHash,
                GradientRows = description.GradientRows,
                BatchRows = indices.Length,
                FirstBlock = first,
                BlockCount = count,
                Rows = indices.Slice(start, Math.Min(count * description.GradientRows, indices.Length - start)).ToArray(),
                Scale = scale,
                DropoutSeed = dropoutSeed,
            };
            calls.Add((Call(request, calls.Count % workers), first));
        }

        double loss = 0;
        foreach ((Task<BlockGradients?> answer, int first) in calls)
        {
            BlockGradients? gradients = await answer.ConfigureAwait(true);
            int count = Math.Min(size, blocks - first);
            for (int i = 0; i < count; i++)
            {
                loss += gradients is null
                    ? Compute(network, batch.Take(indices.Length, dropoutSeed), first + i, scale)
                    : Unpack(gradients, i, count);
                GradientBlocks.Add(_own, sum, first + i);
            }
        }

        return loss;
    }

    private void FindSilos()
    {
        _active.Clear();
        foreach ((SiloAddress silo, SiloStatus _) in silos.GetApproximateSiloStatuses(onlyActive: true))
        {
            _active.Add(silo);
        }

        if (_active.Count == 0)
        {
            _active.Add(silos.SiloAddress);
        }

        _active.Sort();
    }

    /// <summary>The answer of the first worker that gives one; null where none does.</summary>
    private async Task<BlockGradients?> Call(GradientRequest request, int worker)
    {
        for (int attempt = 0; attempt < Attempts; attempt++, worker++)
        {
            if (attempt > 0)
            {
                RetriedCalls++;
                FleetMetrics.Retries.Add(1);
            }

            try
            {
                return await Worker(worker, request).WaitAsync(options.CallTimeout).ConfigureAwait(true);
            }
            catch (Exception exception) when (TransientFailures.Contains(exception))
            {
            }
        }

        return null;
    }

    // Called between awaits of the grain, so the list of silos is the current one.
    private Task<BlockGradients> Worker(int worker, GradientRequest request)
    {
        SiloAddress silo = _active[worker % _active.Count];
        IGradientWorker<TNetwork> grain = grains.GetGrain<IGradientWorker<TNetwork>>($"{training}/{silo.ToParsableString()}/{worker / _active.Count % options.WorkersPerSilo}");
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        try
        {
            return grain.Compute(request).AsTask();
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }

    private double Compute(TNetwork network, in Batch batch, int block, float scale)
    {
        _part.Scale = scale;
        network.ComputeGradients(GradientBlocks.Take(TNetwork.Description, batch, block, _part), _own, accumulate: false);
        return _part.Loss;
    }

    private double Unpack(BlockGradients gradients, int index, int count)
    {
        int size = TNetwork.Description.Layout.ParameterCount;
        if (gradients.Values.Length != count * size || gradients.Losses.Length != count)
        {
            throw new InvalidOperationException($"A worker sent {gradients.Values.Length} gradient values and {gradients.Losses.Length} losses, expected {count * size} and {count}; run one version of StaticNet.Orleans on all silos.");
        }

        _own.CopyFrom(gradients.Values.Span.Slice(index * size, size));
        return gradients.Losses[index];
    }
}
