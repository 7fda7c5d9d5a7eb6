using System;
using System.Collections.Generic;
using System.IO;
using StaticNet.ModelFiles.Build;
using Xunit;

namespace StaticNet.Onnx.Tests.Build;

/// <summary>Which model files do sources name?</summary>
public sealed class DeclaredFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("staticnet-scan-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""[ModelFile("iris.onnx")] partial class Iris;""", "iris.onnx")]
    [InlineData("""[StaticNet.ModelFileAttribute ( path : "a/iris.onnx", Frozen = true)] partial class Iris;""", "a/iris.onnx")]
    [InlineData("""[ModelFile(@"models\iris.onnx")] partial class Iris;""", @"models\iris.onnx")]
    [InlineData("""[ModelFile("models\\iris.onnx")] partial class Iris;""", @"models\iris.onnx")]
    [InlineData("""[ModelFile("\u0061.onnx")] partial class Iris;""", "a.onnx")]
    [InlineData(""""[ModelFile("""iris.onnx""")] partial class Iris;"""", "iris.onnx")]
    [InlineData("[Serializable,\n  ModelFile(\n  \"iris.pt\"\n  , Frozen = true)] partial class Iris;", "iris.pt")]
    [InlineData("[ModelFile(/* the best */ \"iris.onnx\" // of May\n, Frozen = true)] partial class Iris;", "iris.onnx")]
    public void Literal_IsFound(string source, string expected) => Assert.Equal([expected], DeclaredFiles.Read(source).Paths);

    [Theory]
    [InlineData("""// [ModelFile("iris.onnx")]""")]
    [InlineData("""/* [ModelFile("iris.onnx")] */""")]
    [InlineData("""var text = "[ModelFile(\"iris.onnx\")]";""")]
    [InlineData("""var text = @"[ModelFile(""iris.onnx"")]";""")]
    [InlineData(""""var text = """[ModelFile("iris.onnx")]""";"""")]
    [InlineData("""network.Save("iris.onnx");""")]
    [InlineData("""[OtherModelFile("iris.onnx")] partial class Iris;""")]
    [InlineData("""[ModelFile(] partial class Iris;""")]
    [InlineData("""[ModelFile("iris.onnx] partial class Iris;""")]
    public void OtherText_NamesNothing(string source) => Assert.Empty(DeclaredFiles.Read(source).Paths);

    [Fact]
    public void Constants_AreFoundInOtherFiles()
    {
        Assert.Equal(
            ["a.onnx", "b.safetensors"],
            Scan(
                "[ModelFile(\"a.onnx\")] class A; [ModelFile(Files.Iris, Frozen = true)] class B; [ModelFile(\"a.onnx\")] class C;",
                "static class Files { public const string Other = \"other.onnx\", X = \"\"; internal const string Iris = @\"b.safetensors\"; }"));
    }

    [Fact]
    public void ManyComments_TakeNoTime() => Assert.Empty(
        DeclaredFiles.Read("[ModelFile(\"a.onnx\" " + string.Concat(System.Linq.Enumerable.Repeat("/* c */ ", 200)) + "+ \"b\")] class A;").Paths);

    [Fact]
    public void ConstantsOfOneDeclaration_AreAllFound() => Assert.Equal(
        ["a.onnx", "c.onnx"],
        Scan(
            "[ModelFile(Files.A)] class A; [ModelFile(Files.C)] class C;",
            "static class Files { public const string A = \"a.onnx\", B = \"b.onnx\",\n C = \"c.onnx\"; [Text(1, Name = \"x\", Other = \"y\")] void F() { } }"));

    [Fact]
    public void Sources_AreReadAgainWhereTheyChanged()
    {
        Assert.Equal(["a.onnx"], Scan("[ModelFile(\"a.onnx\")] class A;", "class Other;"));
        string first = Path.Combine(_folder, "0.cs");
        DateTime time = File.GetLastWriteTimeUtc(first);

        // Same length and time stamp: what is remembered counts, and the source is not opened.
        File.WriteAllText(first, "[ModelFile(\"b.onnx\")] class A;");
        File.SetLastWriteTimeUtc(first, time);
        Assert.Equal(["a.onnx"], Scan(null, null));
        File.SetLastWriteTimeUtc(first, time.AddHours(-1));
        Assert.Equal(["b.onnx"], Scan(null, null));
        File.WriteAllText(Path.Combine(_folder, "sources.cache"), "staticnet-sources 1\nnonsense\n\t\t\n" + first + "\t1");
        Assert.Equal(["b.onnx"], Scan(null, null));
        File.Delete(first);
        Assert.Empty(Scan(null, null));
    }

    private string[] Scan(params string?[] sources)
    {
        var paths = new List<string>();
        for (int i = 0; i < sources.Length; i++)
        {
            string path = Path.Combine(_folder, i + ".cs");
            if (sources[i] is string source)
            {
                File.WriteAllText(path, source);
            }

            paths.Add(path);
        }

        return new SourceScan(Path.Combine(_folder, "sources.cache")).Paths(paths);
    }
}
