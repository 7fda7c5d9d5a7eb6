using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using StaticNet.ModelFiles.Build;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>
/// The files beside a model in which it keeps weights. Only files in the model's folder and below are opened: a model cannot make a build read
/// anything else of the machine.
/// </summary>
/// <param name="model">The model's path.</param>
internal sealed class DataFiles(string model)
{
    /// <summary>How a model becomes one file.</summary>
    public const string OneFile =
        "save the model with all data inside (external_data=False in torch.onnx.export, or in Python: onnx.save_model(onnx.load(path), path, save_as_external_data=False))";

    private const string LfsPointer = "version https://git-lfs";
    private const string Missing = "-";
    private const string Link = "link";

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(model))!;
    private readonly SortedDictionary<string, string> _states = new(StringComparer.Ordinal);
    private long _total;

    /// <summary>Full paths of the files that were asked for, whether they are there or not, and the state of each before anything of it was read.</summary>
    public (string Path, string State)[] States => [.. _states.Select(static file => (file.Key, file.Value))];

    /// <summary>Reads a part of a file.</summary>
    /// <param name="location">Its path from the model's folder, as the model writes it.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="tensor">What lies there, quoted.</param>
    /// <exception cref="ModelFileException">The file is not there or lies elsewhere, or does not have the bytes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public byte[] Read(string location, long start, long length, string tensor)
    {
        string shown = SafetensorsHeader.Show(location);
        if (location.Any(char.IsControl))
        {
            throw Problem($"tensor {tensor} keeps its data in {shown}, whose name has control characters; rename the file when you export, or {OneFile}");
        }

        string path = Find(location)
            ?? throw Problem($"tensor {tensor} keeps its data in {shown}, which is not read: only files in the model's folder and below it are; copy the file beside the model, or {OneFile}");
        if (!_states.TryGetValue(path, out string? state))
        {
            // Whoever writes the file from here on is noticed by the next build.
            state = State(path);
            _states.Add(path, state);
        }

        if (state == Missing)
        {
            throw Problem($"tensor {tensor} keeps its data in the file {shown}, which is not beside '{Path.GetFileName(model)}'; copy it there under that name, or {OneFile}");
        }

        if (state == Link)
        {
            throw Problem($"tensor {tensor} keeps its data in {shown}, which is a link, or lies in a folder that is one; copy the file itself beside the model, or {OneFile}");
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        string? other = NotData(file, isShort: start > file.Length - length);
        if (other is not null)
        {
            throw Problem($"tensor {tensor} keeps its data in the file {shown}: {other}");
        }

        if (start > file.Length - length)
        {
            throw Problem($"tensor {tensor} takes the bytes {start} to {start + length} of {shown}, which has {file.Length}: it is cut off, or was written by another export; copy it again, together with the model");
        }

        _total += length;
        if (_total > ModelFileConverter.MaximumLength)
        {
            throw Problem($"the model's data in other files, up to tensor {tensor} in {shown}, has more than {ModelFileConverter.MaximumLength} bytes; at most these are compiled into a program");
        }

        var bytes = new byte[length];
        file.Position = start;
        for (int done = 0, count; done < bytes.Length; done += count)
        {
            count = file.Read(bytes, done, bytes.Length - done);
            if (count == 0)
            {
                throw new EndOfStreamException($"'{path}' became shorter while it was read");
            }
        }

        return bytes;
    }

    /// <summary>The full path of a location; null where it may lie outside of the model's folder, on any operating system.</summary>
    public string? Find(string location)
    {
        string[] parts = Parts(location);
        bool isInside = parts[0].Length > 0 && location.IndexOf(':') < 0 && location.IndexOfAny(Path.GetInvalidPathChars()) < 0 && !location.Any(char.IsControl)
            && Array.TrueForAll(parts, static part => part is "" or "." || part.TrimEnd('.', ' ').Length > 0);
        return isInside ? Path.Combine([_folder, .. parts.Where(static part => part is not ("" or "."))]) : null;
    }

    /// <summary>A location as it is compared: <c>./w.bin</c> and <c>w.bin</c> are one file.</summary>
    public static string Normal(string location) => string.Join("/", Parts(location).Where(static part => part is not ("" or ".")));

    /// <summary>
    /// A text that differs where the content of a file in the model's folder does. What is not read (a link) is not opened either; of a file that is too long
    /// for a program it is the length and the time stamp.
    /// </summary>
    /// <param name="path">What <see cref="Find"/> gave.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string State(string path)
    {
        if (!File.Exists(path))
        {
            return Missing;
        }

        if (IsLink(path))
        {
            return Link;
        }

        var file = new FileInfo(path);
        return file.Length > ModelFileConverter.MaximumLength ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : BuildFile.Hash(path);
    }

    private static string[] Parts(string location) => location.Split('/', '\\');

    private bool IsLink(string path)
    {
        for (string? part = path; part is not null && part.Length > _folder.Length; part = Path.GetDirectoryName(part))
        {
            if ((File.GetAttributes(part) & FileAttributes.ReparsePoint) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the file is where it holds no weights: a pointer of Git LFS; where it is too short, anything that its beginning tells.</summary>
    private static string? NotData(FileStream file, bool isShort)
    {
        var head = new byte[(int)Math.Min(file.Length, 4096)];
        int count = file.Read(head, 0, head.Length);
        bool isPointer = count >= LfsPointer.Length && Encoding.ASCII.GetString(head, 0, LfsPointer.Length) == LfsPointer;
        return isPointer || isShort ? FileSignature.NotOnnx(head) : null;
    }

    private static ModelFileException Problem(string what) => new("", "", what);
}
