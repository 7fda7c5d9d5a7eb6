using System;
using System.IO;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Weights of networks with memory, to files and back, and from files that go by PyTorch's names.</summary>
public sealed class SequenceFileTests
{
    [Fact]
    public void SavedNetworks_LoadWithTheSameBits()
    {
        AssertSame(new DeepStack(3), DeepStack.Load);
        AssertSame(new ConvStack(3), ConvStack.Load);
        AssertSame(new Gesture(3), Gesture.Load);
    }

    [Fact]
    public void ModulesOfOtherNames_AreMatchedByKindAndShape()
    {
        var written = new Saved(seed: 9);
        using MemoryStream file = Written(written);
        var model = new Amp(seed: 1);
        StateDictReport report = model.LoadStateDict(file);
        Assert.True(report.IsComplete, report.ToString());
        Assert.Equal(written.Parameters.Hash(), model.Parameters.Hash());
    }

    [Fact]
    public void ModulesOfEqualShapes_AreNotMatched()
    {
        using MemoryStream file = Written(new Twin(seed: 9));
        string message = Assert.Throws<InvalidDataException>(() => new Numbered(seed: 1).LoadStateDict(file)).Message;
        Assert.Contains("missing: 0.weight_ih_l0", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bias_hh_l0", "weight_ih_l0_reverse", "bidirectional=False")]
    [InlineData("bias_hh_l0", "weight_hr_l0", "train without proj_size")]
    public void OtherTensorsOfPyTorchsLayers_AreRefusedByName(string kept, string extra, string part)
    {
        using MemoryStream file = Written(new Amp(seed: 9));
        byte[] bytes = file.ToArray();
        int length = BitConverter.ToInt32(bytes);
        string header = System.Text.Encoding.UTF8.GetString(bytes, 8, length);
        string renamed = header.Replace("0." + kept, "0." + extra, StringComparison.Ordinal);
        renamed = renamed.Contains("__metadata__", StringComparison.Ordinal) ? renamed : throw new InvalidOperationException(header);
        byte[] json = System.Text.Encoding.UTF8.GetBytes(renamed);
        using var changed = new MemoryStream([.. BitConverter.GetBytes((long)json.Length), .. json, .. bytes.Skip(8 + length)]);
        string message = Assert.Throws<InvalidDataException>(() => new Amp(seed: 1).LoadStateDict(changed)).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    private static MemoryStream Written<TNetwork>(TNetwork network)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;
        return file;
    }

    private static void AssertSame<TNetwork>(TNetwork network, Func<Stream, TNetwork> load)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        using MemoryStream file = Written(network);
        byte[] first = file.ToArray();
        TNetwork loaded = load(file);
        Assert.Equal(network.Parameters.Hash(), loaded.Parameters.Hash());
        using MemoryStream again = Written(loaded);
        Assert.Equal(first, again.ToArray());
    }
}

/// <summary>GuitarML's names.</summary>
[Sequential(1), LSTM(40, Name = "rec"), Linear(1, Name = "lin")]
public partial class Saved;

[Sequential(4), GRU(4, Name = "a"), GRU(4, Name = "b")]
public partial class Twin;

[Sequential(4), GRU(4), GRU(4)]
public partial class Numbered;
