using System;
using System.IO;
using System.Linq;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Protobuf;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>
/// Node tests of the ONNX standard as classes: graphs of functions alone. They are not part of the repository; STATICNET_FIXTURES is the folder
/// with onnx-node-tests/, skipped where it is not set.
/// </summary>
public sealed class NodeTests
{
    private static readonly string s_folder = Path.Combine(Environment.GetEnvironmentVariable("STATICNET_FIXTURES") ?? "", "onnx-node-tests");

    public static bool HasNodeTests => Directory.Exists(s_folder);

    [Fact(Skip = "STATICNET_FIXTURES names no folder with onnx-node-tests", SkipUnless = nameof(HasNodeTests))]
    public void NodeTestsOfTheStandard_AreClassesThatComputeTheirOutputs()
    {
        string[] folders = Directory.GetDirectories(s_folder);
        Assert.NotEmpty(folders);
        foreach (string folder in folders)
        {
            var file = new ProjectFile("/project/obj/model.onnx.staticnet.txt", ModelFileConverter.Convert(Path.Combine(folder, "model.onnx"), "model.onnx"));
            using var project = new ModelProject("model.onnx", "", file);
            float[] inputs = ReadTensor(Path.Combine(folder, "test_data_set_0/input_0.pb"));
            float[] expected = ReadTensor(Path.Combine(folder, "test_data_set_0/output_0.pb"));
            Assert.NotEmpty(expected);
            project.Check(inputs, [.. expected.Select(static value => (double)value)]);
        }
    }

    /// <summary>The floats of a TensorProto with raw_data.</summary>
    private static float[] ReadTensor(string path)
    {
        const int RawData = 9;
        var reader = new WireReader(File.ReadAllBytes(path), path);
        while (reader.NextField())
        {
            if (reader.Field == RawData)
            {
                byte[] bytes = reader.ReadBytes();
                return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, 4 * i))];
            }

            reader.Skip();
        }

        throw new InvalidDataException($"'{path}' has no raw_data.");
    }
}
