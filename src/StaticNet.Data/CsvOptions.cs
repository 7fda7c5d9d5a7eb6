using System;
using System.Collections.Generic;
using System.Globalization;
using CsvHelper;

namespace StaticNet.Data;

/// <summary>How a CSV file is written. Its first line holds the column names.</summary>
public sealed class CsvOptions
{
    /// <summary>What separates two cells: one ASCII character, a comma by default.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>How numbers are written; the invariant culture by default (<c>1.5</c>).</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>Cells that stand for a missing value, compared without surrounding spaces.</summary>
    public IReadOnlyCollection<string> MissingMarkers { get; init; } = ["", "NA", "N/A", "NaN", "nan", "null", "NULL"];

    internal CsvReaderOptions ForReading() => CsvReaderOptions.Default with
    {
        Separator = Separator,
        FormatProvider = Culture,
        NullValues = [.. MissingMarkers],
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        MissingField = CsvMissingFieldHandling.Throw,
    };
}
