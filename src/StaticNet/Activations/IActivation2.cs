using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>An element-wise function and its derivative with two constants, in vectors of every width, as a type that kernels take.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IActivation2
{
    /// <summary>What <c>Backward</c> is given beside the gradient.</summary>
    static abstract DerivativeNeeds Needs { get; }

    /// <summary>f(x), element by element.</summary>
    static abstract Vector128<float> Forward(Vector128<float> x, float first, float second);

    /// <inheritdoc cref="Forward(Vector128{float}, float, float)"/>
    static abstract Vector256<float> Forward(Vector256<float> x, float first, float second);

    /// <inheritdoc cref="Forward(Vector128{float}, float, float)"/>
    static abstract Vector512<float> Forward(Vector512<float> x, float first, float second);

    /// <summary>outputGradient·f′(x) from the input or output x, element by element.</summary>
    static abstract Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x, float first, float second);

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float, float)"/>
    static abstract Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x, float first, float second);

    /// <inheritdoc cref="Backward(Vector128{float}, Vector128{float}, float, float)"/>
    static abstract Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x, float first, float second);
}
