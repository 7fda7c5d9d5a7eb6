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
        var start = new ProcessStartInfo("dotnet", ["msbuild", "Consumer.csproj", "-t:StaticNetAddModelFiles", "-getItem:AdditionalFiles", "-nodeReuse:false"])
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
        using JsonDocument items = JsonDocument.Parse(output);
        return [.. items.RootElement.GetProperty("Items").GetProperty("AdditionalFiles").EnumerateArray().Select(item => item.GetProperty("FullPath").GetString()!)];
    }
}
