using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace StaticNet.Persistence.Format;

/// <summary>
/// Recognizes by its first bytes what a file is that should have been a model: a pointer of Git LFS, a checkpoint of PyTorch, a web page.
/// The answer says what it is and how to get the model.
/// </summary>
internal static class FileSignature
{
    /// <summary>Bytes from a file's beginning that are enough to recognize it.</summary>
    public const int HeadLength = 64 * 1024;

    private const string SaveFile = "from safetensors.torch import save_file";

    /// <summary>What a file is that was expected to be safetensors; null where it is one or looks like nothing known.</summary>
    /// <param name="head">The file's beginning, all of it where it is short.</param>
    public static string? NotSafetensors(byte[] head) => IsSafetensors(head) ? null
        : IsOnnx(head) ? "it is an ONNX model; name it .onnx and use [ModelFile] on a class, which reads it while the project is built"
        : Recognize(head);

    /// <summary>What a file is that was expected to be ONNX; null where it is one or looks like nothing known.</summary>
    /// <param name="head">The file's beginning, all of it where it is short.</param>
    public static string? NotOnnx(byte[] head) => IsSafetensors(head) ? "it is a safetensors file; name it .safetensors" : Recognize(head);

    /// <summary>What a file is that was expected to be a NumPy archive; null where it is one or looks like nothing known.</summary>
    /// <param name="head">The file's beginning, all of it where it is short.</param>
    public static string? NotNumPyArchive(byte[] head) => IsSafetensors(head) ? "it is a safetensors file; name it .safetensors"
        : StartsWith(head, "PK") && ZipNames(head).Any(IsArray) ? null
        : Recognize(head);

