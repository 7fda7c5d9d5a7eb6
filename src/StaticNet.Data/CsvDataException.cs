using System.IO;

namespace StaticNet.Data;

/// <summary>A CSV file whose content cannot be used: the message names the file, the line and the column.</summary>
public sealed class CsvDataException : IOException
{
    internal CsvDataException(string message, int line = 0, string? column = null, System.Exception? inner = null)
        : base(message, inner)
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line of the file on which the row starts, from 1; 0 where the whole file is meant.</summary>
    public int Line { get; }

    /// <summary>The column's name; null where no single column is meant.</summary>
    public string? Column { get; }
}
