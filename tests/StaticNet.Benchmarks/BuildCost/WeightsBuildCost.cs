using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace StaticNet.Benchmarks;

/// <summary>
/// What weights in a program cost its build: the same network of about 1 MB without weights, with those of a file loaded and frozen, and
/// with those of <c>ToCSharp()</c>. Whole <c>dotnet build</c>s in fresh processes, the forms in turn, medians of wall times.
/// </summary>
internal static class WeightsBuildCost
{
    private const int Rounds = 5;
    private const string Declaration = "[StaticNet.Mlp(512, 448, 64)] public partial class Net;";

    /// <param name="safetensors">The network's weights as a file's content.</param>
    /// <param name="source">The network as source, in the global namespace, called Net.</param>
    public static string Measure(byte[] safetensors, string source)
    {
        (string Name, string Source, byte[]? File)[] forms =
        [
            ("[Mlp(512, 448, 64)], no weights", Declaration, null),
            ("[ModelFile], loaded", "[StaticNet.ModelFile(\"net.safetensors\")] public partial class Net;", safetensors),
            ("[ModelFile], frozen", "[StaticNet.ModelFile(\"net.safetensors\", Frozen = true)] public partial class Net;", safetensors),
            ("[ModelFile], frozen, inference only", "[StaticNet.ModelFile(\"net.safetensors\", Frozen = true, InferenceOnly = true)] public partial class Net;", safetensors),
            ("ToCSharp()", source, null),
        ];
        string[] folders = [.. forms.Select(form => Prepare(form.Source, form.File))];
        try
        {
            List<double>[] seconds = [.. forms.Select(_ => new List<double>())];
            for (int round = 0; round < Rounds; round++)
            {
                for (int i = 0; i < forms.Length; i++)
                {
                    var stopwatch = Stopwatch.StartNew();
                    ProjectBuildCost.Run(folders[i], "build", "--no-restore", "-t:Rebuild", "-p:UseSharedCompilation=false");
                    seconds[i].Add(stopwatch.Elapsed.TotalSeconds);
                }
            }

            double[] medians = [.. seconds.Select(values => values.Order().ElementAt(Rounds / 2))];
            var table = new MarkdownTable("1 MB of weights", "dotnet build", "more than without", "assembly");
            for (int i = 0; i < forms.Length; i++)
            {
                long bytes = new FileInfo(Path.Combine(folders[i], "bin/Debug/net10.0/Measured.dll")).Length;
                table.Add(forms[i].Name, $"{medians[i]:F2} s", $"{medians[i] - medians[0]:F2} s", $"{bytes / 1024} KiB");
            }

            return $"### Build time with weights (medians of {Rounds}, in turn)\n\n{table}";
        }
        finally
        {
            Array.ForEach(folders, folder => Directory.Delete(folder, true));
        }
    }

    private static string Prepare(string source, byte[]? file)
    {
        string folder = Directory.CreateTempSubdirectory("staticnet-weights-").FullName;
        string generator = Path.GetFullPath(GeneratorCost.GeneratorPath);
        string repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(generator)!, "../../../../.."));
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(generator)!)!);
        File.WriteAllText(Path.Combine(folder, "Measured.csproj"), $"""
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
        File.WriteAllText(Path.Combine(folder, "Net.cs"), source);
        if (file is not null)
        {
            File.WriteAllBytes(Path.Combine(folder, "net.safetensors"), file);
        }

        ProjectBuildCost.Run(folder, "restore");
        return folder;
    }
}
