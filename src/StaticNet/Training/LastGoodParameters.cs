namespace StaticNet;

/// <summary>
/// The parameters of the last batch whose loss and gradients were finite, to go back to when a training diverges. Networks above
/// 64 KiB are copied every 16 batches only, so that the copy does not show in the time of a step.
/// </summary>
internal sealed class LastGoodParameters(ParameterBuffer parameters)
{
    private const int AlwaysUpTo = 16 * 1024;
    private const int Interval = 16;

    private readonly ParameterBuffer _copy = new(parameters.Layout);
    private readonly int _interval = parameters.Layout.Length <= AlwaysUpTo ? 1 : Interval;
    private int _count;
    private bool _exists;

    /// <summary>The current parameters have just given a finite loss and finite gradients.</summary>
    public void Keep()
    {
        if (_count++ % _interval == 0)
        {
            _copy.CopyFrom(parameters);
            _exists = true;
        }
    }

    /// <summary>Puts the kept parameters back; without any, the current ones are where training began.</summary>
    public void Restore()
    {
        if (_exists)
        {
            parameters.CopyFrom(_copy);
        }
    }
}
