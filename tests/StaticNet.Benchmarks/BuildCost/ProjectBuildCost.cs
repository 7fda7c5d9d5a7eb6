using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;

namespace StaticNet.Benchmarks;

/// <summary>How long <c>dotnet build</c> takes for a project with many networks: a fresh compiler process each time, restore excluded.</summary>
internal static class ProjectBuildCost
{
    private const int Repetitions = 3;

    public static string Measure()
    {
        var table = new MarkdownTable("networks in the project", "dotnet build", "more than without");
        double empty = 0;
        foreach (int count in new[] { 0, 1, 10, 100 })
        {
            double seconds = Build(count);
            empty = count == 0 ? seconds : empty;
            table.Add($"{count}", $"{seconds:F2} s", $"{seconds - empty:F2} s");
        }

        return $"### Build time of a project\n\n{table}";
    }

    private static double Build(int networks)
    {
        string folder = Directory.CreateTempSubdirectory("staticnet-build-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "Measured.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
                  <ItemGroup>
                    <Reference Include="{typeof(MlpAttribute).Assembly.Location}" />
                    <Analyzer Include="{Path.GetFullPath(GeneratorCost.GeneratorPath)}" />
                  </ItemGroup>
                </Project>
                """);
            var source = new StringBuilder("internal static class Program { }\n");
            for (int i = 0; i < networks; i++)
            {
                source.Append(GeneratorCost.Declaration(Shape(i)));
            }

            File.WriteAllText(Path.Combine(folder, "Networks.cs"), source.ToString());
            Run(folder, "restore");
            var seconds = new double[Repetitions];
            for (int i = 0; i < Repetitions; i++)
            {
                var stopwatch = Stopwatch.StartNew();
                Run(folder, "build", "--no-restore", "-t:Rebuild", "-p:UseSharedCompilation=false");
                seconds[i] = stopwatch.Elapsed.TotalSeconds;
            }

            Array.Sort(seconds);
            return seconds[Repetitions / 2];
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>Mostly small networks, every fifth of medium size, every tenth for 28×28 images.</summary>
    private static NetworkShape Shape(int i) => new($"Network{i}", (i % 10) switch
    {
        4 => [784, 128, 10],
        9 => [64, 64 + (i % 7), 64, 10],
        _ => [4 + (i % 5), 10 + (i % 23), 3 + (i % 4)],
    });

    public static void Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments.Concat(["-nodeReuse:false", "-v:q", "-nologo"])) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{output}");
        }
    }
}
