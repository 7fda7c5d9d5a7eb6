using System.IO;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using StaticNet.ModelFiles;
using StaticNet.Tests.Shared;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>An additional file of a user's project.</summary>
internal sealed class ProjectFile(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path { get; } = path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;

    /// <summary>What the build makes of a model file of the fixtures, put into the project as <paramref name="source"/>.</summary>
    public static ProjectFile Model(string fixture, string? source = null)
    {
        source ??= System.IO.Path.GetFileName(fixture);
        return new($"/project/obj/staticnet/{source}.staticnet.txt", ModelFileConverter.Convert(FixtureFiles.Find(fixture), source));
    }

    /// <summary>The fixture's test vectors, beside the model of that name.</summary>
    public static ProjectFile Vectors(string fixture, string source) =>
        new($"/project/{System.IO.Path.ChangeExtension(source, ".io.json")}", File.ReadAllText(FixtureFiles.Find(System.IO.Path.ChangeExtension(fixture, ".io.json"))));
}
