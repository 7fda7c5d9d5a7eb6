using System;
using System.Collections.Generic;
using System.IO;

namespace StaticNet.Samples.Playground.Networks;

/// <summary>What was written by hand for a network, read from the source file that was compiled.</summary>
public static class NetworkDeclaration
{
    /// <summary>The attributes and the class, without the comment above them.</summary>
    /// <exception cref="ArgumentException">The class is not declared in <c>Networks.cs</c>.</exception>
    public static string Of(Type network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using Stream stream = typeof(NetworkDeclaration).Assembly.GetManifestResourceStream("Networks.cs")!;
        using var reader = new StreamReader(stream);
        var declaration = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                declaration.Add(line);
            }
            else if (line == $"public sealed partial class {network.Name};")
            {
                declaration.Add(line);
                return string.Join('\n', declaration);
            }
            else
            {
                declaration.Clear();
            }
        }

        throw new ArgumentException($"{network} is not declared in Networks.cs.", nameof(network));
    }
}
