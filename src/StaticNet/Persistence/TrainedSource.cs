using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using StaticNet.Losses;

namespace StaticNet.Persistence;

/// <summary>
/// Writes a trained network as C# source: a part of its class with <see cref="TrainedNetworkAttribute"/>, from which the generator makes
/// a network with constant weights. Each matrix has one row of [outputs, inputs] per line, so that a diff shows what a training changed.
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

    private static readonly HashSet<string> s_activations = [.. Enum.GetNames<Activation>()];

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>The source of <paramref name="type"/> as a network with the given parameters.</summary>
    /// <param name="type">The network's class; containing types are opened too.</param>
    /// <param name="declaration">Declaration head of the class, or null for <c>public partial class Name</c>, as accessible as the type is.</param>
    /// <param name="network">What the network is.</param>
    /// <param name="parameters">Its trained parameters.</param>
    public static string Write(Type type, string? declaration, NetworkDescription network, ParameterBuffer parameters)
    {
        var source = new TrainedSource();
        source.WriteFile(type, declaration, network, parameters);
        return source._text.ToString();
    }

    /// <summary>
    /// The shortest text that gives the float back, also where it is read as a double and rounded; a NaN that is not
    /// <see cref="float.NaN"/> by its bits.
    /// </summary>
    public static string Number(float value)
    {
        if (float.IsNaN(value))
        {
            uint bits = BitConverter.SingleToUInt32Bits(value);
            return bits == BitConverter.SingleToUInt32Bits(float.NaN) ? "NaN" : string.Create(CultureInfo.InvariantCulture, $"NaN:{bits:X8}");
        }

        if (float.IsInfinity(value))
        {
            return value > 0 ? "Infinity" : "-Infinity";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return (float)double.Parse(text, CultureInfo.InvariantCulture) == value ? text : ((double)value).ToString("R", CultureInfo.InvariantCulture);
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
        for (int i = 0; i < heads.Count; i++)
        {
            if (i == heads.Count - 1)
            {
                WriteAttribute(network, parameters);
            }

            Line(heads[i]);
            Open();
        }

        foreach (string _ in heads)
        {
            Close();
        }
    }

    private void WriteAttribute(NetworkDescription network, ParameterBuffer parameters)
    {
        Line("[global::StaticNet.TrainedNetwork(\"\"\"");
        _depth++;
        Line(string.Create(CultureInfo.InvariantCulture, $"input {network.InputSize}"));
        for (int i = 0; i < network.Layers.Length; i++)
        {
            Line(Layer(network.Layers[i], i));
        }

        Line(LossText(network));
        foreach (OutputHead head in network.Heads)
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"head {head.Name} {head.Size} {head.Loss} {Number(head.LossWeight)}");
            AddEach(text, "class_weights", head.ClassWeights);
            AddEach(text, "positive_weights", head.PositiveWeights);
            Line(text.ToString());
        }

        foreach (ParameterInfo parameter in parameters.Layout.Parameters)
        {
            WriteTensor(network, parameters, parameter);
        }

        Line("\"\"\")]");
        _depth--;
    }

    /// <summary>Kind, name, inputs, outputs, the layers it reads (−1: the network's input), arguments.</summary>
    private static string Layer(LayerDescription layer, int index)
    {
        string sources = (index - 1).ToString(CultureInfo.InvariantCulture);
        bool isJoin = layer.Kind is "Residual" or "Concat";
        if (isJoin)
        {
            // A Residual or Concat counts the network's input as value 0 and its layers from 1.
            sources += string.Create(CultureInfo.InvariantCulture, $",{(int)layer.Argument("from") - 1}");
        }

        // A Select with "from" reads that value only.
        bool readsEarlier = layer.Kind == "Select" && layer.Argument("from", -1) >= 0;
        if (readsEarlier)
        {
            sources = ((int)layer.Argument("from") - 1).ToString(CultureInfo.InvariantCulture);
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"layer {(layer.Kind == "Residual" ? "Add" : layer.Kind)} {layer.Name} {layer.InputSize} {layer.OutputSize} {sources}");
        foreach ((string name, double value) in layer.Arguments)
        {
            if (!((isJoin || readsEarlier) && name == "from") && !(layer.Kind == "Linear" && name == "bias"))
            {
                text.Append(' ').Append(name).Append('=').Append((float)value == value ? Number((float)value) : value.ToString("R", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    private static string LossText(NetworkDescription network)
    {
        LossOptions options = network.LossOptions;
        var text = new StringBuilder("loss ").Append(network.Loss);
        void Add(string name, float value, float otherwise)
        {
            if (value != otherwise)
            {
                text.Append(' ').Append(name).Append('=').Append(Number(value));
            }
        }

        Add("label_smoothing", options.LabelSmoothing, 0f);
        AddEach(text, "class_weights", options.ClassWeights);
        AddEach(text, "positive_weights", options.PositiveWeights);
        AddEach(text, "output_weights", options.OutputWeights);
        Add("missing_targets", (float)options.MissingTargets, 0f);
        Add("focal_gamma", options.FocalGamma, 0f);
        Add("huber_delta", options.HuberDelta, 1f);
        Add("smooth_l1_beta", options.SmoothL1Beta, 1f);
        Add("hinge_margin", options.HingeMargin, 1f);
        Add("pre_emphasis", options.PreEmphasis, 0f);
        Add("direct_current_weight", options.DirectCurrentWeight, 0f);
        return text.ToString();
    }

    private static void AddEach(StringBuilder text, string name, float[]? values)
    {
        if (values is { Length: > 0 })
        {
            text.Append(' ').Append(name).Append('=').AppendJoin(',', Array.ConvertAll(values, Number));
        }
    }

    private void WriteTensor(NetworkDescription network, ParameterBuffer parameters, ParameterInfo parameter)
    {
        string layerName = parameter.Name[..Math.Max(0, parameter.Name.LastIndexOf('.'))];
        // A free parameter is a layer of the parameter's whole name.
        int layer = Array.FindIndex(network.Layers, layer => layer.Kind == "FreeParameter"
            ? layer.Name == parameter.Name
            : layer.Name == layerName && layer.Kind is not ("Residual" or "Concat" or "Select") && !s_activations.Contains(layer.Kind));
        var values = new float[parameter.Count];
        parameters.CopyTo(parameter, values);
        Line("");
        Line(string.Create(CultureInfo.InvariantCulture, $"tensor {layer} {parameter.Name} {string.Join('x', parameter.Shape)}"));
        int columns = parameter.Shape.Length == 2 ? parameter.Shape[1] : values.Length;
        for (int row = 0; row * columns < values.Length; row++)
        {
            Line(string.Join(", ", Array.ConvertAll(values[(row * columns)..((row + 1) * columns)], Number)));
        }
    }

    private static List<string> Heads(Type type, string? declaration)
    {
        string own = declaration ?? $"{Accessibility(type)} partial class {SelfReference(type)}";
        var heads = new List<string> { own };
        for (Type? container = type.DeclaringType; container is not null; container = container.DeclaringType)
        {
            heads.Insert(0, $"partial {(container.IsValueType ? "struct" : "class")} {SelfReference(container)}");
        }

        return heads;
    }

    // Parts of one class must agree where they say it.
    private static string Accessibility(Type type) => type switch
    {
        { IsPublic: true } or { IsNestedPublic: true } => "public",
        { IsNestedPrivate: true } => "private",
        { IsNestedFamily: true } => "protected",
        { IsNestedFamORAssem: true } => "protected internal",
        { IsNestedFamANDAssem: true } => "private protected",
        _ => "internal",
    };

    private static string SelfReference(Type type) => type.IsGenericType || type.IsGenericTypeDefinition
        ? throw new NotSupportedException(
            $"'{type}' or a type around it is generic; its type parameters cannot be named from here. Save() the weights to a file instead.")
        : type.Name.Contains('<', StringComparison.Ordinal)
            ? throw new NotSupportedException($"'{type}' is local to its file; no other file can hold a part of it. Give the declaration of another class: ToCSharp(\"internal partial class Name\").")
            : Escape(type.Name);

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
