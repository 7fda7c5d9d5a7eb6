using System;
using Xunit;

namespace StaticNet.IntegrationTests.ReferenceAccuracy;

/// <summary>
/// A full-size training: the 60,000 pictures of Fashion-MNIST (Zalando, MIT license). STATICNET_FASHION_MNIST names the folder, as Debian's
/// package dataset-fashion-mnist installs it; runs only where it is asked for (<c>-explicit only</c>, or <c>.ci/run fashion_mnist</c>).
/// </summary>
[Trait("Data", "FashionMnist")]
public sealed class FashionMnistTests
{
    [Fact(Explicit = true)]
    public void Adam_784_128_10_ReachesPyTorch() // 86.8 +- 0.3 %, worst 86.4
    {
        (Table Training, Table Test) data =
        (
            IdxImages.Read("STATICNET_FASHION_MNIST", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
            IdxImages.Read("STATICNET_FASHION_MNIST", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"));
        Assert.Equal(60_000, data.Training.Labels.Length);
        IdxImages.AtLeast<Mnist128, Adam>(data, 0.864 - 0.003, new Adam(learningRate: 0.001f), epochs: 5, batchSize: 64);
    }
}
