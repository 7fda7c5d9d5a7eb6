using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace StaticNet.Tests.Shared;

/// <summary>Where tests find the reference values of <c>tests/Fixtures</c>.</summary>
internal static class FixtureFiles
{
    /// <summary>The folder that holds all fixtures.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>Full path of a fixture, for example <c>Find("safetensors/expected.json")</c>.</summary>
    public static string Find(string relativePath)
    {
        string path = Path.GetFullPath(Path.Combine(Folder, relativePath));
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new FileNotFoundException($"There is no fixture '{relativePath}' under '{Folder}'.", path);
    }

    /// <summary>A JSON fixture, parsed. The caller disposes it.</summary>
    public static JsonDocument ReadJson(string relativePath)
    {
        using FileStream stream = File.OpenRead(Find(relativePath));
        return JsonDocument.Parse(stream);
    }

    private static string FindFolder([CallerFilePath] string sourceFile = "")
    {
        string besideSource = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(sourceFile) ?? ".", "../Fixtures"));
        if (Directory.Exists(besideSource))
        {
            return besideSource;
        }

        // Deterministic builds may map source paths away: walk up from the test binary to the repository instead.
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "StaticNet.sln")))
            {
                return Path.Combine(folder.FullName, "tests/Fixtures");
            }
        }

        throw new DirectoryNotFoundException($"tests/Fixtures was found neither beside '{sourceFile}' nor above '{AppContext.BaseDirectory}'.");
    }
}
