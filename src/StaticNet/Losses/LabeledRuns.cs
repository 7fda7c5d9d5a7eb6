using System;

namespace StaticNet.Losses;

/// <summary>Labels as runs of rows that count and of rows that are left out, one after the other.</summary>
internal ref struct LabeledRuns(ReadOnlySpan<int> labels)
{
    private readonly ReadOnlySpan<int> _labels = labels;

    /// <summary>The first row of the run.</summary>
    public int Start { get; private set; }

    /// <summary>Its rows.</summary>
    public int Count { get; private set; }

    /// <summary>Whether its rows are left out.</summary>
    public bool IsIgnored { get; private set; }

    /// <summary>The next run; false behind the last.</summary>
    public bool Next()
    {
        Start += Count;
        if (Start == _labels.Length)
        {
            return false;
        }

        ReadOnlySpan<int> rest = _labels[Start..];
        IsIgnored = rest[0] == Batch.IgnoreLabel;
        int end = IsIgnored ? rest.IndexOfAnyExcept(Batch.IgnoreLabel) : rest.IndexOf(Batch.IgnoreLabel);
        Count = end < 0 ? rest.Length : end;
        return true;
    }
}