    /// <summary>What a file is that was expected to be JSON; null where it may be JSON.</summary>
    /// <param name="head">The file's beginning, all of it where it is short.</param>
    public static string? NotJson(byte[] head)
    {
        int start = StartsWith(head, "\u00ef\u00bb\u00bf") ? 3 : 0;
        while (start < head.Length && head[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        return start < head.Length && head[start] is (byte)'{' or (byte)'[' ? null
            : IsSafetensors(head) ? "it is a safetensors file; name it .safetensors"
            : IsOnnx(head) ? "it is an ONNX model; name it .onnx"
            : Recognize(head);
    }

    private static string? Recognize(byte[] head)
    {
        if (head.Length == 0)
        {
            return "it is empty; copy or download it again";
        }

        if (StartsWith(head, "PK\u0003\u0004") || StartsWith(head, "PK\u0005\u0006"))
        {
            return Zip(ZipNames(head));
        }

        return StartsWith(head, "\u0089HDF\r\n\u001a\n") ? "it is an HDF5 file, as Keras writes .h5; in Python, keras.saving.load_model(\"model.h5\").export(\"model.onnx\", format=\"onnx\") makes a model of it that can be read"
            : IsAt(head, 4, "TFL3") ? "it is a TensorFlow Lite model; 'python -m tf2onnx.convert --tflite model.tflite --output model.onnx' converts it"
            : StartsWith(head, "GGUF") ? "it is a GGUF file of llama.cpp, which is not supported"
            : StartsWith(head, "SNETTRNR") ? "it is a checkpoint of a training by StaticNet; MLPModel.LoadCheckpoint(\"training.checkpoint\").Save(\"model.safetensors\") writes its weights"
            : StartsWith(head, "SNETOPTM") ? "it is the state of an optimizer, which OptimizerState.Load reads; it holds no weights"
            : StartsWith(head, "\u0093NUMPY") ? "it is one NumPy array (.npy); save the arrays of the network together, numpy.savez(\"model.npz\", **state_dict)"
            : StartsWith(head, "\u001f\u008b") ? "it is compressed by gzip; unpack it with gunzip"
            : IsPickle(head) ? Pickle(head)
            : head.Length > 8 && head.All(static value => value == 0) ? "its bytes are all zero, as an interrupted copy leaves them; copy or download it again"
            : Text(head);
    }

    private static string? Text(byte[] head)
    {
        string text = Encoding.UTF8.GetString(head, 0, Math.Min(head.Length, 4096)).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        string[] lines = text.Split('\n');
        if (lines.Any(static line => line.StartsWith("<<<<<<< ", StringComparison.Ordinal)))
        {
            return "it holds the conflict markers of an unfinished merge; take one side, 'git checkout --ours FILE' or 'git checkout --theirs FILE', and with Git LFS run 'git lfs pull' then";
        }

        if (text.StartsWith("version https://git-lfs", StringComparison.Ordinal))
        {
            return "it is a Git LFS pointer and not the file itself; run 'git lfs pull' (in GitHub Actions, set 'lfs: true' on actions/checkout)";
        }

        if (StartsWithIgnoringCase(text, "<!doctype html") || StartsWithIgnoringCase(text, "<html"))
        {
            return "it is an HTML page, as a download gives that needs a login or names the page about the file; download the file itself (on GitHub 'Download raw file', on Hugging Face '/resolve/' in the address instead of '/blob/')";
        }

        // The first line of whatever else can be read: an error message of a server, for example.
        string line = lines[0].TrimEnd('\r');
        return line.Length > 0 && line.All(static c => !char.IsControl(c) && c != '\uFFFD')
            ? $"it is a text that begins with {SafetensorsHeader.Show(line)}; download or export the model again"
            : null;
    }

    private static string Zip(List<string> names)
    {
        if (names.Exists(static name => name == "policy.pth"))
        {
            return $"it is a model of stable-baselines3; in Python: {SaveFile}; save_file(PPO.load(\"model.zip\").policy.state_dict(), \"model.safetensors\")";
        }

        if (names.Exists(static name => name.EndsWith("/constants.pkl", StringComparison.Ordinal)))
        {
            return $"it is a TorchScript module; in Python: {SaveFile}; save_file(torch.jit.load(\"model.pt\").state_dict(), \"model.safetensors\")";
        }

        if (names.Exists(static name => name.EndsWith("/data.pkl", StringComparison.Ordinal)))
        {
            return PyTorch;
        }

        if (names.Exists(static name => name == "model.weights.h5"))
        {
            return "it is a Keras model; in Python, keras.saving.load_model(\"model.keras\").export(\"model.onnx\", format=\"onnx\") makes a model of it that can be read";
        }

        return names.Exists(IsArray)
            ? "it is a NumPy archive; name it .npz for [ModelFile], or in Python: from safetensors.numpy import save_file; save_file(dict(numpy.load(\"model.npz\")), \"model.safetensors\")"
            : $"it is a zip archive{(names.Count > 0 ? $" that begins with '{names[0]}'" : "")}; unpack the model from it";
    }

    private const string PyTorch =
        $"it is a checkpoint of torch.save; in Python: {SaveFile}; save_file(torch.load(\"model.pt\", weights_only=True), \"model.safetensors\") (where the file holds more than a state dict, give save_file that entry of it)";

    // torch.save before version 1.6 begins with the pickle of this number.
    private static string Pickle(byte[] head) => IsAt(head, 2, "\u008a\u000al\u00fc\u009cF\u00f9 j\u00a8P\u0019")
        ? PyTorch
        : "it is a Python pickle; load it in Python and write the weights alone. For scikit-learn: numpy.savez(\"model.npz\", **{f\"coefs_{i}\": w for i, w in enumerate(model.coefs_)}, **{f\"intercepts_{i}\": b for i, b in enumerate(model.intercepts_)}); "
            + $"for PyTorch: {SaveFile}; save_file(model.state_dict(), \"model.safetensors\")";

    private static bool IsPickle(byte[] head) => head.Length > 2 && head[0] == 0x80 && head[1] is >= 2 and <= 5;

    private static bool IsSafetensors(byte[] head)
    {
        ulong length = 0;
        for (int i = 7; i >= 0 && head.Length > 8; i--)
        {
            length = (length << 8) | head[i];
        }

        return length is > 1 and <= SafetensorsHeader.MaximumLength && head[8] == (byte)'{';
    }

    /// <summary>ir_version from 3 to 20, then a length-delimited or numeric field of ModelProto.</summary>
    private static bool IsOnnx(byte[] head) => head.Length > 4 && head[0] == 0x08 && head[1] is >= 3 and <= 20
        && head[2] is 0x12 or 0x1a or 0x22 or 0x28 or 0x3a or 0x42;

    private static bool IsArray(string name) => name.EndsWith(".npy", StringComparison.Ordinal);

    /// <summary>The names of entries, from the headers before them, as far as they are there.</summary>
    private static List<string> ZipNames(byte[] bytes)
    {
        const int MaximumNames = 256;
        var names = new List<string>();
        for (int i = 0; i + 30 <= bytes.Length && names.Count < MaximumNames; i++)
        {
            int length = IsAt(bytes, i, "PK\u0003\u0004") ? bytes[i + 26] | (bytes[i + 27] << 8) : 0;
            if (length > 0 && i + 30 + length <= bytes.Length)
            {
                names.Add(Encoding.UTF8.GetString(bytes, i + 30, length));
            }
        }

        return names;
    }

    private static bool StartsWith(byte[] head, string bytes) => IsAt(head, 0, bytes);

    private static bool IsAt(byte[] head, int position, string bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (position + i >= head.Length || head[position + i] != bytes[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool StartsWithIgnoringCase(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
