using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace StaticNet.ModelFiles.Build;

/// <summary>Files that the build step reads and writes.</summary>
internal static class BuildFile
{
    /// <summary>Writes a text unless the file holds it already: what did not change makes nobody compile again.</summary>
    public static void WriteIfDifferent(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    /// <summary>Writes a file whose name follows from its content. A build that is interrupted leaves none that is cut off.</summary>
    public static void WriteOnce(string path, byte[] bytes)
    {
        if (File.Exists(path) && new FileInfo(path).Length == bytes.Length)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = path + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, bytes);
        File.Delete(path);
        File.Move(temporary, path);
    }

    /// <summary>Whether there is a file; a link to nothing is none, a file that may not be read is one.</summary>
    public static bool Exists(string path)
    {
        try
        {
            using FileStream? stream = File.Exists(path) ? new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : null;
            return stream is not null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Whether a path is a link whose target does not exist.</summary>
    public static bool IsDanglingLink(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0 && !Exists(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>SHA-256 of a text in UTF-8, in hexadecimal digits.</summary>
    public static string TextHash(string text)
    {
        using SHA256 sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", "");
    }

    /// <summary>SHA-256 of the content, in hexadecimal digits.</summary>
    public static string Hash(string path)
    {
        using SHA256 sha = SHA256.Create();
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16);
        return BitConverter.ToString(sha.ComputeHash(stream)).Replace("-", "");
    }
}
