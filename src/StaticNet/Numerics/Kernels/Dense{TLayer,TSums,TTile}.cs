using System.ComponentModel;
using System.Runtime.CompilerServices;
using StaticNet.Activations;

namespace StaticNet.Numerics.Kernels;

/// <summary>
/// The kernels of a linear layer of five and more outputs, whose outputs lie in lanes. Each output is summed in the same order by all of them,
/// in every width, so that all give the same bits.
/// </summary>
/// <typeparam name="TLayer">The layer's numbers.</typeparam>
/// <typeparam name="TSums">How many partial sums an output has.</typeparam>
/// <typeparam name="TTile">The last tile of outputs.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Dense<TLayer, TSums, TTile>
    where TLayer : struct, IDense
    where TSums : struct, ISums
    where TTile : struct, ITile
{
    private static int Tiles => (TLayer.OutputStride + Dense.TileWidth - 1) / Dense.TileWidth;

    /// <summary>y = f(W·x + b) for one row.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[output stride], overwritten.</param>
    public static void Row<TActivation>(ref float x, ref float w, ref float y)
        where TActivation : struct, IActivation => RowProduct.Run<Forward<TLayer, TActivation>, TSums, TTile>(
            ref x, ref Unsafe.Add(ref w, TLayer.Weights), ref Unsafe.Add(ref w, TLayer.Bias), ref Unsafe.NullRef<float>(), 0, ref y, Tiles, upTo512: true);

    /// <summary>The same in vectors of at most 256 bits: wider ones gain nothing where the weights come from a far cache.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[output stride], overwritten.</param>
    public static void RowUpTo256<TActivation>(ref float x, ref float w, ref float y)
        where TActivation : struct, IActivation => RowProduct.Run<Forward<TLayer, TActivation>, TSums, TTile>(
            ref x, ref Unsafe.Add(ref w, TLayer.Weights), ref Unsafe.Add(ref w, TLayer.Bias), ref Unsafe.NullRef<float>(), 0, ref y, Tiles, upTo512: false);

    /// <summary>y = f((W·x + b)·factor + summand) for one row.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[output stride], overwritten.</param>
    /// <param name="factors">A factor per output.</param>
    /// <param name="apart">Floats from a factor to its summand.</param>
    public static void ScaledRow<TActivation>(ref float x, ref float w, ref float y, ref float factors, int apart)
        where TActivation : struct, IActivation => RowProduct.Run<ScaledForward<TLayer, TActivation>, TSums, TTile>(
            ref x, ref Unsafe.Add(ref w, TLayer.Weights), ref Unsafe.Add(ref w, TLayer.Bias), ref factors, apart, ref y, Tiles, upTo512: false);

    /// <summary>Y = f(X·W + b).</summary>
    /// <param name="x">[rows, input stride].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[rows, output stride], overwritten.</param>
    /// <param name="rows">8 or more.</param>
    public static void Rows<TActivation>(ref float x, ref float w, ref float y, int rows)
        where TActivation : struct, IActivation => MatrixProduct.Run<Forward<TLayer, TActivation>, TSums, TTile>(
            ref x, ref Unsafe.Add(ref w, TLayer.Weights), ref y, ref Unsafe.Add(ref w, TLayer.Bias), ref Unsafe.NullRef<float>(), 0, Tiles, rows, 0);

    /// <summary>Y = f((X·W + b)·factor + summand).</summary>
    /// <param name="x">[rows, input stride].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[rows, output stride], overwritten.</param>
    /// <param name="rows">8 or more.</param>
    /// <param name="factors">A factor per output.</param>
    /// <param name="apart">Floats from a factor to its summand.</param>
    public static void ScaledRows<TActivation>(ref float x, ref float w, ref float y, int rows, ref float factors, int apart)
        where TActivation : struct, IActivation => MatrixProduct.Run<ScaledForward<TLayer, TActivation>, TSums, TTile>(
            ref x, ref Unsafe.Add(ref w, TLayer.Weights), ref y, ref Unsafe.Add(ref w, TLayer.Bias), ref factors, apart, Tiles, rows, 0);

    /// <summary>dW = Xᵀ·dZ, summed over the rows in order.</summary>
    /// <param name="x">[rows, input stride].</param>
    /// <param name="dz">[rows, output stride]: the gradient before the activation.</param>
    /// <param name="g">The gradients, in the layout of the parameters; the layer's weights are overwritten.</param>
    /// <param name="rows">1 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient(ref float x, ref float dz, ref float g, int rows) =>
        MatrixProduct.OfWeights<TLayer, TTile>(ref x, ref dz, ref Unsafe.Add(ref g, TLayer.Weights), Tiles, rows);

    /// <summary>dX = dZ·Wᵀ, then the derivative of the activation before the layer.</summary>
    /// <typeparam name="TActivation">The activation before the layer.</typeparam>
    /// <typeparam name="TInputTile">The last tile of inputs.</typeparam>
    /// <param name="dz">[rows, output stride]: the gradient before the layer's own activation.</param>
    /// <param name="transposed">[tiles of 32 inputs][outputs][columns]: the weights, transposed.</param>
    /// <param name="kept">[rows, input stride]: what the activation's derivative needs.</param>
    /// <param name="dx">[rows, input stride], overwritten.</param>
    /// <param name="rows">8 or more.</param>
    public static void InputGradient<TActivation, TInputTile>(ref float dz, ref float transposed, ref float kept, ref float dx, int rows)
        where TActivation : struct, IActivation
        where TInputTile : struct, ITile => MatrixProduct.OfInputs<TLayer, TActivation, TInputTile>(ref dz, ref transposed, ref kept, ref dx, rows);
}
