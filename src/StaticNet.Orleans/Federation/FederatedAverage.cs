using System;
using System.Globalization;

namespace StaticNet.Orleans;

/// <summary>The mean of updates, weighted by rows, summed in double; updates that do not belong into it are refused.</summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
internal sealed class FederatedAverage<TNetwork>(int round, long maxRows)
    where TNetwork : class, INetwork<TNetwork>
{
    /// <summary>The most absences that an update may name; an aggregator sends no more.</summary>
    public const int MaxAbsences = 10_000;

    private double[] _sums = [];
    private double _losses;

    /// <summary>Updates in the average.</summary>
    public int Updates { get; private set; }

    /// <summary>Devices whose training is in them.</summary>
    public int Members { get; private set; }

    /// <summary>Rows of all of them.</summary>
    public long Rows { get; private set; }

    /// <summary>Their mean loss, weighted by rows.</summary>
    public double Loss => _losses / Rows;

    /// <summary>Why an update must not be averaged; null where it may.</summary>
    public string? Refuse(FederatedUpdate? update)
    {
        if (update?.Parameters is null)
        {
            return "The update is empty.";
        }

        if (update.Round != round)
        {
            return $"The update is of round {update.Round}, expected round {round}.";
        }

        if (update.Rows < 1 || update.Rows > maxRows)
        {
            return $"The update claims {update.Rows} rows, expected 1 to {maxRows} (FederationOptions.MaxRowsPerMember).";
        }

        if (update.Members < 1 || update.Members > update.Rows || update.Absences is null)
        {
            return $"The update claims to be of {update.Members} members with {update.Rows} rows and {update.Absences?.Length.ToString(CultureInfo.InvariantCulture) ?? "no list of"} absences; expected 1 member or more, with a row each.";
        }

        if (Refuse(update.Absences) is { } reason)
        {
            return reason;
        }

        try
        {
            update.Parameters.Check<TNetwork>("The update");
        }
        catch (System.IO.InvalidDataException exception)
        {
            return exception.Message;
        }

        if (!double.IsFinite(update.Loss))
        {
            return $"The update's loss is {update.Loss.ToString(CultureInfo.InvariantCulture)}.";
        }

        int wrong = NonFiniteValues.FirstIn(update.Parameters.Values.Span);
        return wrong >= 0 ? $"The update holds {update.Parameters.Values[wrong].ToString(CultureInfo.InvariantCulture)} in {NameOf(wrong)}." : null;
    }

    /// <summary>Why absences cannot be passed on; null where they can.</summary>
    public static string? Refuse(Absence[] absences)
    {
        if (absences.Length > MaxAbsences)
        {
            return $"The update names {absences.Length} absences, expected at most {MaxAbsences}.";
        }

        int nameless = Array.FindIndex(absences, absence => absence?.Member is null || absence.Message is null);
        return nameless < 0
            ? null
            : $"Absence {nameless} of the update is {(absences[nameless] is null ? "null" : "without a member or a message")}; expected one that names its member.";
    }

    /// <summary>Adds an update that is not refused. The order of calls decides the last bits.</summary>
    public void Add(FederatedUpdate update)
    {
        ReadOnlySpan<float> values = update.Parameters.Values.Span;
        if (_sums.Length == 0)
        {
            _sums = new double[values.Length];
        }

        for (int i = 0; i < values.Length; i++)
        {
            _sums[i] += (double)update.Rows * values[i];
        }

        _losses += update.Rows * update.Loss;
        Rows += update.Rows;
        Members += update.Members;
        Updates++;
    }

    /// <summary>The average of one update or more.</summary>
    public NetworkSnapshot ToSnapshot()
    {
        var values = new float[_sums.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(_sums[i] / Rows);
        }

        return NetworkSnapshot.Of<TNetwork>(values, round);
    }

    private static string NameOf(int index)
    {
        foreach (ParameterInfo parameter in TNetwork.Description.Layout.Parameters)
        {
            if (index < parameter.Count)
            {
                return $"{parameter.Name}, value {index}";
            }

            index -= parameter.Count;
        }

        return "an unknown parameter";
    }
}
