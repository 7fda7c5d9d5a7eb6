using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace StaticNet.Persistence;

/// <summary>
/// Writes trained weights as C# source: one part of the network's class with a factory, each matrix one row of
/// [outputs, inputs] per line, so that a diff shows what a training changed.
/// </summary>
internal sealed class TrainedSource
{
    // C#'s keywords and the contextual ones that no type may be called.
    private static readonly HashSet<string> s_keywords =
    [
        .. ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do "
            + "double else enum event explicit extension extern false field file finally fixed float for foreach goto if "
            + "implicit in int interface internal is lock long namespace new null object operator out override params private "
            + "protected public readonly record ref required return sbyte scoped sealed short sizeof stackalloc static string "
            + "struct switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void volatile "
            + "while").Split(' '),
    ];

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>The source of a part of <paramref name="type"/> that makes networks with the given parameters.</summary>
    /// <param name="type">The network's class; containing types are opened too.</param>
    /// <param name="declaration">Declaration head of the class, or null for <c>partial class Name</c>.</param>
    /// <param name="network">What the network is.</param>
    /// <param name="parameters">Its trained parameters.</param>
    public static string Write(Type type, string? declaration, NetworkDescription network, ParameterBuffer parameters)
    {
        var source = new TrainedSource();
        source.WriteFile(type, declaration, network, parameters);
        return source._text.ToString();
    }

    /// <summary>A float as a C# literal that gives back the same bits; NaNs other than <c>float.NaN</c> by their bits.</summary>
    public static string Literal(float value)
    {
        if (float.IsNaN(value))
        {
            int bits = BitConverter.SingleToInt32Bits(value);
            return bits == BitConverter.SingleToInt32Bits(float.NaN)
                ? "float.NaN"
                : string.Create(CultureInfo.InvariantCulture, $"global::System.BitConverter.UInt32BitsToSingle(0x{bits:X8})");
        }

        return float.IsPositiveInfinity(value) ? "float.PositiveInfinity"
            : float.IsNegativeInfinity(value) ? "float.NegativeInfinity"
            : value.ToString("R", CultureInfo.InvariantCulture) + "f";
    }

    private void WriteFile(Type type, string? declaration, NetworkDescription network, ParameterBuffer parameters)
    {
        UInt128 hash = parameters.Hash();
        Line($"// Trained weights of {network.Name}: {NetworkMetadata.Architecture(network)}.");
        Line($"// {ParameterCount(parameters.Layout)} parameters as PyTorch has them (weights row by row, [outputs, inputs]); hash {hash.ToString("x32", CultureInfo.InvariantCulture)}.");
        Line("");
        if (!string.IsNullOrEmpty(type.Namespace))
        {
            Line($"namespace {Escape(type.Namespace)};");
            Line("");
        }

        List<string> heads = Heads(type, declaration);
        foreach (string head in heads)
        {
            Line(head);
            Open();
        }

        WriteFactory(SelfReference(type), parameters.Layout);
        Line("");
        WriteWeights(parameters);
        foreach (string _ in heads)
        {
            Close();
        }
    }

    private void WriteFactory(string self, ParameterLayout layout)
    {
        Line("/// <summary>A new network with the weights below; each call gives one of its own.</summary>");
        Line($"public static {self} CreateTrained()");
        Open();
        Line($"var network = new {self}();");
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            Line($"network.Parameters.CopyFrom({SafetensorsWriter.Quote(parameter.Name)}, TrainedWeights.{Identifier(parameter, layout)});");
        }

        Line("return network;");
        Close();
    }

    private void WriteWeights(ParameterBuffer parameters)
    {
        Line("private static class TrainedWeights");
        Open();
        bool isFirst = true;
        foreach (ParameterInfo parameter in parameters.Layout.Parameters)
        {
            if (!isFirst)
            {
                Line("");
            }

            isFirst = false;
            var values = new float[parameter.Count];
            parameters.CopyTo(parameter, values);
            Line($"// {parameter}");
            Line($"public static global::System.ReadOnlySpan<float> {Identifier(parameter, parameters.Layout)} =>");

            // Constants alone become data of the assembly; a NaN that is no constant needs an array.
            bool isConstant = Array.TrueForAll(values, value => !Literal(value).EndsWith(')'));
            Line(isConstant ? "[" : "new float[] {");
            _depth++;
            int columns = parameter.Shape.Length == 2 ? parameter.Shape[1] : values.Length;
            for (int row = 0; row * columns < values.Length; row++)
            {
                Line(string.Join(", ", Array.ConvertAll(values[(row * columns)..((row + 1) * columns)], Literal)) + ",");
            }

            _depth--;
            Line(isConstant ? "];" : "};");
        }

        Close();
    }

    private static List<string> Heads(Type type, string? declaration)
    {
        var heads = new List<string> { declaration ?? $"partial class {SelfReference(type)}" };
        for (Type? container = type.DeclaringType; container is not null; container = container.DeclaringType)
        {
            heads.Insert(0, $"partial {(container.IsValueType ? "struct" : "class")} {SelfReference(container)}");
        }

        return heads;
    }

    private static string SelfReference(Type type) => !type.IsGenericType && !type.IsGenericTypeDefinition
        ? Escape(type.Name)
        : throw new NotSupportedException(
            $"'{type}' or a type around it is generic; its type parameters cannot be named from here. Save() the weights to a file instead.");

    /// <summary><c>hidden.weight</c> becomes <c>HiddenWeight</c>, <c>0.weight</c> becomes <c>Layer0Weight</c>; ambiguous names get their number.</summary>
    private static string Identifier(ParameterInfo parameter, ParameterLayout layout)
    {
        string identifier = PascalCase(parameter.Name);
        int index = 0;
        int same = 0;
        for (int i = 0; i < layout.Parameters.Length; i++)
        {
            same += PascalCase(layout.Parameters[i].Name) == identifier ? 1 : 0;
            index = ReferenceEquals(layout.Parameters[i], parameter) ? i : index;
        }

        return same == 1 ? identifier : string.Create(CultureInfo.InvariantCulture, $"{identifier}_{index}");
    }

    private static string PascalCase(string name)
    {
        var text = new StringBuilder();
        bool startsWord = true;
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                text.Append(startsWord ? char.ToUpperInvariant(c) : c);
                startsWord = false;
            }
            else
            {
                startsWord = true;
            }
        }

        return text.Length > 0 && char.IsAsciiLetter(text[0]) ? text.ToString() : $"Layer{text}";
    }

    /// <summary>A dotted name with an @ before every part that is a keyword.</summary>
    private static string Escape(string name) =>
        string.Join('.', Array.ConvertAll(name.Split('.'), part => s_keywords.Contains(part) ? "@" + part : part));

    private static int ParameterCount(ParameterLayout layout)
    {
        int count = 0;
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            count += parameter.Count;
        }

        return count;
    }

    private void Open()
    {
        Line("{");
        _depth++;
    }

    private void Close()
    {
        _depth--;
        Line("}");
    }

    private void Line(string text) => _text.Append(' ', text.Length == 0 ? 0 : 4 * _depth).Append(text).Append('\n');
}
