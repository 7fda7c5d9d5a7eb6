using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Show;

const string Usage = """
    Prints what a declaration becomes.

      dotnet run --project tests/StaticNet.Show -- "[Mlp(4, 10, 3)]"                        both files
      dotnet run --project tests/StaticNet.Show -- "[Mlp(4, 10, 3)]" --region Backward      a region, by the beginning of its name
      dotnet run --project tests/StaticNet.Show -- "[Mlp(4, 10, 3)]" --file Kernels         a file, by a part of its name
      dotnet run --project tests/StaticNet.Show -- "[Mlp(4, 10, 3)]" --readable             as plain loops, as Style = NetworkStyle.Readable does
      dotnet run --project tests/StaticNet.Show -- "[Mlp(4, 10, 3)]" --sizes                lines and bytes of files and regions
    """;

string? declaration = null;
string? region = null;
string file = "";
bool onlySizes = false;
bool isReadable = false;
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--region" when i + 1 < args.Length:
            region = args[++i];
            break;
        case "--file" when i + 1 < args.Length:
            file = args[++i];
            break;
        case "--readable":
            isReadable = true;
            break;
        case "--sizes":
            onlySizes = true;
            break;
        default:
            if (declaration is not null || args[i].StartsWith("--", StringComparison.Ordinal))
            {
                return Fail($"'{args[i]}' is not an argument.\n{Usage}");
            }

            declaration = args[i];
            break;
    }
}

if (declaration is null)
{
    return Fail(Usage);
}

if (isReadable)
{
    // The first brackets are the network attribute's.
    int end = declaration.IndexOf(')', StringComparison.Ordinal);
    if (end < 0)
    {
        return Fail($"--readable adds Style = NetworkStyle.Readable to the first parentheses, and '{declaration}' has none.");
    }

    declaration = declaration.Insert(end, ", Style = NetworkStyle.Readable");
}

Declaration shown = new(declaration);
foreach (Diagnostic diagnostic in shown.Diagnostics)
{
    Console.Error.WriteLine($"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage()}");
}

GeneratedText[] files = [.. shown.Files.Where(text => text.Name.Contains(file, StringComparison.OrdinalIgnoreCase))];
if (files.Length == 0)
{
    return Fail(shown.Files.Count == 0 ? "Nothing is generated." : $"No generated file is called '{file}'; there are {string.Join(", ", shown.Files.Select(static text => text.Name))}.");
}

if (onlySizes)
{
    foreach (GeneratedText text in files)
    {
        Console.WriteLine(text.Size);
        foreach (GeneratedText part in text.Regions)
        {
            Console.WriteLine("  " + part.Size);
        }
    }

    return 0;
}

GeneratedText[] parts = region is null
    ? files
    : [.. files.SelectMany(static text => text.Regions).Where(part => part.Name.StartsWith(region, StringComparison.OrdinalIgnoreCase))];
if (parts.Length == 0)
{
    return Fail($"No region begins with '{region}'; there are:\n  {string.Join("\n  ", files.SelectMany(static text => text.Regions).Select(static part => part.Name))}");
}

foreach (GeneratedText part in parts)
{
    Console.WriteLine($"// ---- {part.Size}\n{part.Text}");
}

return 0;

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
