using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using CsvHelper;

namespace StaticNet.Data;

/// <summary>
/// The cells of a CSV file with a header, read once and kept as text. Columns become numbers, class labels or one-hot features by name,
/// so that the order of columns in the file does not matter.
/// </summary>
public sealed class CsvTable
{
    private readonly string _name;
    private readonly CsvOptions _options;
    private readonly string[] _columns;
    private readonly string[][] _rows;
    private readonly int[] _lines;

    private CsvTable(string name, CsvOptions options, string[] columns, string[][] rows, int[] lines)
    {
        _name = name;
        _options = options;
        _columns = columns;
        _rows = rows;
        _lines = lines;
    }

    /// <summary>The columns' names in the file's order.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>How many rows there are, the header not counted.</summary>
    public int RowCount => _rows.Length;

    /// <summary>The text of one cell.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string this[int row, string column] => _rows[row][Find(column)];

    /// <summary>Reads a file.</summary>
    /// <exception cref="CsvDataException">The file has no header, a column name twice, or a row with another number of cells than the header.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        using var reader = new StreamReader(path);
        return Read(reader, options, Path.GetFileName(path));
    }

    /// <summary>Reads text; <paramref name="name"/> stands for it in messages.</summary>
    /// <exception cref="CsvDataException">The text has no header, a column name twice, or a row with another number of cells than the header.</exception>
    public static CsvTable Read(TextReader reader, CsvOptions? options = null, string name = "the text")
    {
        ArgumentNullException.ThrowIfNull(reader);
        options ??= new CsvOptions();
        try
        {
            using CsvReader csv = CsvReader.Create(reader, options.ForReading(), leaveOpen: true);
            string[] columns = [.. csv.Headers];
            if (columns.Length == 0)
            {
                throw new CsvDataException($"{name} is empty; its first line must hold the names of the columns.");
            }

            if (columns.GroupBy(static column => column).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            {
                throw new CsvDataException($"{name} has {twice.Count()} columns called '{twice.Key}'; names must differ.", 1, twice.Key);
            }

            var rows = new List<string[]>();
            var lines = new List<int>();
            while (csv.Read())
            {
                rows.Add([.. Enumerable.Range(0, columns.Length).Select(csv.GetString)]);
                lines.Add((int)csv.LineNumber);
            }

            return new CsvTable(name, options, columns, [.. rows], [.. lines]);
        }
        catch (CsvFormatException e)
        {
            throw new CsvDataException($"{name}, line {e.LineNumber}: {e.Message}", (int)e.LineNumber, null, e);
        }
    }

    /// <summary>All columns but the named ones, in the file's order.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string[] ColumnsExcept(params ReadOnlySpan<string> columns)
    {
        var left = new List<string>(_columns);
        foreach (string column in columns)
        {
            left.Remove(_columns[Find(column)]);
        }

        return [.. left];
    }

    /// <summary>Columns of numbers, side by side.</summary>
    /// <param name="columns">Their names, in the order in which the network reads them.</param>
    /// <param name="missing">What a missing value becomes.</param>
    /// <returns>[rows, columns], row-major.</returns>
    /// <exception cref="ArgumentException">There is no such column, or none was named.</exception>
    /// <exception cref="CsvDataException">A cell is not a number, or is missing and <paramref name="missing"/> refuses that.</exception>
    public float[] Matrix(IReadOnlyList<string> columns, MissingValues missing = MissingValues.Refuse)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new ArgumentException("No column was named.", nameof(columns));
        }

        float[] values = new float[_rows.Length * columns.Count];
        int[] places = [.. columns.Select(Find)];
        for (int row = 0, i = 0; row < _rows.Length; row++)
        {
            foreach (int place in places)
            {
                values[i++] = Number(row, place, missing);
            }
        }

        return values;
    }

    /// <summary>One column of numbers.</summary>
    /// <returns>[rows].</returns>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="CsvDataException">A cell is not a number, or is missing and <paramref name="missing"/> refuses that.</exception>
    public float[] Numbers(string column, MissingValues missing = MissingValues.Refuse) => Matrix([column], missing);

    /// <summary>A column of class names as numbers, in ordinal order of the names.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="CsvDataException">A value is missing.</exception>
    public ClassLabels Labels(string column)
    {
        int place = Find(column);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < _rows.Length; row++)
        {
            names.Add(Present(row, place));
        }

        return Labels(column, [.. names]);
    }

    /// <summary>A column of class names as numbers, in an order of yours: what a saved network was trained with.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="CsvDataException">A value is missing or none of <paramref name="classes"/>.</exception>
    public ClassLabels Labels(string column, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        int place = Find(column);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classes.Count; i++)
        {
            if (!numbers.TryAdd(classes[i], i))
            {
                throw new ArgumentException($"The class '{classes[i]}' is listed twice.", nameof(classes));
            }
        }

        int[] labels = new int[_rows.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            string text = Present(row, place);
            labels[row] = numbers.TryGetValue(text, out int number) ? number : throw Bad(row, place, $"'{text}' is none of the classes {string.Join(", ", classes)}.");
        }

        return new ClassLabels(labels, classes);
    }

    /// <summary>A column of class names as members of an enum, whatever their case.</summary>
    /// <typeparam name="TClass">The enum.</typeparam>
    /// <returns>[rows].</returns>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="CsvDataException">A value is missing or no member of the enum.</exception>
    public List<TClass> Enums<TClass>(string column)
        where TClass : struct, Enum
    {
        int place = Find(column);
        string[] names = Enum.GetNames<TClass>();
        var values = new List<TClass>(_rows.Length);
        for (int row = 0; row < _rows.Length; row++)
        {
            string text = Present(row, place);
            values.Add(Array.Find(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } member
                ? Enum.Parse<TClass>(member)
                : throw Bad(row, place, $"'{text}' is no member of {typeof(TClass).Name} ({string.Join(", ", names)})."));
        }

        return values;
    }

    /// <summary>A column of names as one feature per name: 1 where the row has it, otherwise 0.</summary>
    /// <returns>[rows, classes], row-major, and the names of its columns.</returns>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="CsvDataException">A value is missing.</exception>
    public (float[] Values, IReadOnlyList<string> Classes) OneHot(string column)
    {
        ClassLabels labels = Labels(column);
        return (Data.OneHot.Encode(labels.Values, labels.Classes.Count), labels.Classes);
    }

    /// <summary>Only the named rows, in this order.</summary>
    public CsvTable Rows(ReadOnlySpan<int> rows) => new(_name, _options, _columns, RowIndices.Take<string[]>(_rows, 1, rows), RowIndices.Take<int>(_lines, 1, rows));

    /// <summary>Only the rows in which none of the columns is missing; without names all columns count.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public CsvTable WithoutMissing(params ReadOnlySpan<string> columns)
    {
        int[] places = columns.IsEmpty ? [.. Enumerable.Range(0, _columns.Length)] : [.. columns.ToArray().Select(Find)];
        return Rows([.. Enumerable.Range(0, _rows.Length).Where(row => !places.Any(place => IsMissing(_rows[row][place])))]);
    }

    private int Find(string column)
    {
        int place = Array.IndexOf(_columns, column);
        return place >= 0 ? place : throw new ArgumentException($"{_name} has no column '{column}'; it has {string.Join(", ", _columns)}.", nameof(column));
    }

    private bool IsMissing(string text) => _options.MissingMarkers.Contains(text);

    private float Number(int row, int place, MissingValues missing)
    {
        string text = _rows[row][place];
        if (missing == MissingValues.NaN && IsMissing(text))
        {
            return float.NaN;
        }

        Present(row, place);
        return float.TryParse(text, NumberStyles.Float, _options.Culture, out float value) && float.IsFinite(value)
            ? value
            : throw Bad(row, place, $"'{text}' is not a number{(float.IsFinite(value) ? "" : " in the range of float")}.");
    }

    private string Present(int row, int place)
    {
        string text = _rows[row][place];
        return IsMissing(text)
            ? throw Bad(row, place, $"the value is missing{(text.Length == 0 ? "" : $" ('{text}')")}. Leave such rows out with WithoutMissing(), or read numbers with MissingValues.NaN and fill them with an Imputer.")
            : text;
    }

    private CsvDataException Bad(int row, int place, string problem) =>
        new($"{_name}, line {_lines[row]}, column '{_columns[place]}': {problem}", _lines[row], _columns[place]);
}
