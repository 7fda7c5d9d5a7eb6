using System;
using System.IO;
using System.IO.Compression;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.NumPy;

/// <summary>
/// Reads a NumPy archive, <c>numpy.savez("model.npz", **state_dict)</c>: a zip file with an array per entry, stored or deflated. Its arrays
/// are a state dict.
/// </summary>
internal static class NumPyArchiveImporter
{
    private const int MaximumEntryCount = 4096;
    private const long MaximumLength = 256L << 20;
    private const string Suffix = ".npy";

    /// <summary>Reads a file's content.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format.</exception>
    /// <exception cref="ModelFileException">It holds something that is no array of numbers.</exception>
    public static ImportedModel Import(byte[] bytes)
    {
        var model = new ImportedModel { IsStateDict = true };
        using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        if (archive.Entries.Count > MaximumEntryCount)
        {
            throw new ModelFileException("", "", $"the file holds {archive.Entries.Count} arrays; at most {MaximumEntryCount} are compiled into a program");
        }

        long total = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal))
            {
                throw new ModelFileException("", "", $"the archive holds {SafetensorsHeader.Show(entry.FullName)}, which is no NumPy array");
            }

            string name = entry.FullName.Substring(0, entry.FullName.Length - Suffix.Length);
            var array = NumPyArray.Read(Content(entry, ref total), name);
            if (array.DataType == "object")
            {
                throw new ModelFileException(
                    name, "", $"the array {SafetensorsHeader.Show(name)} holds Python objects and no numbers; save each array by a name of its own, numpy.savez(path, **{{f\"coefs_{{i}}\": w for i, w in enumerate(model.coefs_)}}, **{{f\"intercepts_{{i}}\": b for i, b in enumerate(model.intercepts_)}})");
            }

            if (name.EndsWith(".num_batches_tracked", StringComparison.Ordinal))
            {
                continue;
            }

            if (model.Tensors.Exists(tensor => tensor.Name == name) || model.ForeignTensors.Exists(tensor => tensor.Name == name))
            {
                throw new ModelFileException(name, "", $"the archive holds the array {SafetensorsHeader.Show(name)} twice");
            }

            if (FloatDecoder.CanDecode(array.DataType))
            {
                model.Tolerance = Math.Max(model.Tolerance, ImportedModel.ToleranceOf([array.DataType]));
                model.Tensors.Add(new ImportedTensor(-1, name, array.Shape, FloatDecoder.Decode(array.Bytes, array.DataType)));
            }
            else
            {
                model.ForeignTensors.Add((name, array.Shape, array.DataType));
            }
        }

        return model;
    }

    /// <summary>Unpacks an entry; memory is taken as bytes arrive, not on the word of the directory.</summary>
    private static byte[] Content(ZipArchiveEntry entry, ref long total)
    {
        using Stream stream = entry.Open();
        var content = new MemoryStream();
        var block = new byte[64 * 1024];
        for (int count = stream.Read(block, 0, block.Length); count > 0; count = stream.Read(block, 0, block.Length))
        {
            total += count;
            if (total > MaximumLength)
            {
                throw new ModelFileException("", "", $"the arrays take more than {MaximumLength} bytes, which is the most that is compiled into a program");
            }

            content.Write(block, 0, count);
        }

        return content.ToArray();
    }
}
