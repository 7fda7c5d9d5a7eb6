using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using StaticNet.ModelFiles;
using StaticNet.Tests.Shared;

namespace StaticNet.DocsTests;

/// <summary>The model files that the code of a diagnostic's page names, as the build step hands them to the compiler.</summary>
internal static class ExampleFiles
{
    private const string Iris = "onnx/1-gemm-4-10-3.onnx";
    private const string TwoLinear = "fc1.weight 8x4, fc1.bias 8, fc2.weight 3x8, fc2.bias 3";
    private const string WithNorm = TwoLinear + ", ln1.weight 8, ln1.bias 8";

    private const string Ppo =
        "action_net.weight 2x8, action_net.bias 2, log_std 2, mlp_extractor.policy_net.0.weight 8x4, mlp_extractor.policy_net.0.bias 8, "
        + "mlp_extractor.value_net.0.weight 8x4, mlp_extractor.value_net.0.bias 8, value_net.weight 1x8, value_net.bias 1";

    /// <param name="id">The page's diagnostic.</param>
    /// <param name="isExample">Whether they are for the code under Example, not for that under Fix.</param>
    public static ImmutableArray<AdditionalText> For(string id, bool isExample) => id switch
    {
        "SNET0032" => [Fixture("models/iris.onnx", Iris), new ProjectText("files.staticnet.txt", Index)],
        "SNET0033" => [Fixture("fancy.onnx", "malformed/o6-unknown-operator.onnx"), Fixture("relu.onnx", Iris)],
        "SNET0034" => Tested(isExample ? """{"cases": [{"input": [5.1, 3.5, 1.4], "output": [24.9, 13.4, -15]}]}""" : IrisVectors()),
        "SNET0039" => [new ProjectText("net.onnx.staticnet.txt", Fault), Fixture("rewritten.onnx", Iris)],
        "SNET0040" => Tested(isExample ? """{"cases": [{"input": [0, 0, 0, 0], "output": [1, 2, 3]}]}""" : IrisVectors()),
        "SNET0041" => [StateDict("policy.safetensors", "action_net.weight 2x8, action_net.bias 2, mlp_extractor.policy_net.0.weight 8x4, mlp_extractor.policy_net.0.bias 8")],
        "SNET0042" => [StateDict(isExample ? "diverged.safetensors" : "net.safetensors", TwoLinear, isExample ? float.NaN : 0)],
        "SNET0043" => [StateDict("net.safetensors", WithNorm), StateDict("ppo.safetensors", Ppo), StateDict("actor_critic.safetensors", "actor.0.weight 8x4, actor.0.bias 8, actor.2.weight 3x8, actor.2.bias 3, critic.0.weight 8x4, critic.0.bias 8, critic.2.weight 1x8, critic.2.bias 1")],
        "SNET0044" => [StateDict("net.safetensors", "hidden.weight 4x8, hidden.bias 8, output.weight 8x3, output.bias 3")],
        "SNET0045" => [StateDict("net.safetensors", TwoLinear)],
        "SNET0046" => [StateDict("net.safetensors", WithNorm)],
        "SNET0047" => [StateDict("net.safetensors", "actor.0.weight 8x4, actor.0.bias 8, actor.2.weight 3x8, actor.2.bias 3")],
        _ => [],
    };

    private const string Index = "staticnet-files\t1\nmissing\tirsi.onnx\tmodels/iris.onnx\nseveral\tnet.onnx\ta/net.onnx\tb/net.onnx\nfound\tmodels/iris.onnx\tmodels/iris.onnx\n";

    // No file is known that is read wrongly, so this is what the build step would write for one.
    private const string Fault = "staticnet-model\t1\nsource\tnet.onnx\noutput\ty\nfault\t/act\tClip\tat node '/act' (Clip), read as layer '1' (ReLU), for 300 the graph gives 255, the layers give 300\nend\n";

    private static string IrisVectors() => File.ReadAllText(FixtureFiles.Find(Path.ChangeExtension(Iris, ".io.json")));

    private static ImmutableArray<AdditionalText> Tested(string vectors) =>
        [Converted("iris.onnx", File.ReadAllBytes(FixtureFiles.Find(Iris)), vectors), new ProjectText("iris.io.json", vectors)];

    private static ProjectText Fixture(string source, string fixture) => Converted(source, File.ReadAllBytes(FixtureFiles.Find(fixture)));

    private static ProjectText Converted(string source, byte[] bytes, string? vectors = null) => new(source + ".staticnet.txt", ModelFileConverter.Convert(bytes, source, vectors));

    /// <summary>Tensors of zeros but for the last number, written as <c>fc1.weight 8x4, fc1.bias 8</c>.</summary>
    private static ProjectText StateDict(string source, string tensors, float last = 0)
    {
        var entries = new List<string>();
        int end = 0;
        foreach (string[] tensor in tensors.Split(", ").Select(static tensor => tensor.Split(' ')))
        {
            int[] shape = [.. tensor[1].Split('x').Select(int.Parse)];
            int start = end;
            end += sizeof(float) * shape.Aggregate(1, static (product, size) => product * size);
            entries.Add($"\"{tensor[0]}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{start},{end}]}}");
        }

        byte[] header = Encoding.UTF8.GetBytes($"{{{string.Join(',', entries)}}}");
        return Converted(source, [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[end - sizeof(float)], .. BitConverter.GetBytes(last)]);
    }

    private sealed class ProjectText(string name, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path { get; } = "/project/" + name;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
