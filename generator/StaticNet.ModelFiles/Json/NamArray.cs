using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.ModelFiles.Json;

/// <summary>One stack of layers of a WaveNet of Neural Amp Modeler, as its config describes it.</summary>
internal sealed class NamArray
{
    private static readonly Dictionary<string, string> s_activations = new(StringComparer.Ordinal)
    {
        ["Tanh"] = "Tanh",
        ["ReLU"] = "ReLU",
        ["Sigmoid"] = "Sigmoid",
        ["Hardtanh"] = "HardTanh",
        ["SiLU"] = "SiLU",
        ["Hardswish"] = "HardSwish",
    };

    /// <summary>Reads a description.</summary>
    /// <exception cref="ModelFileException">A size is missing, or a form is not supported.</exception>
    public NamArray(Dictionary<string, object?> config, int index)
    {
        Index = index.ToString(CultureInfo.InvariantCulture);
        string what = $"array {Index} of its layers";
        Inputs = Whole(config, "input_size", what);
        Condition = Whole(config, "condition_size", what);
        HeadSize = Whole(config, "head_size", what);
        Channels = Whole(config, "channels", what);
        Kernel = Whole(config, "kernel_size", what);
        HasHeadBias = config.TryGetValue("head_bias", out object? bias) && bias is true;
        Dilations = config.TryGetValue("dilations", out object? listed) && listed is List<object?> { Count: > 0 and <= 1024 } dilations
            ? [.. dilations.Select(dilation => dilation is double number && number >= 1 && number <= 1 << 20 && number == Math.Floor(number) ? (int)number : throw Fault($"its dilations hold {JsonTensor.Kind(dilation)}"))]
            : throw Fault("it has no dilations");
        if (config.TryGetValue("gated", out object? gated) && gated is true)
        {
            throw Fault("it is gated, which is not supported");
        }

        string activation = config.TryGetValue("activation", out object? given) && given is string name ? name : throw Fault($"its activation is {JsonTensor.Kind(given)}, expected a name");
        Activation = s_activations.TryGetValue(activation, out string? kind) ? kind : throw Fault($"its activation is '{activation}'; {string.Join(", ", s_activations.Keys)} are supported");

        // Members of later versions change what the layers compute.
        string[] known = ["input_size", "condition_size", "head_size", "channels", "kernel_size", "dilations", "activation", "gated", "head_bias"];
        if (config.FirstOrDefault(member => Array.IndexOf(known, member.Key) < 0 && member.Value is not null and not false and not 1.0).Key is string other)
        {
            throw Fault($"it has '{other}', which is not supported");
        }
    }

    public string Index { get; }

    public int Inputs { get; }

    public int Condition { get; }

    public int HeadSize { get; }

    public int Channels { get; }

    public int Kernel { get; }

    public bool HasHeadBias { get; }

    public int[] Dilations { get; }

    public string Activation { get; }

    /// <summary>What is wrong with it.</summary>
    public ModelFileException Fault(string message) => new("", "", $"array {Index} of its layers: {message}");

    /// <summary>A whole number of 1 or more.</summary>
    public static int Whole(Dictionary<string, object?> members, string name, string what)
    {
        const int Most = 1 << 16;
        return members.TryGetValue(name, out object? value) && value is double number && number >= 1 && number <= Most && number == Math.Floor(number) ? (int)number
            : throw new ModelFileException("", "", $"{what}: its {name} is {JsonTensor.Kind(value)}; a whole number from 1 to {Most} is expected");
    }
}
