using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using StaticNet.Persistence;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Persistence;

/// <summary>Save, Load and LoadStateDict as a user calls them.</summary>
public sealed class NetworkFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("staticnet-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void SavedFile_LoadsWithTheSameBitsAndSavesTheSameBytes()
    {
        NormalizedNetwork network = NormalizedNetwork.Create(5);
        string path = Path.Combine(_folder, "a.safetensors");
        network.Save(path);
        NormalizedNetwork loaded = NormalizedNetwork.Load(path);
        Assert.Equal(network.Parameters.Hash(), loaded.Parameters.Hash());
        Assert.Equal(network.Parameters.Values.ToArray(), loaded.Parameters.Values.ToArray());

        var again = new MemoryStream();
        loaded.Save(again);
        Assert.Equal(File.ReadAllBytes(path), again.ToArray());
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void SavedFile_HasPyTorchsNamesInOrderAndDescribesTheNetwork()
    {
        var stream = new MemoryStream();
        NormalizedNetwork.Create(5).Save(stream);
        stream.Position = 0;
        SafetensorsFile file = SafetensorsFile.Read(stream, "file");
        Assert.Equal(
            ["0.weight", "1.weight", "1.bias", "1.running_mean", "1.running_var", "4.weight"],
            file.Tensors.Select(t => t.Entry.Name));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("Linear(5, 37) BatchNorm1d LeakyReLU Linear(37, 2)", file.Metadata["staticnet.architecture"]);
        Assert.Equal("NormalizedNetwork", file.Metadata["staticnet.name"]);
        Assert.Contains("{\"kind\":\"LeakyReLU\",\"name\":\"2\",\"inputs\":37,\"outputs\":37,\"negative_slope\":0.2}", file.Metadata["staticnet.layers"], StringComparison.Ordinal);
    }

    [Fact]
    public void FileOfAnotherFunctionWithEqualShapes_IsRefusedByLoadAndTakenByLoadStateDict()
    {
        var stream = new MemoryStream();
        IrisNetwork.Create(1).Save(stream);
        stream.Position = 0;
        var error = Assert.Throws<InvalidDataException>(() => TanhNetwork.Load(stream));
        Assert.Contains("'Linear(4, 10) ReLU Linear(10, 3)', expected 'Linear(4, 10) Tanh Linear(10, 3)'", error.Message, StringComparison.Ordinal);
        stream.Position = 0;
        Assert.True(TanhNetwork.Create(0).LoadStateDict(stream).IsComplete);
    }

    [Fact]
    public void AbsentFile_IsFileNotFound()
    {
        string path = Path.Combine(_folder, "no/such.safetensors");
        var error = Assert.Throws<FileNotFoundException>(() => IrisNetwork.Load(path));
        Assert.Equal(path, error.FileName);
        Assert.Throws<FileNotFoundException>(() => IrisNetwork.Create(0).LoadStateDict(path));
    }

    [Fact]
    public void MissingAndUnexpectedTensors_ThrowUnlessToldOtherwise()
    {
        byte[] file = SafetensorsText.File(
            "{\"output.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]},\"extra\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[12,20]}}",
            [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 0, 0, 0, 0, 0, 0]);
        IrisNetwork network = IrisNetwork.Create(1);
        UInt128 before = network.Parameters.Hash();
        var error = Assert.Throws<InvalidDataException>(() => network.LoadStateDict(new MemoryStream(file)));
        Assert.Contains("missing: hidden.weight, hidden.bias, output.weight; unexpected: 'extra'", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.Hash());

        StateDictReport report = network.LoadStateDict(new MemoryStream(file), strict: false);
        Assert.Equal(["output.bias"], report.LoadedKeys);
        Assert.Equal(["hidden.weight", "hidden.bias", "output.weight"], report.MissingKeys);
        Assert.Equal(["extra"], report.UnexpectedKeys);
        Assert.Equal("Missing keys: hidden.weight, hidden.bias, output.weight; Unexpected keys: extra", report.ToString());
        var bias = new float[3];
        network.Parameters.CopyTo("output.bias", bias);
        Assert.Equal([1f, 2f, 3f], bias);
    }

    [Fact]
    public void TensorOfIntegers_IsRefusedByName()
    {
        byte[] file = SafetensorsText.File("{\"output.bias\":{\"dtype\":\"I32\",\"shape\":[3],\"data_offsets\":[0,12]}}", 12);
        var error = Assert.Throws<InvalidDataException>(() => IrisNetwork.Create(1).LoadStateDict(new MemoryStream(file), strict: false));
        Assert.Contains("'output.bias': expected the dtype F32, F64, F16 or BF16, found I32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchCounterOfPyTorch_IsIgnored()
    {
        NormalizedNetwork source = NormalizedNetwork.Create(2);
        var tensors = new List<(string, int[], float[])>();
        foreach (ParameterInfo parameter in NormalizedNetwork.Description.Layout.Parameters)
        {
            var values = new float[parameter.Count];
            source.Parameters.CopyTo(parameter.Name, values);
            tensors.Add(($"module.{parameter.Name}", parameter.Shape, values));
        }

        tensors.Add(("module.1.num_batches_tracked", [], [7f]));
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, new Dictionary<string, string>(), tensors, default);
        foreach (Dictionary<string, string>? prefixes in (Dictionary<string, string>?[])[null, new() { ["module"] = "" }])
        {
            stream.Position = 0;
            var target = new NormalizedNetwork();
            Assert.True(target.LoadStateDict(stream, prefixes: prefixes).IsComplete);
            Assert.Equal(source.Parameters.Hash(), target.Parameters.Hash());
        }
    }

    [Fact]
    public void SequentialWithAnotherNumberOfLayers_IsNotMatchedByOrder()
    {
        IrisNetwork network = IrisNetwork.Create(1);
        var error = Assert.Throws<InvalidDataException>(() =>
            network.LoadStateDict(FixtureFiles.Find("safetensors/sequential-13-16-8-3.safetensors")));
        Assert.Contains("missing: hidden.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected: 'net.0.weight'", error.Message, StringComparison.Ordinal);
        Assert.Empty(network.LoadStateDict(FixtureFiles.Find("safetensors/sequential-13-16-8-3.safetensors"), strict: false).LoadedKeys);
    }

    [Fact]
    public void PrefixMapThatSendsTwoTensorsToOneName_IsRefused()
    {
        var prefixes = new Dictionary<string, string> { ["hidden"] = "output" };
        var error = Assert.Throws<InvalidDataException>(() =>
            IrisNetwork.Create(1).LoadStateDict(FixtureFiles.Find("safetensors/mlp-4-10-3.safetensors"), prefixes: prefixes));
        Assert.Contains("'output.weight'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FailureWhileSaving_LeavesTheOldFile()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        IrisNetwork.Create(1).Save(path);
        byte[] old = File.ReadAllBytes(path);

        Assert.Throws<OperationCanceledException>(() => IrisNetwork.Create(2).Save(path, new CancellationToken(canceled: true)));
        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100]);
            throw new IOException("No space left on device");
        }));

        Assert.Equal(old, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void CancelledBetweenAnyTwoTensors_TheOldFileStaysAndNoOther()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        IrisNetwork.Create(1).Save(path);
        byte[] old = File.ReadAllBytes(path);

        // The first write is the header's; each of the others is a tensor's.
        IrisNetwork second = IrisNetwork.Create(2);
        int tensors = second.Parameters.Layout.Parameters.Length;
        for (int writes = 1; writes <= tensors; writes++)
        {
            using var source = new CancellationTokenSource();
            long written = 0;
            void Cancel(Stream file)
            {
                file.Flush();
                string temporary = Assert.Single(Directory.GetFiles(_folder), name => name != path);
                written = new FileInfo(temporary).Length;
                source.Cancel();
            }

            // As Save(path) does it, with a stream between that counts.
            Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(
                path, file => second.Save(new CountingStream(file, writes, Cancel), source.Token)));

            Assert.InRange(written, 1, old.Length - 1);
            Assert.Equal(old, File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFiles(_folder));
        }

        second.Save(path);
        Assert.Equal(second.Parameters.Hash(), IrisNetwork.Load(path).Parameters.Hash());
    }

    [Fact]
    public void SavingThroughASymbolicLink_ReplacesItsTarget()
    {
        string target = Path.Combine(_folder, "target.safetensors");
        string link = Path.Combine(_folder, "link.safetensors");
        IrisNetwork.Create(1).Save(target);
        File.CreateSymbolicLink(link, target);
        IrisNetwork second = IrisNetwork.Create(2);
        second.Save(link);
        Assert.Equal(target, File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName);
        Assert.Equal(second.Parameters.Hash(), IrisNetwork.Load(target).Parameters.Hash());
    }

    [Fact]
    public void StreamInTheMiddle_IsReadFromItsPosition()
    {
        var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        IrisNetwork network = IrisNetwork.Create(4);
        network.Save(stream);
        stream.Position = 3;
        Assert.Equal(network.Parameters.Hash(), NetworkFiles.Load<IrisNetwork>(stream).Parameters.Hash());
    }

    /// <summary>Writes on, and calls after so many writes.</summary>
    private sealed class CountingStream(Stream inner, int writes, Action<Stream> reached) : Stream
    {
        private int _writes;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            inner.Write(buffer, offset, count);
            if (++_writes == writes)
            {
                reached(inner);
            }
        }
    }
}
