using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StaticNet;

/// <summary>The results of a <see cref="Sweep"/>.</summary>
/// <typeparam name="TSettings">For example a tuple or record.</typeparam>
public sealed class SweepTable<TSettings>
{
    internal SweepTable(IReadOnlyList<SweepResult<TSettings>> rows) => Rows = rows;

    /// <summary>One result per settings, in their order.</summary>
    public IReadOnlyList<SweepResult<TSettings>> Rows { get; }

    /// <summary>The result with the smallest value, for losses; of equals, the first.</summary>
    /// <exception cref="InvalidOperationException">No trial gave a number; the message has the first error.</exception>
    public SweepResult<TSettings> Smallest() => Numbers().MinBy(row => row.Value) ?? throw NoNumber();

    /// <summary>The result with the largest value, for accuracies; of equals, the first.</summary>
    /// <exception cref="InvalidOperationException">No trial gave a number; the message has the first error.</exception>
    public SweepResult<TSettings> Largest() => Numbers().MaxBy(row => row.Value) ?? throw NoNumber();

    /// <summary>The results as comma-separated values with a header line, in the invariant culture.</summary>
    public string ToCsv() => Invariant(() =>
    {
        var text = new StringBuilder("index,settings,value,seconds,error\n");
        foreach (SweepResult<TSettings> row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Index},{Quote(TextOf(row.Settings))},{row.Value:R},{row.Duration.TotalSeconds:R},{Quote(row.Error?.Message ?? "")}\n");
        }

        return text.ToString();
    });

    /// <summary>The results, one per line, in the invariant culture.</summary>
    public override string ToString() => Invariant(() =>
    {
        int width = Rows.Count == 0 ? 0 : Rows.Max(row => TextOf(row.Settings).Length);
        IEnumerable<string> lines = Rows.Select(row => $"{TextOf(row.Settings).PadRight(width)}  {row.Error?.Message ?? row.Value.ToString("G6", CultureInfo.InvariantCulture)}");
        return string.Join('\n', lines);
    });

    // Records, and numbers in tuples of tuples, take no culture: their text has the thread's.
    private static string Invariant(Func<string> write)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return write();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private IEnumerable<SweepResult<TSettings>> Numbers() => Rows.Where(row => !double.IsNaN(row.Value));

    private InvalidOperationException NoNumber() => new(
        Rows.Count == 0 ? "The sweep had no settings." : $"None of {Rows.Count} trials gave a number; the first error: {Rows.FirstOrDefault(row => row.Error != null)?.Error?.Message ?? "the value is NaN"}");

    private static string TextOf(TSettings settings) => settings switch
    {
        System.Runtime.CompilerServices.ITuple tuple => string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Convert.ToString(tuple[i], CultureInfo.InvariantCulture))),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => settings?.ToString() ?? "",
    };

    private static string Quote(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
