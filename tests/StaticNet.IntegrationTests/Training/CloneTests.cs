using System;
using System.Linq;
using StaticNet.IntegrationTests.Networks.Exact;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

/// <summary>Copies of networks of every kind: the same bits in storage of their own.</summary>
public sealed class CloneTests
{
    [Fact]
    public void EveryKind_IsCopiedWithItsStatistics()
    {
        IsIndependent(new Small(3));
        IsIndependent(new One(3));
        IsIndependent(new Large(3));
        IsIndependent(new NormalizedClone(3));
        IsIndependent(new RecordClone(3));
    }

    [Fact]
    public void OwnParameterlessConstructor_DoesNotRun()
    {
        var model = new CountedClone { Note = "mine" };
        int before = CountedClone.Made;
        CountedClone copy = model.Clone();
        Assert.Equal(before, CountedClone.Made);
        Assert.Equal("initial", copy.Note);
        Assert.Equal(model.Parameters.Hash(), copy.Parameters.Hash());
    }

    [Fact]
    public void OwnSeedConstructor_RunsAndItsValuesAreReplaced()
    {
        SeededClone model = new(5);
        SeededClone copy = model.Clone();
        Assert.Equal(0UL, copy.Seed);
        Assert.Equal(model.Parameters.Hash(), copy.Parameters.Hash());
    }

    [Fact]
    public void Null_IsRefused() => Assert.Throws<ArgumentNullException>(() => ((Small)null!).Clone());

    private static void IsIndependent<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        float[] inputs = [.. Enumerable.Range(0, 4 * description.InputSize).Select(i => MathF.Sin(i))];
        float[] targets = [.. Enumerable.Range(0, 4 * description.OutputSize).Select(i => i % description.OutputSize == 0 ? 1f : 0f)];
        model.Fit(inputs, targets, new Adam(), new FitOptions { Epochs = 2 });
        TNetwork copy = model.Clone();
        Assert.NotSame(model, copy);
        Assert.NotSame(model.Parameters, copy.Parameters);
        Assert.True(model.Parameters.Values.SequenceEqual(copy.Parameters.Values));

        UInt128 hash = copy.Parameters.Hash();
        model.Fit(inputs, targets, new Adam(), new FitOptions { Epochs = 2 });
        Assert.Equal(hash, copy.Parameters.Hash());
        Assert.NotEqual(hash, model.Parameters.Hash());

        // The copy trains on to the same bits.
        copy.Fit(inputs, targets, new Adam(), new FitOptions { Epochs = 2 });
        Assert.Equal(model.Parameters.Hash(), copy.Parameters.Hash());
    }
}

[Sequential(4), Linear(6), BatchNorm1d, ReLU, Linear(3)]
internal sealed partial class NormalizedClone;

[Mlp(4, 5, 3)]
internal sealed partial record RecordClone;

[Mlp(4, 5, 3)]
internal sealed partial class CountedClone
{
    public CountedClone()
        : this(0UL)
    {
        Made++;
    }

    public static int Made { get; private set; }

    public string Note { get; set; } = "initial";
}

[Mlp(4, 5, 3)]
internal sealed partial class SeededClone
{
    public SeededClone(ulong seed)
        : this()
    {
        Seed = seed;
        Parameters.Initialize("hidden.weight", Initializer.XavierNormal, seed);
    }

    public ulong Seed { get; }
}
