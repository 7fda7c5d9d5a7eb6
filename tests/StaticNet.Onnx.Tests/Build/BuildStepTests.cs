using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Onnx.Tests.Import;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests.Build;

/// <summary>The package's build step, run by MSBuild on a project of its own.</summary>
public sealed class BuildStepTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("staticnet-build-").FullName;
    private readonly string _folder;

    public BuildStepTests() => _folder = Directory.CreateDirectory(Path.Combine(_root, "project")).FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void NamedFiles_ReachTheCompiler()
    {
        WriteProject("""
            <StaticNetModelFile Include="models/listed.onnx" Link="by-link.onnx" />
            <None Include="models/none.onnx" Link="linked/none.onnx" />
            """);
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), """
            [ModelFile("models/net.onnx")] internal partial class A;
            [ModelFile("broken.safetensors")] internal partial class B;
            [ModelFile("large.safetensors")] internal partial class C;
            [ModelFile("linked/none.onnx")] internal partial class D;
            [ModelFile("by-link.onnx")] internal partial class E;
            [ModelFile("lagre.safetensors")] internal partial class F;
            [ModelFile("outside.onnx")] internal partial class J;
            [ModelFile("dangling.onnx")] internal partial class G;
            [ModelFile("../up.onnx")] internal partial class H;
            [ModelFile("__/up.onnx")] internal partial class I;
            internal static class Program { private static void Main() { } }
            """);
        string models = Directory.CreateDirectory(Path.Combine(_folder, "models")).FullName;
        foreach (string name in new[] { "net", "listed", "none", "unnamed" })
        {
            File.Copy(FixtureFiles.Find("onnx/1-gemm-4-10-3.onnx"), Path.Combine(models, name + ".onnx"));
        }

        File.Copy(FixtureFiles.Find("onnx/1-gemm-4-10-3.io.json"), Path.Combine(models, "net.io.json"));
        File.Copy(FixtureFiles.Find("malformed/s1-truncated-data.safetensors"), Path.Combine(_folder, "broken.safetensors"));
        File.CreateSymbolicLink(Path.Combine(_folder, "dangling.onnx"), "nowhere");
        GraphText graph = new GraphText(18, [-1, 4], "y").Random("W", 4, 3).Nodes("y = MatMul(x, W)");
        File.WriteAllBytes(Path.Combine(models, "outside.onnx"), ExternalDataFile.Move(graph, "outside.onnx.data", out byte[] data));
        File.WriteAllBytes(Path.Combine(models, "outside.onnx.data"), data);
        File.Copy(FixtureFiles.Find("onnx/1-gemm-4-10-3.onnx"), Path.Combine(_root, "up.onnx"));
        File.Copy(FixtureFiles.Find("onnx/5-layernorm-decomposed-8-6-2.onnx"), Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "__")).FullName, "up.onnx"));
        new LargeNet(1).Save(Path.Combine(models, "large.safetensors"));

        // What an editor runs: the compiler gets the texts and resources without being started.
        string[] arguments = CompilerArguments();
        string[] texts = [.. arguments.Where(argument => argument.StartsWith("/additionalfile:", StringComparison.Ordinal)).Select(argument => argument[16..].Trim('"'))];
        Assert.Equal(
            ["broken.safetensors.staticnet.txt", "by-link.onnx.staticnet.txt", "files.staticnet.txt", "large.safetensors.staticnet.txt", "net.io.json", "net.onnx.staticnet.txt", "none.onnx.staticnet.txt", "outside.onnx.staticnet.txt", "up.onnx.3D9A59C6.staticnet.txt", "up.onnx.staticnet.txt"],
            texts.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        ImportedModel model = ModelText.Read(File.ReadAllText(texts.Single(text => text.EndsWith("/net.onnx.staticnet.txt", StringComparison.Ordinal))));
        Assert.Equal(("models/net.onnx", 4, 3), (model.Source, model.InputSize, model.OutputSize));
        Assert.Equal("Linear", ModelText.Read(File.ReadAllText(texts.Single(text => text.EndsWith("/outside.onnx.staticnet.txt", StringComparison.Ordinal)))).Layers[0].Kind);
        string weights = arguments.Single(argument => argument.StartsWith("/resource:", StringComparison.Ordinal));
        Assert.Matches(@"StaticNet\.[0-9a-f]{32}\.weights""?,StaticNet\.[0-9a-f]{32}\.weights$", weights);
        string index = File.ReadAllText(texts.Single(text => text.EndsWith("/files.staticnet.txt", StringComparison.Ordinal)));
        Assert.Contains("found\tlinked/none.onnx\tlinked/none.onnx\n", index, StringComparison.Ordinal);
        Assert.Contains("found\tlarge.safetensors\tmodels/large.safetensors\n", index, StringComparison.Ordinal);
        Assert.Contains("missing\tlagre.safetensors\tmodels/large.safetensors\t", index, StringComparison.Ordinal);

        Assert.Contains("dangling\tdangling.onnx\n", index, StringComparison.Ordinal);
        int[] inputSizes = [.. texts.Where(text => Path.GetFileName(text).StartsWith("up.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(text => ModelText.Read(File.ReadAllText(text)).InputSize)];
        Assert.Equal([4, 8], inputSizes);

        // What Visual Studio's up-to-date check and dotnet watch look at.
        string[] expected = ["broken.safetensors", "large.safetensors", "listed.onnx", "net.io.json", "net.onnx", "none.onnx", "outside.onnx", "outside.onnx.data", "up.onnx", "up.onnx"];
        Assert.Equal(expected, Items("StaticNetCollectUpToDateCheckInput", "UpToDateCheckInput"));
        Assert.Equal(expected, Items("StaticNetCollectWatchItems", "Watch").Where(file => !file.EndsWith(".cs", StringComparison.Ordinal)));
    }

    /// <summary>SNET0050, with the message that its page quotes.</summary>
    [Fact]
    public void ListedFileThatIsNotThere_IsAnError()
    {
        var page = new DiagnosticPage("SNET0050");
        Directory.CreateDirectory(Path.Combine(_folder, "models"));
        WriteProject(page.Block("xml", "Example"));
        (int exitCode, string output) = Run("-t:StaticNetConvertModelFiles");
        Assert.NotEqual(0, exitCode);
        page.AssertMessageIn(output);
    }

    /// <summary>SNET1001, with the message that its page quotes; after its fix there is none.</summary>
    [Fact]
    public void NativeAotWithoutInstructionSet_IsAWarning()
    {
        var page = new DiagnosticPage("SNET1001");
        string[] target = ["-t:StaticNetCheckInstructionSet", "-p:RuntimeIdentifier=linux-x64"];
        WriteProject("", page.Block("xml", "Example"));
        page.AssertMessageIn(Run(target).Output);
        Assert.DoesNotContain("SNET1001", Run([.. target, "-p:StaticNetCheckInstructionSet=false"]).Output, StringComparison.Ordinal);
        WriteProject("", page.Block("xml", "Fix"));
        Assert.DoesNotContain("SNET1001", Run(target).Output, StringComparison.Ordinal);
    }

    private void WriteProject(string items, string properties = "")
    {
        string package = Path.GetFullPath(Path.Combine(FixtureFiles.Folder, "../../src/StaticNet/buildTransitive/StaticNet"));
        File.WriteAllText(Path.Combine(_folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <StaticNetModelFilesAssembly>{typeof(ModelFileConverter).Assembly.Location}</StaticNetModelFilesAssembly>
              </PropertyGroup>
              <ItemGroup>
                {items}
              </ItemGroup>
              {properties}
              <Import Project="{package}.props" />
              <Import Project="{package}.targets" />
            </Project>
            """);
    }

    private string[] CompilerArguments()
    {
        using JsonDocument editor = MSBuild(
            "-restore", "-t:Compile", "-p:DesignTimeBuild=true", "-p:BuildingInsideVisualStudio=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs");
        return [.. editor.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'))];
    }

    private string[] Items(string target, string item)
    {
        using JsonDocument result = MSBuild("-t:" + target, "-getItem:" + item);
        return [.. result.RootElement.GetProperty("Items").GetProperty(item).EnumerateArray().Select(file => Path.GetFileName(file.GetProperty("FullPath").GetString()!)).Order(StringComparer.Ordinal)];
    }

    private JsonDocument MSBuild(params string[] arguments)
    {
        (int exitCode, string output) = Run(arguments);
        Assert.True(exitCode == 0, output);
        return JsonDocument.Parse(output);
    }

    private (int ExitCode, string Output) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", "Consumer.csproj", .. arguments, "-nodeReuse:false"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + process.StandardError.ReadToEnd());
    }
}
