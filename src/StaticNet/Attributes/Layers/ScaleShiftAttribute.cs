namespace StaticNet;

/// <summary>
/// A fixed factor and summand per value: y = x·scale + shift, or y = (x − mean)·scale + shift where <see cref="Mean"/> is given. Never trained
/// and independent of the batch. Buffers <c>mean</c> (if given), <c>scale</c>, <c>shift</c>, [values]: saved and loaded like parameters, and
/// filled with the attribute's numbers in a new network.
/// </summary>
/// <param name="scale">The factor of every value. Default 1.</param>
/// <param name="shift">Added to every value. Default 0.</param>
public sealed class ScaleShiftAttribute(float scale = 1f, float shift = 0f) : LayerAttribute
{
    /// <summary>The factor of every value.</summary>
    public float Scale { get; } = scale;

    /// <summary>Added to every value.</summary>
    public float Shift { get; } = shift;

    /// <summary>
    /// Subtracted from every value before it is scaled: keeps the digits of values that are large beside their spread, which x·scale + shift
    /// would lose. Without it the layer has no buffer <c>mean</c>.
    /// </summary>
    public float Mean { get; set; }
}
