using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Activations;

/// <summary>An activation with its constants, as a type that kernels take.</summary>
/// <typeparam name="TActivation">The function.</typeparam>
/// <typeparam name="TConstants">The constants.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct WithConstants<TActivation, TConstants> : IActivation
    where TActivation : struct, IActivation2
    where TConstants : struct, IActivationConstants
{
    /// <inheritdoc/>
    public static DerivativeNeeds Needs => TActivation.Needs;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Forward(Vector128<float> x) => TActivation.Forward(x, TConstants.First, TConstants.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Forward(Vector256<float> x) => TActivation.Forward(x, TConstants.First, TConstants.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Forward(Vector512<float> x) => TActivation.Forward(x, TConstants.First, TConstants.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Backward(Vector128<float> outputGradient, Vector128<float> x) => TActivation.Backward(outputGradient, x, TConstants.First, TConstants.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Backward(Vector256<float> outputGradient, Vector256<float> x) => TActivation.Backward(outputGradient, x, TConstants.First, TConstants.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Backward(Vector512<float> outputGradient, Vector512<float> x) => TActivation.Backward(outputGradient, x, TConstants.First, TConstants.Second);
}
