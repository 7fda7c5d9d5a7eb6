using System;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>
/// Fewer members of a federation grain sent an update than its <see cref="FederationOptions.MinUpdates"/>, so it has none for the grain above, which names
/// <see cref="Absences"/> in its round.
/// </summary>
[GenerateSerializer]
[Alias("staticnet.TooFewUpdatesException")]
public sealed class TooFewUpdatesException : Exception
{
    /// <summary>An exception without absences.</summary>
    public TooFewUpdatesException()
    {
    }

    /// <summary>An exception without absences.</summary>
    public TooFewUpdatesException(string message)
        : base(message)
    {
    }

    /// <summary>An exception without absences.</summary>
    public TooFewUpdatesException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Names the members that sent no update.</summary>
    public TooFewUpdatesException(string message, Absence[] absences)
        : base(message) => Absences = absences;

    /// <summary>The members that sent no update, those below them included; at most 10,000.</summary>
    [Id(0)]
#pragma warning disable CA1819 // Serialized.
    public Absence[] Absences { get; private set; } = [];
#pragma warning restore CA1819
}
