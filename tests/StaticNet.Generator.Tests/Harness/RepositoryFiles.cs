using System.IO;
using System.Runtime.CompilerServices;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>Files of the repository these tests read: generator sources, diagnostic pages.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot([CallerFilePath] string file = "")
    {
        for (string? directory = Path.GetDirectoryName(file); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "StaticNet.sln")))
            {
                return directory;
            }
        }

        throw new DirectoryNotFoundException($"No StaticNet.sln above {file}.");
    }
}
