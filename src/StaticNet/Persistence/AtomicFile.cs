using System;
using System.IO;

namespace StaticNet.Persistence;

/// <summary>Replaces a file as a whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes beside the target, flushes to disk, then renames over it. Whatever fails on the way (disk full, cancellation,
    /// a crash) leaves the old file as it was.
    /// </summary>
    /// <param name="path">The file to create or replace; a symbolic link's target is replaced, not the link.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        if (new FileInfo(target) is { LinkTarget: not null } link)
        {
            target = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? target;
        }

        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
