using StaticNet.IntegrationTests.Harness;
using Xunit;

namespace StaticNet.IntegrationTests.Exactness;

[Mlp(1, 8, 1)]
public sealed partial class OneToOne;

[Mlp(3, 6, 2, Activation = Activation.Tanh)]
public sealed partial class ThreeToTwo;

[Mlp(4, 10, 3)]
public sealed partial class FourToThree;

[Mlp(5, 20, 4)]
public sealed partial class FiveToFour;

[Mlp(5, 20, 24, 4, Bias = false)]
public sealed partial class DeepToFour;

/// <summary>One sample with numbers keeps its loss in registers; the bits are those of the loss over rows, which a sample weight of 1 takes.</summary>
public sealed class OneSampleTests
{
    [Fact]
    public void Gradients_AreThoseOfTheRowLoss()
    {
        Same(new OneToOne(1));
        Same(new ThreeToTwo(2));
        Same(new FourToThree(3));
        Same(new FiveToFour(4));
        Same(new DeepToFour(5));
    }

    private static void Same<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        ParameterBuffer expected = new(description.Layout), found = new(description.Layout);
        for (int seed = 0; seed < 20; seed++)
        {
            float[] input = TestData.Uniform(description.InputSize, seed), target = TestData.Uniform(description.OutputSize, seed + 100);
            float loss = model.ComputeGradients(new Batch(input, target) { SampleWeights = new float[] { 1 } }, expected, accumulate: false);
            float one = model.ComputeGradients(new Batch(input, target), found, accumulate: false);
            Bits.Equal([loss], [one], $"{description.Name}, loss ");
            Bits.Equal(expected.Values, found.Values, $"{description.Name}, gradient ");
            Bits.Equal([loss], [model.ComputeLoss(new Batch(input, target))], $"{description.Name}, ComputeLoss ");
        }

        // A target that is NaN is no smaller error than one that is far off.
        float[] missing = new float[description.OutputSize];
        missing[^1] = float.NaN;
        Assert.True(float.IsNaN(model.ComputeGradients(new Batch(new float[description.InputSize], missing), found, accumulate: false)));
    }
}
