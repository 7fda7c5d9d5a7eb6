using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.Persistence;

/// <summary>Puts the tensors of a file into the parameters of a network: all that fit, or nothing.</summary>
internal static class StateDictLoader
{
    /// <summary>Matches, checks and decodes everything first and writes to <paramref name="parameters"/> only then.</summary>
    /// <exception cref="InvalidDataException">
    /// A shape differs, an element type is no float, two tensors go by one name; with <paramref name="strict"/> also where
    /// a parameter is missing or a tensor unexpected.
    /// </exception>
    public static StateDictReport Load(
        SafetensorsFile file, ParameterBuffer parameters, bool strict, IReadOnlyDictionary<string, string>? prefixes, string source)
    {
        Dictionary<string, SafetensorsTensor> tensors = TensorsByParameterName(file, parameters.Layout, prefixes, source);
        var decoded = new List<(ParameterInfo Parameter, float[] Values)>();
        var missing = new List<string>();
        var problems = new List<string>();
        foreach (ParameterInfo parameter in parameters.Layout.Parameters)
        {
            if (!tensors.Remove(parameter.Name, out SafetensorsTensor? tensor))
            {
                missing.Add(parameter.Name);
            }
            else if (Problem(parameter, tensor.Entry) is string problem)
            {
                problems.Add(problem);
            }
            else
            {
                decoded.Add((parameter, FloatDecoder.Decode(tensor.Bytes, tensor.Entry.DataType)));
            }
        }

        string[] unexpected = [.. tensors.Where(t => !IsBatchCounter(t.Key, parameters.Layout)).Select(t => t.Value.Entry.Name)];
        if (strict || problems.Count > 0)
        {
            ThrowIfAny(source, problems, missing, unexpected, parameters.Layout);
        }

        foreach ((ParameterInfo parameter, float[] values) in decoded)
        {
            parameters.CopyFrom(parameter, values);
        }

        parameters.ClearPadding(); // where a training diverged, it may be NaN

        return new StateDictReport([.. decoded.Select(d => d.Parameter.Name)], missing, unexpected);
    }

    private static Dictionary<string, SafetensorsTensor> TensorsByParameterName(
        SafetensorsFile file, ParameterLayout layout, IReadOnlyDictionary<string, string>? prefixes, string source)
    {
        string[] names = [.. file.Tensors.Select(tensor => tensor.Entry.Name)];
        string[] resolved = ParameterNameMap.Resolve(names, layout, prefixes, index => file.Tensors[index].Entry.Shape);
        var tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
        for (int i = 0; i < resolved.Length; i++)
        {
            if (!tensors.TryAdd(resolved[i], file.Tensors[i]))
            {
                throw new InvalidDataException(
                    $"{source}: tensors {SafetensorsHeader.Show(tensors[resolved[i]].Entry.Name)} and {SafetensorsHeader.Show(names[i])} would both become {SafetensorsHeader.Show(resolved[i])}; check the prefix map.");
            }
        }

        return tensors;
    }

    private static string? Problem(ParameterInfo parameter, SafetensorsEntry entry)
    {
        string name = entry.Name == parameter.Name
            ? $"tensor '{parameter.Name}'"
            : $"tensor {SafetensorsHeader.Show(entry.Name)} (here '{parameter.Name}')";
        if (!entry.Shape.SequenceEqual(parameter.Shape.Select(dimension => (long)dimension)))
        {
            return $"{name}: expected the shape [{string.Join(", ", parameter.Shape)}], found [{string.Join(", ", entry.Shape)}]";
        }

        return FloatDecoder.CanDecode(entry.DataType)
            ? null
            : $"{name}: expected the dtype F32, F64, F16 or BF16, found {entry.DataType}";
    }

    /// <summary>PyTorch stores a step counter beside a BatchNorm's running statistics; nothing is lost without it.</summary>
    private static bool IsBatchCounter(string name, ParameterLayout layout)
    {
        if (!name.EndsWith("." + ParameterNameMap.BatchCounter, StringComparison.Ordinal))
        {
            return false;
        }

        string statistics = name[..^ParameterNameMap.BatchCounter.Length] + "running_mean";
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            if (parameter.Name == statistics)
            {
                return true;
            }
        }

        return false;
    }

    private static void ThrowIfAny(string source, List<string> problems, List<string> missing, string[] unexpected, ParameterLayout layout)
    {
        var parts = new List<string>(problems);
        if (missing.Count > 0)
        {
            parts.Add($"missing: {string.Join(", ", missing)}");
        }

        if (unexpected.Length > 0)
        {
            parts.Add($"unexpected: {string.Join(", ", unexpected.Take(20).Select(SafetensorsHeader.Show))}{(unexpected.Length > 20 ? $" and {unexpected.Length - 20} more" : "")}");
        }

        if (parts.Count > 0)
        {
            string expected = string.Join(", ", layout.Parameters.ToArray().Select(parameter => parameter.ToString()));
            if (Array.Exists(unexpected, static name => name.EndsWith("_reverse", StringComparison.Ordinal)))
            {
                parts.Add("the tensors of _reverse are the backward direction of a bidirectional layer, which needs the whole sequence before its first output; train with bidirectional=False");
            }

            if (Array.Exists(unexpected, static name => name.Contains(".weight_hr_l", StringComparison.Ordinal) || name.StartsWith("weight_hr_l", StringComparison.Ordinal)))
            {
                parts.Add("weight_hr is the projection of an LSTM with proj_size, which is not supported; train without proj_size");
            }

            string advice = problems.Count == 0 ? " (a prefix map can rename; strict: false loads what matches)" : "";
            throw new InvalidDataException($"{source}: {string.Join("; ", parts)}. The network's parameters are {expected}{advice}.");
        }
    }
}
