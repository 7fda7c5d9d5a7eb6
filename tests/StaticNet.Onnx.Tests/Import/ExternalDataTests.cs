using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Build;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Onnx.Protocol;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>Weights in a file beside the model, as torch.onnx.export writes them by default: read, noticed when they change, and refused where they may not be read.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private const double Tolerance = 4e-6;

    private readonly string _folder = Directory.CreateTempSubdirectory("staticnet-external-").FullName;

    private string Model => Path.Combine(_folder, "net.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("net.onnx.data")]
    [InlineData("./net.onnx.data")]
    [InlineData("weights/part 1/net.bin")]
    public void WeightsBesideTheModel_ComputeWhatOnnxRuntimeComputes(string location)
    {
        Write(Network(1), location);
        Assert.Equal(["Linear fc1", "ReLU 1", "Linear fc2"], CheckAgainstOnnxRuntime().Layers.Select(static layer => $"{layer.Kind} {layer.Name}"));
    }

    [Fact]
    public void EntriesThatMayBeLeftOut_AreWhatTheShapeSays()
    {
        // The first tensor begins at 0, and the length of each follows from its shape.
        Write(Network(1), "net.onnx.data", static (name, entries) =>
        {
            entries.Remove("length");
            _ = name == "fc1.weight" && entries.Remove("offset");
        });
        CheckAgainstOnnxRuntime();
    }

    [Fact]
    public void TensorsOfTheSameBytes_AreTied()
    {
        GraphText graph = new GraphText(18, [-1, 4], "y").Random("a", 4, 4).Random("b", 4, 4).Nodes("h = MatMul(x, a)", "r = Relu(h)", "y = MatMul(r, b)");
        Write(graph, "net.onnx.data", static (name, entries) => entries["offset"] = "0");
        ImportedModel model = CheckAgainstOnnxRuntime();
        Assert.Equal(model.Tensors[0].Values, model.Tensors[1].Values);
    }

    [Fact]
    public void OutputThatNeedsNoData_NeedsNoFile()
    {
        GraphText graph = new GraphText(18, [-1, 4], "y").Random("unused", 3, 3).Nodes("y = Relu(x)");
        Write(graph, "net.onnx.data");
        File.Delete(Path.Combine(_folder, "net.onnx.data"));
        Assert.Equal("ReLU", Assert.Single(ModelText.Read(ModelFileConverter.Convert(Model, "net.onnx")).Layers).Kind);
    }

    [Fact]
    public void ManyWeights_AreTheBytesOfTheFile()
    {
        GraphText graph = new GraphText(18, [-1, 200], "y").Random("W", 200, 100).Nodes("y = Gemm(x, W) transB=0");
        Write(graph, "net.onnx.data");
        var cache = new ConversionCache(Path.Combine(_folder, "out"));
        cache.Convert(new FoundFile("net.onnx", Model), null, out string? weights, out string[] data);
        Assert.Equal([Path.Combine(_folder, "net.onnx.data")], data);
        float[] stored = [.. graph.Graph.Initializer[0].FloatData];
        float[] transposed = [.. Enumerable.Range(0, 100).SelectMany(o => Enumerable.Range(0, 200).Select(i => stored[(i * 100) + o]))];
        Assert.Equal(transposed.SelectMany(BitConverter.GetBytes), File.ReadAllBytes(weights!));
    }

    [Fact]
    public void ChangeOfTheData_IsConverted()
    {
        Write(Network(1), "net.onnx.data");
        Assert.Equal(1, Scale(out string[] data));
        Assert.Equal([Path.Combine(_folder, "net.onnx.data")], data);

        // The model is the same, its weights are others; their file is older.
        Write(Network(3), "net.onnx.data");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "net.onnx.data"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(3, Scale(out _));
        string text = Path.Combine(_folder, "out", "net.onnx.staticnet.txt");
        File.AppendAllText(text, "\n");
        long length = new FileInfo(text).Length;
        Assert.Equal(3, Scale(out data));
        Assert.Equal(length, new FileInfo(text).Length);
        Assert.Equal([Path.Combine(_folder, "net.onnx.data")], data);

        // A file that was missing and is there now.
        File.Move(Path.Combine(_folder, "net.onnx.data"), Path.Combine(_folder, "away"));
        Assert.Contains("which is not beside 'net.onnx'", Assert.Throws<ModelFileException>(() => Scale(out _)).Message, StringComparison.Ordinal);
        Assert.Contains("which is not beside 'net.onnx'", Assert.Throws<ModelFileException>(() => Scale(out data)).Message, StringComparison.Ordinal);
        Assert.Empty(data);
        File.Move(Path.Combine(_folder, "away"), Path.Combine(_folder, "net.onnx.data"));
        Assert.Equal(3, Scale(out _));
    }

    [Theory]
    [InlineData(1f, false, 1)]
    [InlineData(3f, false, 2)]
    [InlineData(1f, true, 1)]
    [InlineData(3f, true, 2)]
    public void EqualGraphsOfDifferentWeights_AreNoCopies(float scale, bool isInFunction, int count)
    {
        foreach ((string folder, float factor) in new[] { ("a", 1f), ("b", scale) })
        {
            string directory = Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName;
            byte[] file = ExternalDataFile.Move(Network(factor), "net.onnx.data", out byte[] data);
            File.WriteAllBytes(Path.Combine(directory, "net.onnx"), isInFunction ? WeightInFunction(file) : file);
            File.WriteAllBytes(Path.Combine(directory, "net.onnx.data"), data);
        }

        Assert.Equal(count, new ModelFileFinder(_folder, [], new ProjectFolder(_folder, "App", [])).Find("net.onnx").Length);
    }

    [Fact]
    public void WeightsWrittenDuringTheConversion_AreConvertedByTheNextBuild()
    {
        Write(Network(1), "net.onnx.data");
        string path = Path.Combine(_folder, "net.onnx.data");
        string before = BuildFile.Hash(path);
        var files = new DataFiles(Model);
        files.Read("net.onnx.data", 0, 80, "'fc1.weight'");
        Write(Network(3), "net.onnx.data");
        files.Read("./net.onnx.data", 128, 20, "'fc1.bias'");
        Assert.Equal([(path, before)], files.States);
    }

    [Fact]
    public void SameNameForAnotherModel_IsConverted()
    {
        // A link of the project that leads to another folder: the graphs are equal, the weights are not.
        var scales = new List<float>();
        foreach ((string folder, float factor) in new[] { ("a", 1f), ("b", 3f) })
        {
            string model = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName, "net.onnx");
            File.WriteAllBytes(model, ExternalDataFile.Move(Network(factor), "net.onnx.data", out byte[] data));
            File.WriteAllBytes(model + ".data", data);
            scales.Add(Scale(model, out _));
        }

        Assert.Equal([1f, 3], scales);
    }

    [Fact]
    public void LongFile_IsToldByItsTime()
    {
        foreach (int scale in (int[])[1, 3])
        {
            Write(Network(scale), "net.onnx.data");
            string path = Path.Combine(_folder, "net.onnx.data");
            using (FileStream file = File.OpenWrite(path))
            {
                file.SetLength(ModelFileConverter.MaximumLength + 1);
            }

            File.SetLastWriteTimeUtc(path, new DateTime(2001, 1, scale, 0, 0, 0, DateTimeKind.Utc));
            Assert.Equal(scale, Scale(out _));
            Assert.Contains($"\t{ModelFileConverter.MaximumLength + 1} ", File.ReadAllText(Path.Combine(_folder, "out", "conversions.cache")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TensorsThatOverlapUnderTwoPathsOfAFile_AreRefused()
    {
        Write(Network(1), "net.onnx.data", static (name, entries) => (entries["location"], entries["offset"]) = name == "fc1.weight" ? ("./net.onnx.data", "100") : (entries["location"], entries["offset"]));
        Assert.Contains("the tensors 'fc1.weight' and 'fc1.bias' share bytes of 'net.onnx.data': 100 to 180 and 128 to 148", Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("C:/windows/win.ini")]
    [InlineData("C:data")]
    [InlineData("\\\\server\\share\\net.data")]
    [InlineData("..\\net.data")]
    [InlineData("../net.data")]
    [InlineData("weights/../../net.data")]
    [InlineData("weights/.. /net.data")]
    public void FileOutsideOfTheFolder_IsNotRead(string location)
    {
        File.WriteAllBytes(Model, ExternalDataFile.Move(Network(1), location, out _));
        string text = ModelFileConverter.Convert(Model, "net.onnx", int.MaxValue, out _, out (string Path, string State)[] data);
        Assert.Empty(data);
        string message = Assert.Throws<ModelFileException>(() => ModelText.Read(text)).Message;
        Assert.StartsWith($"tensor 'fc1.weight' keeps its data in '{location}', which is not read: only files in the model's folder and below it are; copy the file beside the model", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Link_IsNotFollowed(bool isFolder, bool isEndless)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        string outside = Directory.CreateTempSubdirectory("staticnet-outside-").FullName;
        try
        {
            string location = isFolder ? "weights/net.data" : "net.data";
            File.WriteAllBytes(Model, ExternalDataFile.Move(Network(1), location, out byte[] data));
            File.WriteAllBytes(Path.Combine(outside, "net.data"), data);
            File.CreateSymbolicLink(Path.Combine(_folder, isFolder ? "weights" : "net.data"), isFolder ? outside : isEndless ? "/dev/zero" : Path.Combine(outside, "net.data"));

            // Neither by the conversion, nor by who asks whether it is up to date, nor by who compares copies.
            string words = $"keeps its data in '{location}', which is a link, or lies in a folder that is one; copy the file itself beside the model";
            Assert.Contains(words, Assert.Throws<ModelFileException>(() => Scale(out _)).Message, StringComparison.Ordinal);
            Assert.Contains(words, Assert.Throws<ModelFileException>(() => Scale(out _)).Message, StringComparison.Ordinal);
            Assert.EndsWith("\tlink", File.ReadAllText(Path.Combine(_folder, "out", "conversions.cache")), StringComparison.Ordinal);
            Assert.Equal("link", ModelContent.OfData(Model, ModelContent.DataLocations(Model)));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Theory]
    [InlineData("offset", "4096", "tensor 'fc1.weight' takes the bytes 4096 to 4176 of 'net.onnx.data', which has ")]
    [InlineData("offset", "9223372036854775807", "tensor 'fc1.weight' takes the bytes 9223372036854775807 to ")]
    [InlineData("offset", "99999999999999999999", "with the offset '99999999999999999999'; expected a number of bytes")]
    [InlineData("offset", "-4", "with the offset '-4'; expected a number of bytes")]
    [InlineData("length", "0x50", "with the length '0x50'; expected a number of bytes")]
    [InlineData("length", "84", "tensor 'fc1.weight' has the shape [5, 4], 80 bytes of FLOAT, but takes 84 bytes of 'net.onnx.data'")]
    [InlineData("length", "76", "tensor 'fc1.weight' has the shape [5, 4], 80 bytes of FLOAT, but takes 76 bytes of 'net.onnx.data'")]
    [InlineData("offset", "100", "the tensors 'fc1.weight' and 'fc1.bias' share bytes of 'net.onnx.data': 100 to 180 and 128 to 148")]
    [InlineData("location", "", "tensor 'fc1.weight' keeps its data in another file, but the model does not name it")]
    [InlineData("location", "other.data", "tensor 'fc1.weight' keeps its data in the file 'other.data', which is not beside 'net.onnx'; copy it there under that name, or save the model with all data inside (external_data=False")]
    [InlineData("location", "net\t.data", "tensor 'fc1.weight' keeps its data in 'net?.data', whose name has control characters; rename the file when you export, or save the model with all data inside")]
    [InlineData("location", ".", "tensor 'fc1.weight' keeps its data in the file '.', which is not beside 'net.onnx'")]
    public void EntriesThatCannotBe_AreRefused(string key, string value, string words)
    {
        Write(Network(1), "net.onnx.data", (name, entries) => entries[key] = name == "fc1.weight" ? value : entries[key]);
        Assert.Contains(words, Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut", "which has 131: it is cut off, or was written by another export; copy it again, together with the model")]
    [InlineData("empty", "the file 'net.onnx.data': it is empty; copy or download it again")]
    [InlineData("lfs", "the file 'net.onnx.data': it is a Git LFS pointer and not the file itself; run 'git lfs pull'")]
    public void DataThatIsNotWhatWasWritten_IsRefused(string kind, string words)
    {
        Write(Network(1), "net.onnx.data");
        string path = Path.Combine(_folder, "net.onnx.data");

        // The pointer is long enough for all weights.
        byte[] content = kind switch
        {
            "cut" => File.ReadAllBytes(path)[..131],
            "empty" => [],
            _ => [.. System.Text.Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n"), .. new byte[400]],
        };
        File.WriteAllBytes(path, content);
        Assert.Contains(words, Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void DataInsideAndOutside_IsRefused()
    {
        GraphText graph = Network(1);
        byte[] file = ExternalDataFile.Move(graph, "net.onnx.data", out byte[] data);
        var model = Protocol.ModelProto.Parser.ParseFrom(file);
        model.Graph.Initializer[0].FloatData.AddRange(graph.Graph.Initializer[0].FloatData);
        using (FileStream stream = File.Create(Model))
        {
            Google.Protobuf.MessageExtensions.WriteTo(model, stream);
        }

        File.WriteAllBytes(Path.Combine(_folder, "net.onnx.data"), data);
        Assert.Contains("tensor 'fc1.weight' has data inside the file and in another one ('net.onnx.data'); export the model again", Message(), StringComparison.Ordinal);
    }

    private static GraphText Network(float scale)
    {
        GraphText graph = new GraphText(18, [-1, 4], "y").Random("fc1.weight", 5, 4).Random("fc1.bias", 5).Random("fc2.weight", 3, 5).Random("fc2.bias", 3)
            .Nodes("h = Gemm(x, fc1.weight, fc1.bias) transB=1", "r = Relu(h)", "y = Gemm(r, fc2.weight, fc2.bias) transB=1");
        graph.Graph.Initializer[3].FloatData[2] = scale;
        return graph;
    }

    /// <summary>The model with its last tensor as a constant of a function, and no others.</summary>
    private static byte[] WeightInFunction(byte[] file)
    {
        var model = ModelProto.Parser.ParseFrom(file);
        var constant = new NodeProto { OpType = "Constant", Output = { "c" }, Attribute = { new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = model.Graph.Initializer[3] } } };
        model.Graph.Initializer.Clear();
        return [.. model.ToByteArray(), .. ModelFunctionTests.Field(25, ModelFunctionTests.Field(7, constant.ToByteArray()))];
    }

    private void Write(GraphText graph, string location, Action<string, Dictionary<string, string>>? entries = null)
    {
        File.WriteAllBytes(Model, ExternalDataFile.Move(graph, location, out byte[] data, entries));
        string path = Path.Combine(_folder, location);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, data);
    }

    private string Message() => Assert.Throws<ModelFileException>(() => ModelText.Read(ModelFileConverter.Convert(Model, "net.onnx"))).Message;

    private float Scale(out string[] data) => Scale(Model, out data);

    private float Scale(string model, out string[] data)
    {
        var cache = new ConversionCache(Path.Combine(_folder, "out"));
        string text = cache.Convert(new FoundFile("net.onnx", model), null, out _, out data);
        cache.Save();
        return ModelText.Read(File.ReadAllText(text)).Tensors.Single(static tensor => tensor.Name == "fc2.bias").Values[2];
    }

    private ImportedModel CheckAgainstOnnxRuntime()
    {
        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(Model, "net.onnx"));
        using var session = new InferenceSession(Model);
        float[] inputs = [.. Enumerable.Range(0, 12).Select(static i => (0.7f * i) - 4)];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [3, 4]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["x"], [input], ["y"]);
        float[] expected = results[0].GetTensorDataAsSpan<float>().ToArray();
        double[] found = [.. inputs.Chunk(4).SelectMany(row => ImportedModelEvaluator.Evaluate(model, row))];
        double bound = Tolerance * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, found.Length);
        Assert.All(found.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - bound, pair.Second + bound));
        return model;
    }
}
