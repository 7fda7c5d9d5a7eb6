using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsvHelper;

namespace StaticNet.Data;

/// <summary>
/// CSV rows as values of a record, class or struct that is marked <c>[CsvRecord]</c> (CsvHelper writes its mapping while compiling; no reflection).
/// A column belongs to the member of its name; case, spaces, <c>_</c>, <c>-</c> and <c>.</c> do not count, so <c>petal_length</c> is
/// <c>PetalLength</c>. Columns without a member are ignored.
/// </summary>
public static class CsvRows
{
    /// <summary>Reads every row of a file.</summary>
    /// <typeparam name="TRow">A type marked <c>[CsvRecord]</c>; an enum is read by its members' names, a nullable member may be missing.</typeparam>
    /// <exception cref="CsvDataException">A member has no column, or a cell cannot be converted: the message names the line and the member.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static List<TRow> Read<TRow>(string path, CsvOptions? options = null)
    {
        using var reader = new StreamReader(path);
        return Read<TRow>(reader, options, Path.GetFileName(path));
    }

    /// <summary>Reads every row of a text; <paramref name="name"/> stands for it in messages.</summary>
    /// <typeparam name="TRow">A type marked <c>[CsvRecord]</c>; an enum is read by its members' names, a nullable member may be missing.</typeparam>
    /// <exception cref="CsvDataException">A member has no column, or a cell cannot be converted: the message names the line and the member.</exception>
    public static List<TRow> Read<TRow>(TextReader reader, CsvOptions? options = null, string name = "the text")
    {
        ArgumentNullException.ThrowIfNull(reader);
        try
        {
            using CsvReader csv = CsvReader.Create(reader, (options ?? new CsvOptions()).ForReading() with { NormalizeHeaderName = MemberName }, leaveOpen: true);
            return [.. csv.GetRecords<TRow>()];
        }
        catch (CsvFormatException e)
        {
            throw new CsvDataException(e.LineNumber > 0 ? $"{name}, line {e.LineNumber}: {e.Message}" : $"{name}: {e.Message}", (int)e.LineNumber, e.Member, e);
        }
        catch (KeyNotFoundException e)
        {
            // CsvHelper's exception for a header that lacks a member's column.
            throw new CsvDataException($"{name}: {e.Message}", 1, null, e);
        }
    }

    /// <summary>Reads features and class of every row, as <c>Fit</c> of a network with typed rows takes them.</summary>
    /// <typeparam name="TFeatures">A type marked <c>[CsvRecord]</c>: the inputs.</typeparam>
    /// <typeparam name="TClass">An enum whose members are the classes' names, whatever their case.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="classColumn">The column of the class.</param>
    /// <param name="options">How the file is written.</param>
    /// <exception cref="ArgumentException">There is no column of the class.</exception>
    /// <exception cref="CsvDataException">A member has no column, or a cell cannot be converted: the message names the line and the column.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static List<(TFeatures Features, TClass Class)> Read<TFeatures, TClass>(string path, string classColumn, CsvOptions? options = null)
        where TClass : struct, Enum
    {
        string text = File.ReadAllText(path);
        string name = Path.GetFileName(path);
        List<TFeatures> features = Read<TFeatures>(new StringReader(text), options, name);
        List<TClass> classes = CsvTable.Read(new StringReader(text), options, name).Enums<TClass>(classColumn);
        return [.. features.Zip(classes)];
    }

    private static string MemberName(string column) => new([.. column.Where(static c => c is not (' ' or '_' or '-' or '.')).Select(char.ToLowerInvariant)]);
}
