using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using StaticNet.IntegrationTests.Harness;
using StaticNet.IntegrationTests.Networks;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Numbers;

/// <summary>Emitted networks against PyTorch in float64: outputs, loss, every parameter gradient and the input gradient of net-*.json.</summary>
public class FixtureTests
{
    // What the library does not have. A loss of the user's own goes through Backward, which all other cases check.
    private static readonly Dictionary<string, string> s_lossesNotOffered = new()
    {
        ["squared_hinge"] = "not in Loss",
        ["soft_margin"] = "not in Loss",
        ["hinge_embedding"] = "not in Loss",
        ["poisson_nll"] = "not in Loss",
        ["kl_div"] = "not in Loss",
        ["log_cosh"] = "not in Loss",
        ["multi_margin"] = "not in Loss",
    };

    private static readonly Dictionary<string, string> s_filesNotExpressible = new()
    {
        ["net-12-8-8-3-layernorm.json"] = "LayerNorm is a layer of Sequential, not of Mlp",
    };

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        from network in NetworkProbe.DeclaredIn("Fixtures")
        from id in network.GetCustomAttribute<FixtureCasesAttribute>()!.Ids
        select new TheoryDataRow<string, string>($"Fixtures.{network.Name}", id);

    [Fact]
    public void EveryCase_HasANetworkOrAReason()
    {
        HashSet<string> declared = [.. NetworkProbe.DeclaredIn("Fixtures")
            .Select(n => n.GetCustomAttribute<FixtureCasesAttribute>()!).SelectMany(a => a.Ids.Select(id => $"{a.File}/{id}"))];
        int covered = 0;
        foreach (string path in Directory.GetFiles(FixtureFiles.Folder, "net-*.json"))
        {
            string file = Path.GetFileName(path);
            using JsonDocument document = FixtureFiles.ReadJson(file);
            foreach (JsonElement fixture in document.RootElement.GetProperty("cases").EnumerateArray())
            {
                bool skipped = s_filesNotExpressible.ContainsKey(file) || s_lossesNotOffered.ContainsKey(fixture.GetProperty("loss").Text("name"));
                Assert.Equal(!skipped, declared.Contains($"{file}/{fixture.Text("id")}"));
                covered += skipped ? 0 : 1;
            }
        }

        Assert.Equal(declared.Count, covered);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OutputsLossAndGradients_EqualPyTorch(string name, string id)
    {
        INetworkProbe network = NetworkProbe.Create(name);
        FixtureCase fixture = Load(network, name, id, out string what);
        int rows = fixture.Inputs.Length / network.Description.InputSize;
        var outputs = new float[rows * network.Description.OutputSize];
        network.ForwardBatch(fixture.Inputs, outputs);
        Tolerance.Check(fixture.ExpectedOutputs, outputs, $"{what}, output");

        ParameterBuffer gradients = new(network.Parameters.Layout);
        float loss = network.ComputeGradients(fixture.Batch, gradients, accumulate: false);
        Tolerance.Check([fixture.ExpectedLoss], [loss], $"{what}, loss");
        Tolerance.Check([fixture.ExpectedLoss], [network.ComputeLoss(fixture.Batch)], $"{what}, ComputeLoss");
        Oracle.CheckGradients(fixture.ExpectedGradients, gradients, what);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_SumsUpToPyTorchsGradients(string name, string id)
    {
        INetworkProbe network = NetworkProbe.Create(name);
        FixtureCase fixture = Load(network, name, id, out string what);
        int ins = network.Description.InputSize, outs = network.Description.OutputSize;
        double[] outputGradient = fixture.OutputGradient(outs);
        ParameterBuffer gradients = new(network.Parameters.Layout);
        var inputGradient = new float[fixture.Inputs.Length];
        for (int row = 0; row < fixture.Inputs.Length / ins; row++)
        {
            float[] seed = [.. outputGradient.Skip(row * outs).Take(outs).Select(g => (float)g)];
            network.Backward(fixture.Inputs.AsSpan(row * ins, ins), seed, gradients, inputGradient.AsSpan(row * ins, ins));
        }

        Oracle.CheckGradients(fixture.ExpectedGradients, gradients, what);
        if (fixture.ExpectedInputGradient is { } expected)
        {
            Tolerance.Check(expected, inputGradient, $"{what}, input gradient");
        }
    }

    private static FixtureCase Load(INetworkProbe network, string name, string id, out string what)
    {
        string file = typeof(FixtureTests).Assembly.GetType($"StaticNet.IntegrationTests.Networks.{name}")!.GetCustomAttribute<FixtureCasesAttribute>()!.File;
        what = $"{file}, {id}";

        // The elements outlive the document's buffers only because the document is not disposed.
        var fixture = new FixtureCase(FixtureFiles.ReadJson(file), id);
        int given = 0;
        foreach ((string parameter, float[] values) in fixture.Parameters)
        {
            network.Parameters.CopyFrom(parameter, values);
            given++;
        }

        Assert.Equal(network.Parameters.Layout.Parameters.Length, given);
        return fixture;
    }
}
