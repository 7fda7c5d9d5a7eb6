using System;
using System.IO;
using System.Linq;
using Xunit;

namespace StaticNet.ReliabilityTests.Files;

/// <summary>
/// Saving on a volume that becomes full. The volume, of at most one MiB and otherwise unused, is named by
/// <c>STATICNET_SMALL_VOLUME</c>; .ci/run mounts one. Without it there is nothing to fill.
/// </summary>
public sealed class FullVolumeTests
{
    [Fact(Explicit = true)]
    public void SaveOnFullVolume_LeavesTheOldFile()
    {
        string volume = Environment.GetEnvironmentVariable("STATICNET_SMALL_VOLUME")
            ?? throw new InvalidOperationException("STATICNET_SMALL_VOLUME names no folder; mount a file system of one MiB and name it.");
        string path = Path.Combine(volume, "model.safetensors"), filler = Path.Combine(volume, "filler");
        var old = new Stored(seed: 1);
        old.Save(path);
        byte[] before = File.ReadAllBytes(path);

        Fill(filler);
        Assert.ThrowsAny<IOException>(() => new Stored(seed: 2).Save(path));

        Assert.Equal([filler, path], Directory.GetFiles(volume).Order());
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(old.Parameters.Hash(), Stored.Load(path).Parameters.Hash());

        File.Delete(filler);
        new Stored(seed: 2).Save(path);
        Assert.Equal(new Stored(seed: 2).Parameters.Hash(), Stored.Load(path).Parameters.Hash());
    }

    // Leaves less than the network needs.
    private static void Fill(string path)
    {
        using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            for (int i = 0; i < 1024; i++)
            {
                stream.Write(block);
            }
        }
        catch (IOException)
        {
            return;
        }

        throw new InvalidOperationException("The volume took four MiB; it is meant to have one at most.");
    }
}

[Mlp(64, 64, 10)]
internal sealed partial class Stored;
