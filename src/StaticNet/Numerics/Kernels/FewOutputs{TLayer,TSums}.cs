using System.ComponentModel;
using System.Runtime.CompilerServices;
using StaticNet.Activations;

namespace StaticNet.Numerics.Kernels;

/// <summary>The kernels of a linear layer of two to four outputs, which share vectors with several inputs.</summary>
/// <typeparam name="TLayer">The layer's numbers.</typeparam>
/// <typeparam name="TSums">How many partial sums an output has: 4, 8 or 16.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FewOutputs<TLayer, TSums>
    where TLayer : struct, IDense
    where TSums : struct, ISums
{
    /// <summary>y = f(W·x + b) for one row.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[output stride], overwritten.</param>
    public static void Row<TActivation>(ref float x, ref float w, ref float y)
        where TActivation : struct, IActivation => Rows<TActivation>(ref x, ref w, ref y, 1);

    /// <summary>y = f((W·x + b)·factor + summand) for one row.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[output stride], overwritten.</param>
    /// <param name="factors">A factor per output.</param>
    /// <param name="apart">Floats from a factor to its summand.</param>
    public static void ScaledRow<TActivation>(ref float x, ref float w, ref float y, ref float factors, int apart)
        where TActivation : struct, IActivation => ScaledRows<TActivation>(ref x, ref w, ref y, 1, ref factors, apart);

    /// <summary>Y = f(X·W + b).</summary>
    /// <param name="x">[rows, input stride].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[rows, output stride], overwritten.</param>
    /// <param name="rows">1 or more.</param>
    public static void Rows<TActivation>(ref float x, ref float w, ref float y, int rows)
        where TActivation : struct, IActivation => FewOutputsKernel.Run<Forward<TLayer, TActivation>, TSums>(
            ref x, ref Unsafe.Add(ref w, TLayer.Weights), ref Unsafe.Add(ref w, TLayer.Bias), ref Unsafe.NullRef<float>(), 0, ref y, rows);

    /// <summary>Y = f((X·W + b)·factor + summand).</summary>
    /// <param name="x">[rows, input stride].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[rows, output stride], overwritten.</param>
    /// <param name="rows">1 or more.</param>
    /// <param name="factors">A factor per output.</param>
    /// <param name="apart">Floats from a factor to its summand.</param>
    public static void ScaledRows<TActivation>(ref float x, ref float w, ref float y, int rows, ref float factors, int apart)
        where TActivation : struct, IActivation => FewOutputsKernel.Run<ScaledForward<TLayer, TActivation>, TSums>(
            ref x, ref Unsafe.Add(ref w, TLayer.Weights), ref Unsafe.Add(ref w, TLayer.Bias), ref factors, apart, ref y, rows);

    /// <summary>dW = Xᵀ·dZ, summed over the rows in order.</summary>
    /// <param name="x">[rows, input stride]; nothing behind a row's inputs is read.</param>
    /// <param name="dz">[rows, output stride]: the gradient before the activation.</param>
    /// <param name="g">The gradients, in the layout of the parameters; the layer's weights are overwritten.</param>
    /// <param name="rows">1 or more.</param>
    public static void WeightGradient(ref float x, ref float dz, ref float g, int rows) =>
        MatrixProduct.OfWeights<TLayer, Tile4>(ref x, ref dz, ref Unsafe.Add(ref g, TLayer.Weights), 1, rows);

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
