using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using StaticNet.Tests.Shared;

namespace StaticNet.IntegrationTests.Harness;

/// <summary>One case of a net-*.json fixture: parameters, rows, targets, and PyTorch's results in float64.</summary>
internal sealed class FixtureCase
{
    private readonly JsonElement _root;
    private readonly JsonElement _case;
    private readonly JsonElement _expected;

    public FixtureCase(JsonDocument document, string id)
    {
        _root = document.RootElement;
        _case = FixtureJson.Case(document, id);
        _expected = _case.GetProperty("f64");
        JsonElement loss = _case.GetProperty("loss");
        Loss = new ReferenceLoss(loss.Text("name"))
        {
            Delta = loss.Number("delta", 1),
            Beta = loss.Number("beta", 1),
            LabelSmoothing = loss.Number("label_smoothing", 0),
            ClassWeights = loss.TryGetProperty("weight", out _) ? [.. loss.Singles("weight").Select(v => (double)v)] : null,
            PositiveWeights = loss.TryGetProperty("pos_weight", out _) ? [.. loss.Singles("pos_weight").Select(v => (double)v)] : null,
        };
        Inputs = _case.TryGetProperty("input255", out _) ? [.. _case.Singles("input255").Select(v => v / 255f)] : _case.Singles("input");
        HasLabels = Loss.IsPerRow;
        Labels = HasLabels ? _case.Integers("target") : [];
        Targets = HasLabels ? [] : _case.Singles("target");

        // PyTorch's sum and none are compared as means: the library's losses are means.
        bool isMean = loss.Text("reduction") == "mean";
        Scale = isMean ? 1 : 1.0 / (HasLabels ? Labels.Length : Targets.Length);
        ExpectedLoss = _expected.GetProperty("loss") is { ValueKind: JsonValueKind.Array } each
            ? each.EnumerateArray().Sum(e => e.AsDouble()) * Scale
            : _expected.GetProperty("loss").AsDouble() * Scale;
    }

    /// <summary>The loss with reduction <c>mean</c>.</summary>
    public ReferenceLoss Loss { get; }

    public float[] Inputs { get; }

    public bool HasLabels { get; }

    public int[] Labels { get; }

    public float[] Targets { get; }

    public double ExpectedLoss { get; }

    /// <summary>From the fixture's reduction to the mean.</summary>
    public double Scale { get; }

    public double[] ExpectedOutputs => _expected.Doubles("output");

    /// <summary>Null where the fixture does not give it.</summary>
    public double[]? ExpectedInputGradient => _expected.TryGetProperty("inputGrad", out _) ? [.. _expected.Doubles("inputGrad").Select(g => g * Scale)] : null;

    public Batch Batch => HasLabels ? new Batch(Inputs, Labels) : new Batch(Inputs, Targets);

    /// <summary>Names and values of the parameters.</summary>
    public IEnumerable<(string Name, float[] Values)> Parameters => _root.TryGetProperty("paramsFile", out JsonElement file)
        ? ReadSafetensors(file.GetString()!).Select(t => (t.Name, MemoryMarshal.Cast<byte, float>(t.Bytes).ToArray()))
        : _root.GetProperty("params").EnumerateArray().Select(p => (p.Text("name"), p.Singles("data")));

    public Dictionary<string, double[]> ExpectedGradients
    {
        get
        {
            JsonElement gradients = _expected.GetProperty("grads");
            IEnumerable<(string Name, double[] Values)> all = gradients.ValueKind == JsonValueKind.String
                ? ReadSafetensors(gradients.GetString()!).Select(t => (t.Name, MemoryMarshal.Cast<byte, double>(t.Bytes).ToArray()))
                : gradients.EnumerateObject().Select(p => (p.Name, p.Value.EnumerateArray().Select(e => e.AsDouble()).ToArray()));
            return all.ToDictionary(g => g.Name, g => (double[])[.. g.Values.Select(v => v * Scale)]);
        }
    }

    /// <summary>The gradient of the mean loss with respect to the outputs, from PyTorch's outputs.</summary>
    public double[] OutputGradient(int outputSize)
    {
        double[] outputs = ExpectedOutputs;
        int rows = outputs.Length / outputSize;
        return HasLabels ? Loss.Compute(outputs, rows, Labels).Gradient : Loss.Compute(outputs, rows, [.. Targets.Select(t => (double)t)]).Gradient;
    }

    // Eight bytes of header length, the header in JSON, then the tensors' bytes.
    private static IEnumerable<(string Name, byte[] Bytes)> ReadSafetensors(string file)
    {
        byte[] bytes = File.ReadAllBytes(FixtureFiles.Find(file));
        int headerLength = checked((int)BitConverter.ToUInt64(bytes));
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        foreach (JsonProperty tensor in header.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__"))
        {
            int[] offsets = tensor.Value.Integers("data_offsets");
            yield return (tensor.Name, bytes[(8 + headerLength + offsets[0])..(8 + headerLength + offsets[1])]);
        }
    }
}
