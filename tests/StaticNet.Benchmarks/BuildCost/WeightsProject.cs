using System;
using System.Diagnostics;
using System.IO;

namespace StaticNet.Benchmarks;

/// <summary>A project with one network, built in fresh processes.</summary>
internal sealed class WeightsProject : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("staticnet-weights-").FullName;
    private int _edits;

    /// <param name="source">The network's declaration.</param>
    /// <param name="file">The content of net.safetensors; null for none.</param>
    public WeightsProject(string source, byte[]? file)
    {
        string generator = Path.GetFullPath(GeneratorCost.GeneratorPath);
        string repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(generator)!, "../../../../.."));
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(generator)!)!);
        File.WriteAllText(Path.Combine(_folder, "Measured.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <StaticNetModelFilesAssembly>{repository}/generator/StaticNet.ModelFiles/bin/{configuration}/netstandard2.0/StaticNet.ModelFiles.dll</StaticNetModelFilesAssembly>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(MlpAttribute).Assembly.Location}" />
                <Analyzer Include="{generator}" />
              </ItemGroup>
              <Import Project="{repository}/src/StaticNet/buildTransitive/StaticNet.targets" />
            </Project>
            """);
        File.WriteAllText(Path.Combine(_folder, "Net.cs"), source);
        if (file is not null)
        {
            File.WriteAllBytes(Path.Combine(_folder, "net.safetensors"), file);
        }

        ProjectBuildCost.Run(_folder, "restore");
    }

    public long AssemblyBytes => new FileInfo(Path.Combine(_folder, "bin/Debug/net10.0/Measured.dll")).Length;

    /// <summary>Builds everything.</summary>
    public (double Seconds, long Bytes) Rebuild() => Run("-t:Rebuild");

    /// <summary>Builds after an edit of a source file that has nothing to do with the network.</summary>
    public (double Seconds, long Bytes) BuildEdited()
    {
        File.WriteAllText(Path.Combine(_folder, "Other.cs"), $"internal static class Other {{ public const int Edits = {++_edits}; }}");
        return Run();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (double Seconds, long Bytes) Run(params string[] arguments)
    {
        using var memory = new LargestProcess();
        var stopwatch = Stopwatch.StartNew();
        ProjectBuildCost.Run(_folder, ["build", "--no-restore", "-p:UseSharedCompilation=false", .. arguments]);
        return (stopwatch.Elapsed.TotalSeconds, memory.Bytes);
    }
}
