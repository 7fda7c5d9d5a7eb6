using System;

namespace StaticNet;

/// <summary>What <c>Fit</c> needs of a loss of the user's own, whatever its type.</summary>
internal abstract class OwnLoss
{
    /// <summary>The mean loss of a batch and its gradient, which overwrites <paramref name="gradients"/>.</summary>
    public abstract float ComputeGradients(in Batch batch, ParameterBuffer gradients, bool accumulate);

    /// <summary>The mean loss of any number of rows.</summary>
    public abstract double Mean(in Batch rows);
}

/// <summary>A loss function over a network.</summary>
internal sealed class OwnLoss<TNetwork, TLoss>(TNetwork network, TLoss loss) : OwnLoss
    where TNetwork : class, INetwork<TNetwork>
    where TLoss : ILossFunction
{
    private readonly LossFunctionPass<TNetwork> _pass = new(network);

    public override float ComputeGradients(in Batch batch, ParameterBuffer gradients, bool accumulate) =>
        _pass.ComputeGradients(batch.Inputs, batch.Targets, loss, gradients);

    public override double Mean(in Batch rows) => _pass.Mean(rows.Inputs, rows.Targets, loss);
}
