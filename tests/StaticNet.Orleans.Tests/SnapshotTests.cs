using System;
using System.IO;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Xunit;

namespace StaticNet.Orleans.Tests;

public sealed class SnapshotTests
{
    private static readonly ServiceProvider s_services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private static readonly Serializer s_serializer = s_services.GetRequiredService<Serializer>();

    [Fact]
    public void Snapshot_SurvivesSerialization_WithRunningStatistics()
    {
        var network = new NormalizedNetwork(seed: 3);
        network.Fit(FlowerRows.Make(1, 32).Inputs.Span, new float[64], new Adam(), new FitOptions { Epochs = 2, BatchSize = 8 });

        byte[] bytes = s_serializer.SerializeToArray(NetworkSnapshot.Of(network, 8));
        NetworkSnapshot read = s_serializer.Deserialize<NetworkSnapshot>(bytes)!;

        Assert.Equal(network.Parameters.Hash(), read.ToNetwork<NormalizedNetwork>().Parameters.Hash());
        Assert.Equal(8, read.StepCount);
        Assert.Contains("running_mean", read.Layout, StringComparison.Ordinal);
    }

    [Fact]
    public void LargeSnapshot_CostsFourBytesPerParameter()
    {
        byte[] bytes = s_serializer.SerializeToArray(NetworkSnapshot.Of(new LargeNetwork(seed: 1)));

        Assert.InRange(bytes.Length, 4 * LargeNetwork.ParameterCount, (4 * LargeNetwork.ParameterCount) + 300);
    }

    [Fact]
    public void CopyWithinASilo_SharesTheArray()
    {
        DeepCopier copier = s_services.GetRequiredService<DeepCopier>();
        NetworkSnapshot snapshot = NetworkSnapshot.Of(new Flowers());
        RawArray<float> values = new float[] { 1, 2 };

        Assert.Same(snapshot, copier.Copy(snapshot));
        Assert.True(values.Span == copier.Copy(values).Span);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void RawArrays_AreSentBitForBit(int length)
    {
        var floats = new float[length];
        var doubles = new double[length];
        var random = new Pcg32(7);
        for (int i = 0; i < length; i++)
        {
            floats[i] = BitConverter.UInt32BitsToSingle(random.NextUInt32());
            doubles[i] = BitConverter.UInt64BitsToDouble(random.NextUInt64());
        }

        Assert.Equal(System.Runtime.InteropServices.MemoryMarshal.AsBytes(floats.AsSpan()).ToArray(), System.Runtime.InteropServices.MemoryMarshal.AsBytes(RoundTrip<float>(floats).Span).ToArray());
        Assert.Equal(System.Runtime.InteropServices.MemoryMarshal.AsBytes(doubles.AsSpan()).ToArray(), System.Runtime.InteropServices.MemoryMarshal.AsBytes(RoundTrip<double>(doubles).Span).ToArray());
    }

    [Fact]
    public void TruncatedMessage_IsRefused_BeforeMemoryIsTaken()
    {
        byte[] bytes = s_serializer.SerializeToArray(new RawArray<float>(new float[1000]));

        Assert.ThrowsAny<Exception>(() => s_serializer.Deserialize<RawArray<float>>(bytes.AsMemory(0, 100)));
        Assert.Throws<SerializerException>(() => s_serializer.Deserialize<RawArray<double>>(s_serializer.SerializeToArray(new RawArray<byte>(new byte[12]))));
    }

    [Fact]
    public void TrainingRows_SurviveSerialization()
    {
        var rows = new TrainingRows([1, 2, 3, 4], new float[] { 5, 6, 7 }, [0.5f]);

        TrainingRows read = s_serializer.Deserialize<TrainingRows>(s_serializer.SerializeToArray(rows))!;

        Assert.Equal([1, 2, 3, 4], read.Inputs.ToArray());
        Assert.Equal([5, 6, 7], read.Targets.ToArray());
        Assert.Equal([0.5f], read.SampleWeights.ToArray());
        Assert.False(read.HasLabels);
        Assert.True(s_serializer.Deserialize<TrainingRows>(s_serializer.SerializeToArray(new TrainingRows([1], new int[] { 2 })))!.HasLabels);
    }

    [Fact]
    public void SnapshotOfAnotherVersion_IsRefused()
    {
        NetworkSnapshot current = NetworkSnapshot.Of(new Flowers());
        var newer = new NetworkSnapshot { Version = 2, Network = current.Network, Layout = current.Layout, Architecture = current.Architecture, Values = current.Values };

        Assert.Contains("version 2", Assert.Throws<InvalidDataException>(() => newer.ToNetwork<Flowers>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SnapshotWithTooFewValues_IsRefused()
    {
        NetworkSnapshot whole = NetworkSnapshot.Of(new Flowers());
        var cut = new NetworkSnapshot { Network = whole.Network, Layout = whole.Layout, Architecture = whole.Architecture, Values = whole.Values.ToArray()[..5] };

        Assert.Contains("5 values, expected 83", Assert.Throws<InvalidDataException>(() => cut.ToNetwork<Flowers>()).Message, StringComparison.Ordinal);
    }

    private static RawArray<T> RoundTrip<T>(T[] values)
        where T : unmanaged => s_serializer.Deserialize<RawArray<T>>(s_serializer.SerializeToArray(new RawArray<T>(values)));
}
