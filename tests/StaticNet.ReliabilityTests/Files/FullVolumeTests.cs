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
    public void Save_LeavesTheOldWeights() => AssertOldFileStays(
        "model.safetensors",
        (path, seed) => new Stored(seed).Save(path),
        path => Stored.Load(path).Parameters.Hash());

    [Fact(Explicit = true)]
    public void Checkpoint_LeavesTheOldState() => AssertOldFileStays(
        "training.checkpoint",
        (path, seed) => Trained(seed).Save(path),
        path =>
        {
            Trainer<Stored, Adam> trainer = Trained(seed: 3);
            trainer.Load(path);
            return trainer.Network.Parameters.Hash();
        });

    [Fact(Explicit = true)]
    public void ExportOnnx_LeavesTheOldModel() => AssertOldFileStays(
        "model.onnx",
        (path, seed) => new Stored(seed).ExportOnnx(path),
        path => (UInt128)File.ReadAllBytes(path).Length);

    private static void AssertOldFileStays(string name, Action<string, ulong> save, Func<string, UInt128> load)
    {
        string volume = Environment.GetEnvironmentVariable("STATICNET_SMALL_VOLUME")
            ?? throw new InvalidOperationException("STATICNET_SMALL_VOLUME names no folder; mount a file system of one MiB and name it.");
        string path = Path.Combine(volume, name), filler = Path.Combine(volume, "filler"), other = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        save(path, 1);
        byte[] before = File.ReadAllBytes(path);
        UInt128 loaded = load(path);

        Fill(filler);
        Assert.ThrowsAny<IOException>(() => save(path, 2));

        Assert.Equal([filler, path], Directory.GetFiles(volume).Order());
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(loaded, load(path));

        // With room again the same call succeeds, and gives what it gives elsewhere.
        File.Delete(filler);
        save(path, 2);
        save(other, 2);
        Assert.NotEqual(before, File.ReadAllBytes(path));
        Assert.Equal(File.ReadAllBytes(other), File.ReadAllBytes(path));
        File.Delete(path);
        File.Delete(other);
    }

    private static Trainer<Stored, Adam> Trained(ulong seed)
    {
        Trainer<Stored, Adam> trainer = new Stored(seed).CreateTrainer(new Adam(1e-3), maxBatchSize: 1);
        trainer.Step(new float[Stored.InputSize], (int[])[1]);
        return trainer;
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
