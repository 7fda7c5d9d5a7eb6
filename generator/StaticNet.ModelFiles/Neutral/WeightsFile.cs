using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>
/// The weights of a model as bytes: all parameters in the order of the model, row-major little-endian float32, nothing between them. The
/// build embeds them in the assembly as they are, so that no compiler reads a number of them.
/// </summary>
internal sealed class WeightsFile
{
    /// <summary>
    /// Models with more parameters have a weights file; those of others are written into the source, where frozen ones are read in place.
    /// Up to here they cost the compiler a tenth of a second.
    /// </summary>
    public const int LargestInText = 16384;

    private WeightsFile(string name, byte[] bytes)
    {
        Name = name;
        Bytes = bytes;
    }

    /// <summary>The resource's name in the assembly: follows from the content, so that equal weights are embedded once.</summary>
    public string Name { get; }

    /// <summary>The content.</summary>
    public byte[] Bytes { get; }

    /// <summary>The number of floats.</summary>
    public int Count => Bytes.Length / 4;

    /// <summary>The weights of one model; null where they are few enough to stand in the text.</summary>
    public static WeightsFile? Of(ImportedModel model, int largestInText = LargestInText) => Of([model], largestInText);

    /// <summary>The weights of a file's outputs, one after the other; null where they are few enough to stand in the text.</summary>
    /// <param name="models">The layers of each output.</param>
    /// <param name="largestInText">How many parameters are few enough.</param>
    public static WeightsFile? Of(IReadOnlyList<ImportedModel> models, int largestInText)
    {
        long count = models.SelectMany(static model => model.Tensors).Sum(static tensor => (long)tensor.Values.Length);
        if (count <= largestInText)
        {
            return null;
        }

        var bytes = new byte[checked(4 * count)];
        int start = 0;
        foreach (ImportedTensor tensor in models.SelectMany(static model => model.Tensors))
        {
            LittleEndian.Copy(tensor.Values, bytes, start);
            start += 4 * tensor.Values.Length;
        }

        using SHA256 sha = SHA256.Create();
        string hash = BitConverter.ToString(sha.ComputeHash(bytes), 0, 16).Replace("-", "").ToLowerInvariant();
        return new($"StaticNet.{hash}.weights", bytes);
    }
}
