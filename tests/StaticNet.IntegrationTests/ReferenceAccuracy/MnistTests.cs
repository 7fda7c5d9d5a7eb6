using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.ReferenceAccuracy;

/// <summary>
/// The first 10,000 training digits of MNIST, tested on its 10,000 test digits. The data is not part of the repository: the
/// folder that holds it is named by STATICNET_EXTERNAL_DATA, and the tests run only where they are asked for (<c>-explicit only</c>).
/// </summary>
[Trait("Data", "External")]
public sealed class MnistTests
{
    private const int Seeds = 5, Epochs = 10;
    private static readonly Lazy<(Table Training, Table Test)> s_data = new(() => (Read("train10k"), Read("t10k")));

    [Fact(Explicit = true)]
    public void Adam_784_128_10_ReachesPyTorch() => // 94.1 +- 0.2 %, worst 93.8
        AtLeast<Mnist128, Adam>(0.938 - 0.002, new Adam(learningRate: 0.001f), batchSize: 64);

    [Fact(Explicit = true)]
    public void SGD_784_32_10_ReachesPyTorch() => // 93.4 +- 0.3 %, worst 93.1
        AtLeast<Mnist32, SGD>(0.931 - 0.003, new SGD(0.1f), batchSize: 32);

    [Fact(Explicit = true)]
    public void Momentum_784_128_64_10_ReachesPyTorch() => // 95.4 +- 0.3 %, worst 95.0
        AtLeast<Mnist128x64, SGD>(0.950 - 0.003, new SGD(0.05f, momentum: 0.9f), batchSize: 64);

    private static void AtLeast<TNetwork, TOptimizer>(double bound, TOptimizer optimizer, int batchSize)
        where TNetwork : class, INetwork<TNetwork>
        where TOptimizer : struct, IOptimizer
    {
        (Table training, Table test) = s_data.Value;
        double score = Enumerable.Range(1, Seeds).Average(seed =>
        {
            TNetwork model = TNetwork.Create((ulong)seed);
            model.Fit(training.Inputs, training.Labels, optimizer, CrossValidation.Options(Epochs, batchSize, (ulong)seed));
            return model.Evaluate(test.Inputs, test.Labels).Accuracy;
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{score:F4}, at least {bound:F4}");
        Assert.True(score >= bound, $"The mean over {Seeds} seeds is {score:F4}; PyTorch's worst seed less one deviation is {bound:F4}.");
    }

    private static Table Read(string part)
    {
        byte[] images = ReadIdx($"mnist-{part}-images-idx3-ubyte.gz", 0x803, 16);
        byte[] labels = ReadIdx($"mnist-{part}-labels-idx1-ubyte.gz", 0x801, 8);
        return new Table(images.Length / labels.Length, [.. images.Select(pixel => pixel / 255f)], [.. labels.Select(label => (float)label)]);
    }

    private static byte[] ReadIdx(string name, int magic, int headerLength)
    {
        string folder = Environment.GetEnvironmentVariable("STATICNET_EXTERNAL_DATA")
            ?? throw new InvalidOperationException("STATICNET_EXTERNAL_DATA is not set; it must name the folder with mnist-train10k-images-idx3-ubyte.gz and the three files beside it.");
        using var file = new GZipStream(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        byte[] all = bytes.ToArray();
        Assert.Equal(magic, BinaryPrimitives.ReadInt32BigEndian(all));
        return all[headerLength..];
    }
}

[Mlp(784, 128, 10)] internal sealed partial class Mnist128;
[Mlp(784, 32, 10)] internal sealed partial class Mnist32;
[Mlp(784, 128, 64, 10)] internal sealed partial class Mnist128x64;
