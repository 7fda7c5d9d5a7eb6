using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>The package's build step, run by MSBuild on a project of its own.</summary>
public sealed class BuildStepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("staticnet-build-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ModelFiles_BecomeAdditionalFilesOnceTheyChange()
    {
        string targets = Path.GetFullPath(Path.Combine(FixtureFiles.Folder, "../../src/StaticNet/buildTransitive/StaticNet.targets"));
        File.WriteAllText(Path.Combine(_folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <StaticNetModelFilesAssembly>{typeof(ModelFileConverter).Assembly.Location}</StaticNetModelFilesAssembly>
              </PropertyGroup>
              <Import Project="{targets}" />
            </Project>
            """);
        Directory.CreateDirectory(Path.Combine(_folder, "models"));
        string onnx = Path.Combine(_folder, "models/net.onnx");
        File.Copy(FixtureFiles.Find("onnx/1-gemm-4-10-3.onnx"), onnx);
        File.Copy(FixtureFiles.Find("malformed/s1-truncated-data.safetensors"), Path.Combine(_folder, "broken.safetensors"));

        string[] texts = AdditionalFiles();
        Assert.Equal(["broken.safetensors.staticnet.txt", "net.onnx.staticnet.txt"], texts.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        string converted = texts.Single(path => path.EndsWith("net.onnx.staticnet.txt", StringComparison.Ordinal));
        ImportedModel model = ModelText.Read(File.ReadAllText(converted));
        Assert.Equal(("models/net.onnx", 4, 3), (model.Source, model.InputSize, model.OutputSize));
        string broken = texts.Single(path => path != converted);
        Assert.Throws<ModelFileException>(() => ModelText.Read(File.ReadAllText(broken)));

        // What an editor runs: the compiler is given the texts without being started.
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), "internal static class Program { private static void Main() { } }");
        using (JsonDocument editor = MSBuild(
            "-restore", "-t:Compile", "-p:DesignTimeBuild=true", "-p:BuildingInsideVisualStudio=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs"))
        {
            string[] arguments = [.. editor.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
            Assert.All(texts, text => Assert.Contains(arguments, argument =>
                argument.StartsWith("/additionalfile:", StringComparison.Ordinal) && argument.Contains(Path.GetFileName(text), StringComparison.Ordinal)));
        }

        // Unchanged: not written again. Changed: only that one.
        DateTime first = File.GetLastWriteTimeUtc(converted);
        DateTime firstBroken = File.GetLastWriteTimeUtc(broken);
        Assert.Equal(2, AdditionalFiles().Length);
        Assert.Equal(first, File.GetLastWriteTimeUtc(converted));
        File.SetLastWriteTimeUtc(onnx, DateTime.UtcNow.AddSeconds(2));
        AdditionalFiles();
        Assert.NotEqual(first, File.GetLastWriteTimeUtc(converted));
        Assert.Equal(firstBroken, File.GetLastWriteTimeUtc(broken));
    }

    private string[] AdditionalFiles()
    {
        using JsonDocument items = MSBuild("-t:StaticNetAddModelFiles", "-getItem:AdditionalFiles");
        return [.. items.RootElement.GetProperty("Items").GetProperty("AdditionalFiles").EnumerateArray().Select(item => item.GetProperty("FullPath").GetString()!)];
    }

    private JsonDocument MSBuild(params string[] arguments)
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
        Assert.True(process.ExitCode == 0, output + process.StandardError.ReadToEnd());
        return JsonDocument.Parse(output);
    }
}
