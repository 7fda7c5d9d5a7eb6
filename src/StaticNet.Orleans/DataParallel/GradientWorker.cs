using System;
using System.Threading.Tasks;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace StaticNet.Orleans;

/// <summary>Computes gradients of blocks.</summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
[Alias("staticnet.IGradientWorker`1")]
internal interface IGradientWorker<TNetwork> : IGrainWithStringKey
{
    [Alias("Compute")]
    ValueTask<BlockGradients> Compute(GradientRequest request);
}

/// <summary>A worker holds buffers and nothing that must survive: any other one gives the same bits.</summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
[RandomPlacement]
internal sealed class GradientWorker<TNetwork>(ILocalSiloDetails silo) : Grain, IGradientWorker<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly TNetwork _network = TNetwork.CreateUninitialized();
    private readonly ParameterBuffer _gradient = new(TNetwork.Description.Layout);
    private readonly BatchPart _part = new();
    private GatheredBatch? _batch;

    public ValueTask<BlockGradients> Compute(GradientRequest request)
    {
        NetworkDescription network = TNetwork.Description;
        GatheredBatch gathered = Prepare(request);
        gathered.Gather(request.Rows.Span, request.FirstBlock * request.GradientRows);
        Batch batch = gathered.Take(request.BatchRows, request.DropoutSeed);
        request.Parameters.CopyTo(_network);
        _part.Scale = request.Scale;
        int size = network.Layout.ParameterCount;
        var values = new float[request.BlockCount * size];
        var losses = new double[request.BlockCount];
        for (int i = 0; i < request.BlockCount; i++)
        {
            _network.ComputeGradients(GradientBlocks.Take(network, batch, request.FirstBlock + i, _part), _gradient, accumulate: false);
            _gradient.CopyTo(values.AsSpan(i * size, size));
            losses[i] = _part.Loss;
        }

        FleetMetrics.Blocks.Add(request.BlockCount);
        return ValueTask.FromResult(new BlockGradients { Values = values, Losses = losses });
    }

    private GatheredBatch Prepare(GradientRequest request)
    {
        if (request.GradientRows != TNetwork.Description.GradientRows)
        {
            throw new InvalidOperationException(
                $"Silo {silo.SiloAddress} was built with gradient blocks of {TNetwork.Description.GradientRows} rows for {TNetwork.Description.Name}, the training's silo with {request.GradientRows}; build all silos with one version of StaticNet.");
        }

        TrainingRows rows = ServiceProvider.FindTrainingRows(request.RowsName, silo.SiloAddress);
        if (rows.Hash != request.RowsHash)
        {
            throw new InvalidOperationException($"The training rows '{request.RowsName}' of silo {silo.SiloAddress} differ from those of the training's silo; load the same rows on every silo.");
        }

        if (_batch is null || !ReferenceEquals(_batch.Rows, rows) || _batch.Capacity < request.BatchRows)
        {
            _batch = new GatheredBatch(TNetwork.Description, rows, request.BatchRows);
        }

        return _batch;
    }
}
