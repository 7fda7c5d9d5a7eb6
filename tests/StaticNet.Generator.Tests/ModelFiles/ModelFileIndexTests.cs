using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles.Neutral;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>What the build found for a name decides what it means, and what is said where it means nothing.</summary>
public sealed class ModelFileIndexTests
{
    private static readonly ProjectFile s_first = ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "a/net.onnx");

    [Fact]
    public async Task Name_MeansTheFileThatTheBuildFound()
    {
        var index = new FileIndex();
        index.AddFound(@"..\x\net.onnx", "a/net.onnx");
        index.AddFound("net.onnx", "a/net.onnx");
        Assert.Empty(await AnalyzerRun.Verify("[ModelFile(@\"..\\x\\net.onnx\")] public partial class Net;", files: [s_first, File(index)]));
        Assert.Empty(await AnalyzerRun.Verify("[ModelFile(\"net.onnx\")] public partial class Net;", files: [s_first, File(index)]));
    }

    [Fact]
    public async Task NameOfSeveralFiles_IsNeverTheOneThatIsCompiledAnyway()
    {
        var index = new FileIndex();
        index.AddFound("a/net.onnx", "a/net.onnx");
        index.AddSeveral("net.onnx", ["a/net.onnx", "b/net.onnx"]);
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile(\"a/net.onnx\")] public partial class First;\n[ModelFile({|SNET0032:\"net.onnx\"|})] public partial class Second;", files: [s_first, File(index)]);
        Assert.Contains("several files have this name: 'a/net.onnx', 'b/net.onnx'. Write the path from the project's folder", Assert.Single(messages), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing\tnte.onnx\tnet.onnx\tmodels/other.onnx\n", "no file has this path or name. Nearest are: 'net.onnx', 'models/other.onnx'. Paths start at the project's folder")]
    [InlineData("missing\tnte.onnx\n", "no file has this path or name, and the project has no model file. Put the .safetensors, .onnx, .npz, .json or .nam file into the project's folder; paths start there")]
    [InlineData("dangling\tnte.onnx\n", "it is a link to a file that does not exist. Restore that file (in a git-annex repository: git annex get), or name another")]
    [InlineData("found\tother.onnx\tother.onnx\n", "the last build did not find this name in the sources. Build the project, which reads the file; a path that is neither a literal nor a const string of the project needs <StaticNetModelFile Include=\"...\" /> in the project file")]
    [InlineData("found\n\t\nmissing\n", "the last build did not find this name in the sources.")]
    public async Task NameWithoutFile_SaysWhatToDo(string records, string expected)
    {
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile({|SNET0032:\"nte.onnx\"|})] public partial class Net;", files: [s_first, new ProjectFile(Path, "staticnet-files\t1\n" + records)]);
        Assert.Contains(expected, Assert.Single(messages), System.StringComparison.Ordinal);
    }

    [Fact]
    public void TestVectors_AreThoseThatTheBuildFound()
    {
        // Beside a linked file, under no path that follows from its name.
        ProjectFile vectors = ProjectFile.Vectors("onnx/1-gemm-4-10-3.onnx", "elsewhere/0815.onnx");
        var index = new FileIndex();
        index.AddFound("a/net.onnx", "a/net.onnx");
        Assert.DoesNotContain("SelfTest()", Weights(index, vectors), System.StringComparison.Ordinal);
        index.AddVectors("a/net.onnx", vectors.Path);
        Assert.Contains("SelfTest(", Weights(index, vectors), System.StringComparison.Ordinal);
    }

    private const string Path = "/project/obj/staticnet/" + FileIndex.FileName;

    private static ProjectFile File(FileIndex index) => new(Path, index.ToString());

    private static string Weights(FileIndex index, ProjectFile vectors) => GeneratorRun.Over(
        TestCompilation.Create(TestCompilation.Usings + "[ModelFile(\"a/net.onnx\")] public partial class Net;"),
        GeneratorRun.NewDriver().AddAdditionalTexts([s_first, vectors, File(index)])).Files["Net.Weights.g.cs"];
}
