using System.ComponentModel;
using System.Runtime.CompilerServices;
using StaticNet.Activations;
using StaticNet.Losses;

namespace StaticNet.Numerics.Words;

/// <summary>The loss of a block of rows, between forward and backward.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowLoss
{
    /// <summary>Whether the gradient with respect to the inputs may be wanted: single samples leave the first layer's gradient in the scratch memory then.</summary>
    static abstract bool KeepsFirstGradient { get; }

    /// <summary>1/N for a mean over N.</summary>
    float Scale(in Batch batch, int count);

    /// <summary>
    /// The summed loss times <paramref name="scale"/>; unless <paramref name="gradient"/> is a null reference, also its gradient before the output
    /// activation.
    /// </summary>
    /// <param name="z">The last layer before its activation, [rows] at the network's stride.</param>
    /// <param name="y">Room for the outputs.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="batch">The batch that the rows are of.</param>
    /// <param name="start">The batch's row that <paramref name="z"/> begins with.</param>
    /// <param name="scale">1/N.</param>
    /// <param name="gradient">[rows] at the network's stride, overwritten.</param>
    double Rows(ref float z, ref float y, int rows, in Batch batch, int start, float scale, ref float gradient);
}

/// <summary>The network's declared loss.</summary>
/// <typeparam name="TFacts">The network's constants.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
/// <param name="options">What the network's losses take.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct DeclaredLoss<TFacts, TOutput>(in LossOptions options) : IRowLoss
    where TFacts : struct, INetworkFacts
    where TOutput : struct, IActivation
{
    private readonly ref readonly LossOptions _options = ref options;

    /// <inheritdoc/>
    public static bool KeepsFirstGradient => false;

    /// <inheritdoc/>
    public float Scale(in Batch batch, int count) => batch.Part?.Scale ?? NetworkLoss<TFacts, TOutput>.Scale(in batch, count, in _options);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Rows(ref float z, ref float y, int rows, in Batch batch, int start, float scale, ref float gradient) =>
        NetworkLoss<TFacts, TOutput>.Rows(ref z, ref y, rows, in batch, start, in _options, scale, ref gradient);
}
