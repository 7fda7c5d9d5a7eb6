using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>
/// What the build found for each name in the project's <c>[ModelFile]</c> attributes, for the generator: one record per line, fields
/// separated by tabs, escaped as in <see cref="ModelText"/>.
/// </summary>
/// <remarks>
/// <code>
/// staticnet-files  1
/// found            iris.onnx   models/iris.onnx             name, source of the model's text
/// missing          iris.onx    models/iris.onnx ...         name, files that are called nearly so
/// dangling         link.onnx                                name of a link to a file that does not exist
/// several          net.onnx    a/net.onnx  b/net.onnx       name, files that are called so
/// vectors          models/iris.onnx  /home/.../iris.io.json source, path
/// </code>
/// </remarks>
internal sealed class FileIndex
{
    /// <summary>No model's text is called so.</summary>
    public const string FileName = "files.staticnet.txt";

    private readonly StringBuilder _text = new("staticnet-files\t1\n");

    public void AddFound(string name, string source) => Add("found", name, source);

    public void AddMissing(string name, string[] nearest) => Add("missing", [name, .. nearest]);

    public void AddDangling(string name) => Add("dangling", name);

    public void AddSeveral(string name, string[] sources) => Add("several", [name, .. sources]);

    public void AddVectors(string source, string path) => Add("vectors", source, path);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Add(string kind, params IEnumerable<string> fields) =>
        _text.Append(string.Join("\t", fields.Select(ModelText.Escape).Prepend(kind))).Append('\n');
}
