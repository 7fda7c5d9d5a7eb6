namespace StaticNet.Generator.Validation;

/// <summary>How large a network may be.</summary>
internal static class NetworkLimits
{
    /// <summary>
    /// Values in a parameter buffer, padding included: 2^29 floats are 2 GiB, the largest block an array holds, and
    /// <c>ParameterBytes</c> still fits an <c>int</c>.
    /// </summary>
    public const long MaxParameterValues = (1L << 29) - 64;

    /// <summary>
    /// Values of one row, of all layers together. Up to 128 rows lie in memory at once, each value up to five times (before and after the
    /// activation, their gradients, a spare row), beside parameters' gradients and transposed weights of up to 2^29 floats each: together
    /// below 2^31, so that no distance in that memory overflows.
    /// </summary>
    public const long MaxRowValues = 1L << 20;

    /// <summary>Steps that an output may depend on: 23 minutes at 48 kHz. Histories are rings whose places are 32-bit numbers.</summary>
    public const long MaxPastSteps = 1L << 26;

    /// <summary>Values of one stream's state, padding included: 256 MiB, so that the states of the eight sequences of a training stay below 2^31.</summary>
    public const long MaxStateValues = 1L << 26;

    /// <summary>
    /// From here on (64 MiB of parameters) a network fits in no processor's cache: a prediction reads all of them from memory, and
    /// one core cannot be made to train it in a time anyone waits for.
    /// </summary>
    public const long ParametersForAnotherTool = 1L << 24;

    /// <summary>The widest padding of a row: outputs are rounded up to a multiple of this in the widest layout.</summary>
    public const int WidestTile = 64;

    /// <summary>Rounded up to the widest tile.</summary>
    public static long Padded(long outputs) => (outputs + WidestTile - 1) / WidestTile * WidestTile;
}
