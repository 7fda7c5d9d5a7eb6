using System;
using Xunit;

namespace StaticNet.IntegrationTests.ReferenceAccuracy;

/// <summary>
/// The first 10,000 training digits of MNIST, tested on its 10,000 test digits. The data is not part of the repository: the
/// folder that holds it is named by STATICNET_EXTERNAL_DATA, and the tests run only where they are asked for (<c>-explicit only</c>).
/// </summary>
[Trait("Data", "External")]
public sealed class MnistTests
{
    private const int Epochs = 10;
    private static readonly Lazy<(Table Training, Table Test)> s_data = new(() =>
    (
        IdxImages.Read("STATICNET_EXTERNAL_DATA", "mnist-train10k-images-idx3-ubyte.gz", "mnist-train10k-labels-idx1-ubyte.gz"),
        IdxImages.Read("STATICNET_EXTERNAL_DATA", "mnist-t10k-images-idx3-ubyte.gz", "mnist-t10k-labels-idx1-ubyte.gz")));

    [Fact(Explicit = true)]
    public void Adam_784_128_10_ReachesPyTorch() => // 94.1 +- 0.2 %, worst 93.8
        IdxImages.AtLeast<Mnist128, Adam>(s_data.Value, 0.938 - 0.002, new Adam(learningRate: 0.001f), Epochs, batchSize: 64);

    [Fact(Explicit = true)]
    public void SGD_784_32_10_ReachesPyTorch() => // 93.4 +- 0.3 %, worst 93.1
        IdxImages.AtLeast<Mnist32, SGD>(s_data.Value, 0.931 - 0.003, new SGD(0.1f), Epochs, batchSize: 32);

    [Fact(Explicit = true)]
    public void Momentum_784_128_64_10_ReachesPyTorch() => // 95.4 +- 0.3 %, worst 95.0
        IdxImages.AtLeast<Mnist128x64, SGD>(s_data.Value, 0.950 - 0.003, new SGD(0.05f, momentum: 0.9f), Epochs, batchSize: 64);
}

[Mlp(784, 128, 10)] internal sealed partial class Mnist128;
[Mlp(784, 32, 10)] internal sealed partial class Mnist32;
[Mlp(784, 128, 64, 10)] internal sealed partial class Mnist128x64;
