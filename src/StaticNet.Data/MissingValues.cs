namespace StaticNet.Data;

/// <summary>What a missing value in a column of numbers becomes.</summary>
public enum MissingValues
{
    /// <summary>A <see cref="CsvDataException"/> that names the line and the column.</summary>
    Refuse,

    /// <summary>NaN, for an <see cref="Imputer"/> to fill.</summary>
    NaN,
}
