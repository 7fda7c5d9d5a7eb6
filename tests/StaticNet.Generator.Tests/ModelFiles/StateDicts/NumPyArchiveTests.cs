using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles.StateDicts;

/// <summary>Archives as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> write them.</summary>
public sealed class NumPyArchiveTests
{
    // scikit-learn's layout: coefs_[i] is [inputs, outputs]; tanh between.
    private static readonly double[,] s_first = { { 0.5, -1, 0.25 }, { 2, 0.125, -0.75 } };
    private static readonly double[,] s_second = { { 1.5 }, { -0.5 }, { 0.375 } };
    private static readonly double[] s_bias = [0.1, -0.2, 0.3];

    [Theory]
    [InlineData("<f8", false, CompressionLevel.NoCompression)]
    [InlineData("<f8", true, CompressionLevel.Optimal)]
    [InlineData("<f4", false, CompressionLevel.Optimal)]
    [InlineData(">f8", true, CompressionLevel.NoCompression)]
    [InlineData(">f4", false, CompressionLevel.Optimal)]
    public void ScikitLearnsWeights_AreANetwork(string type, bool isColumnMajor, CompressionLevel level)
    {
        byte[] archive = Archive(level, ("coefs_0", Matrix(s_first, type, isColumnMajor)), ("coefs_1", Matrix(s_second, type, isColumnMajor)),
            ("intercepts_0", Vector(s_bias, type)), ("intercepts_1", Vector([-0.4], type)));
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + """
                [ModelFile("iris.npz", Transposed = true, Activation = Activation.Tanh)] public partial class Iris;
                public static class Program
                {
                    public static float Run() => new Iris().Predict([0.7f, -0.3f]);
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([In(archive)])).AssertCompiles().Output);
        double[] hidden = [.. Enumerable.Range(0, 3).Select(o => Math.Tanh((0.7f * s_first[0, o]) + (-0.3f * s_first[1, o]) + s_bias[o]))];
        double expected = hidden.Select((value, i) => value * s_second[i, 0]).Sum() - 0.4;
        Assert.Equal(expected, (float)project.Call("Program", "Run")!, 4e-6 * Math.Abs(expected));
    }

    [Fact]
    public void NumberBeyondFloat_IsNamed()
    {
        string text = ModelFileConverter.Convert(Archive(CompressionLevel.Optimal, ("0.weight", Matrix(s_first, "<f8", false)), ("0.bias", Vector([0.5, 1e60], "<f8"))), "net.npz");
        Assert.Contains("\nnotfinite\t1\t'0.bias' [2] holds Infinity (or a number beyond ±3.4E+38, the range of float) at [1]\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void PyTorchsStateDict_IsANetworkWithoutOptions()
    {
        byte[] archive = Archive(CompressionLevel.Optimal, ("0.weight", Matrix(s_first, "<f4", false)), ("0.bias", Vector([0.5, -0.25], "<f4")),
            ("1.weight", Vector([1, 1], "<f4")), ("1.bias", Vector([0, 0], "<f4")), ("1.running_mean", Vector([0, 0], "<f4")), ("1.running_var", Vector([1, 1], "<f4")),
            ("1.num_batches_tracked", Array("<i8", false, "()", [0, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Contains("\nforeign\t", ModelFileConverter.Convert(Archive(CompressionLevel.Optimal, ("steps", Array("<i8", false, "()", new byte[8]))), "net.npz"), StringComparison.Ordinal);
        GeneratorRun run = GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + "[ModelFile(\"iris.npz\")] public partial class Iris;"), GeneratorRun.NewDriver().AddAdditionalTexts([In(archive)]));
        Assert.Contains("(0): Linear(in_features=3, out_features=2, bias=True)", string.Concat(run.Files.Values), StringComparison.Ordinal);
        Assert.Contains("(1): BatchNorm1d(2", string.Concat(run.Files.Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("|O", "holds Python objects and no numbers; save each array by a name of its own")]
    [InlineData("<U3", "has the dtype U3, expected F32, F64, F16 or BF16")]
    public async Task OtherArrays_AreSaid(string type, string part)
    {
        byte[] archive = Archive(CompressionLevel.NoCompression, ("coefs_", Array(type, false, "(2,)", new byte[24])));
        string message = Assert.Single(await AnalyzerRun.Verify("[ModelFile({|SNET0033:\"iris.npz\"|})] public partial class Net;", withGenerated: false, files: [In(archive)]));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedArchive_IsAnErrorText()
    {
        byte[] archive = Archive(CompressionLevel.Optimal, ("0.weight", Matrix(s_first, "<f8", false)));
        for (int i = 0; i < archive.Length; i++)
        {
            byte[] damaged = [.. archive];
            damaged[i] ^= 0x55;
            Assert.StartsWith("staticnet-model\t1\n", ModelFileConverter.Convert(damaged, "net.npz"), StringComparison.Ordinal);
            Assert.Contains("\nerror\t", ModelFileConverter.Convert(archive[..i], "net.npz"), StringComparison.Ordinal);
        }
    }

    internal static byte[] Archive(CompressionLevel level, params (string Name, byte[] Content)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in arrays)
            {
                using Stream entry = archive.CreateEntry(name + ".npy", level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static ProjectFile In(byte[] archive) => new("/project/obj/staticnet/iris.npz.staticnet.txt", ModelFileConverter.Convert(archive, "iris.npz"));

    private static byte[] Vector(double[] values, string type) => Array(type, false, $"({values.Length},)", Bytes(values, type));

    private static byte[] Matrix(double[,] values, string type, bool isColumnMajor)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        IEnumerable<double> sorted = Enumerable.Range(0, rows * columns).Select(i => isColumnMajor ? values[i % rows, i / rows] : values[i / columns, i % columns]);
        return Array(type, isColumnMajor, $"({rows}, {columns})", Bytes([.. sorted], type));
    }

    private static byte[] Bytes(double[] values, string type) =>
    [
        .. values.SelectMany(value =>
        {
            byte[] bytes = type.EndsWith('8') ? BitConverter.GetBytes(value) : BitConverter.GetBytes((float)value);
            return type[0] == '>' ? bytes.Reverse() : bytes;
        }),
    ];

    private static byte[] Array(string type, bool isColumnMajor, string shape, byte[] values)
    {
        string header = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '{type}', 'fortran_order': {isColumnMajor}, 'shape': {shape}, }}").PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values];
    }
}
