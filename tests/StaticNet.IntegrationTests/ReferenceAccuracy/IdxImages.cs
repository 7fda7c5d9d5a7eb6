using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.ReferenceAccuracy;

/// <summary>Data in MNIST's form: compressed idx files of 28 × 28 bytes and labels, in a folder that an environment variable names.</summary>
internal static class IdxImages
{
    private const int Seeds = 5;

    /// <summary>Pixels divided by 255, labels as they are.</summary>
    public static Table Read(string folderVariable, string imagesName, string labelsName)
    {
        string folder = Environment.GetEnvironmentVariable(folderVariable)
            ?? throw new InvalidOperationException($"{folderVariable} is not set; it must name the folder with {imagesName} and {labelsName}.");
        byte[] images = Decompress(Path.Combine(folder, imagesName), 0x803, 16);
        byte[] labels = Decompress(Path.Combine(folder, labelsName), 0x801, 8);
        return new Table(images.Length / labels.Length, [.. images.Select(pixel => pixel / 255f)], [.. labels.Select(label => (float)label)]);
    }

    /// <summary>The mean test accuracy of trainings from five seeds reaches <paramref name="bound"/>.</summary>
    public static void AtLeast<TNetwork, TOptimizer>((Table Training, Table Test) data, double bound, TOptimizer optimizer, int epochs, int batchSize)
        where TNetwork : class, INetwork<TNetwork>
        where TOptimizer : struct, IOptimizer
    {
        var watch = Stopwatch.StartNew();
        double score = Enumerable.Range(1, Seeds).Average(seed =>
        {
            TNetwork model = TNetwork.Create((ulong)seed);
            model.Fit(data.Training.Inputs, data.Training.Labels, optimizer, CrossValidation.Options(epochs, batchSize, (ulong)seed));
            return model.Evaluate(data.Test.Inputs, data.Test.Labels).Accuracy;
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{score:F4}, at least {bound:F4}; {watch.Elapsed.TotalSeconds / Seeds:F1} s per training");
        Assert.True(score >= bound, $"The mean over {Seeds} seeds is {score:F4}; PyTorch's worst seed less one deviation is {bound:F4}.");
    }

    private static byte[] Decompress(string path, int magic, int headerLength)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        byte[] all = bytes.ToArray();
        Assert.Equal(magic, BinaryPrimitives.ReadInt32BigEndian(all));
        return all[headerLength..];
    }
}
