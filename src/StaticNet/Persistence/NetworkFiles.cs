using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using StaticNet.Persistence;

namespace StaticNet;

/// <summary>
/// Weights in files, for every network: <c>model.Save("iris.safetensors")</c>, <c>MLPModel.Load("iris.safetensors")</c>,
/// <c>model.LoadStateDict("from_pytorch.safetensors")</c>. The format is safetensors with PyTorch's names and layout
/// (weights as [outputs, inputs], row-major): <c>safetensors.torch.load_file</c> reads what is written here and the other way round.
/// </summary>
/// <remarks>
/// F32 is written; F32, F16 and BF16 are read exactly and F64 is rounded to nearest, ties to even (±infinity beyond float's range).
/// NaN and infinite weights are loaded as they are: the format allows them. BatchNorm's <c>num_batches_tracked</c> is neither
/// needed nor written.
/// </remarks>
public static class NetworkFiles
{
    // CA1000 takes the extension block for a generic type; callers write MLPModel.Load(path), without type arguments.
#pragma warning disable CA1000
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, ITrainableNetwork<TNetwork>
    {
        /// <summary>A new network with the weights of a safetensors file, matched strictly by name.</summary>
        /// <param name="path">An existing file.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="InvalidDataException">The file is damaged, or it holds another network; the message names the file, the tensor, found and expected.</exception>
        public static TNetwork Load(string path)
        {
            using FileStream stream = Open(path);
            return LoadNew<TNetwork>(stream, Source(path));
        }

        /// <summary>A new network with the weights of a safetensors file, read from the stream's position to its end.</summary>
        /// <param name="stream">Readable; need not be seekable; stays open.</param>
        /// <exception cref="InvalidDataException">The content is damaged, or it holds another network.</exception>
        public static TNetwork Load(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return LoadNew<TNetwork>(stream, Source(stream));
        }

        /// <summary>A new network with the weights of a training's checkpoint, whatever the optimizer was.</summary>
        /// <param name="path">A file written by <see cref="Checkpoint"/>, <c>trainer.Save</c> or <c>context.SaveCheckpoint</c>.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="InvalidDataException">The file is no checkpoint, is damaged, or belongs to another network.</exception>
        public static TNetwork LoadCheckpoint(string path)
        {
            using FileStream stream = Open(path);
            try
            {
                return ReadCheckpoint<TNetwork>(stream);
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidDataException($"{Source(path)}: {exception.Message}", exception);
            }
        }

        /// <summary>A new network with the weights of a training's checkpoint, whatever the optimizer was.</summary>
        /// <param name="stream">Readable; read to the end of the checkpoint and left open.</param>
        /// <exception cref="InvalidDataException">The content is no checkpoint, is damaged, or belongs to another network.</exception>
        public static TNetwork LoadCheckpoint(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return ReadCheckpoint<TNetwork>(stream);
        }

        /// <summary>Writes all parameters. The file is replaced as a whole: whatever fails, the old one stays as it was.</summary>
        /// <param name="path">The file to create or replace.</param>
        /// <param name="cancellationToken">Looked at between tensors.</param>
        /// <exception cref="IOException">The file cannot be written.</exception>
        /// <exception cref="InvalidOperationException">Padding of <c>Parameters.Values</c> is not zero; no file was written.</exception>
        public void Save(string path, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrEmpty(path);
            AtomicFile.Write(path, stream => model.Save(stream, cancellationToken));
        }

        /// <summary>Writes all parameters. Equal parameters give equal bytes.</summary>
        /// <param name="stream">Writable; stays open.</param>
        /// <param name="cancellationToken">Looked at between tensors.</param>
        /// <exception cref="InvalidOperationException">Padding of <c>Parameters.Values</c> is not zero; nothing was written.</exception>
        public void Save(Stream stream, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(stream);
            model.Parameters.CheckPadding();
            var tensors = new List<(string Name, int[] Shape, float[] Values)>();
            foreach (ParameterInfo parameter in model.Parameters.Layout.Parameters)
            {
                var values = new float[parameter.Count];
                model.Parameters.CopyTo(parameter, values);
                tensors.Add((parameter.Name, parameter.Shape, values));
            }

            SafetensorsWriter.Write(stream, NetworkMetadata.Describe(TNetwork.Description), tensors, cancellationToken);
        }

        /// <summary>Takes the weights of a safetensors file; if anything fails, the network is left exactly as it was.</summary>
        /// <param name="path">An existing file, for example of <c>safetensors.torch.save_file(model.state_dict(), path)</c>.</param>
        /// <param name="strict">True to refuse missing and unexpected tensors, as PyTorch does. A shape that differs is always refused.</param>
        /// <param name="prefixes">Renames tensors: from prefixes in the file to prefixes in the network, for example
        /// <c>{ ["model.fc1"] = "hidden" }</c>; an empty target removes the prefix. Without it, names must be equal,
        /// or all of them <c>nn.Sequential</c>'s numbers (<c>0.weight</c>, <c>net.2.bias</c>), which are matched by order.</param>
        /// <returns>What was loaded, missing and unexpected.</returns>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="InvalidDataException">The file is damaged or does not fit; the message names the file, the tensor, found and expected.</exception>
        public StateDictReport LoadStateDict(string path, bool strict = true, IReadOnlyDictionary<string, string>? prefixes = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            using FileStream stream = Open(path);
            string source = Source(path);
            return StateDictLoader.Load(SafetensorsFile.Read(stream, source), model.Parameters, strict, prefixes, source);
        }

        /// <summary>As <see cref="LoadStateDict{TNetwork}(TNetwork, string, bool, IReadOnlyDictionary{string, string})"/>, from the stream's position to its end.</summary>
        /// <param name="stream">Readable; need not be seekable; stays open.</param>
        /// <param name="strict">True to refuse missing and unexpected tensors.</param>
        /// <param name="prefixes">Renames tensors, or null.</param>
        /// <returns>What was loaded, missing and unexpected.</returns>
        /// <exception cref="InvalidDataException">The content is damaged or does not fit.</exception>
        public StateDictReport LoadStateDict(Stream stream, bool strict = true, IReadOnlyDictionary<string, string>? prefixes = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(stream);
            string source = Source(stream);
            return StateDictLoader.Load(SafetensorsFile.Read(stream, source), model.Parameters, strict, prefixes, source);
        }

        /// <summary>
        /// The trained network as C# source: a frozen part of the class, <c>[TrainedNetwork("""…""")] public partial class Name { }</c>,
        /// with layers and weights in a text that is made for reading: one row of [outputs, inputs] per line. In a project with
        /// StaticNet it compiles on its own into a network whose weights are constants, with the same bits; it needs neither this
        /// declaration nor a file.
        /// </summary>
        /// <param name="declaration">
        /// Declaration head where it is not <c>partial class Name</c>: <c>partial record Net</c>; or another name, for a network beside
        /// this one: <c>internal partial class TrainedNet</c>.
        /// </param>
        /// <exception cref="NotSupportedException">The class or one around it is generic, or the class is local to its file; or its weights are constants already.</exception>
        public string ToCSharp(string? declaration = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            model.Parameters.CheckPadding();
            return TrainedSource.Write(typeof(TNetwork), declaration, TNetwork.Description, model.Parameters);
        }
    }
#pragma warning restore CA1000

    private static TNetwork LoadNew<TNetwork>(Stream stream, string source)
        where TNetwork : class, ITrainableNetwork<TNetwork>
    {
        SafetensorsFile file = SafetensorsFile.Read(stream, source);
        NetworkMetadata.Check(file.Metadata, TNetwork.Description, source);
        TNetwork model = TNetwork.Create(0);
        StateDictLoader.Load(file, model.Parameters, strict: true, prefixes: null, source);
        return model;
    }

    private static TNetwork ReadCheckpoint<TNetwork>(Stream stream)
        where TNetwork : class, ITrainableNetwork<TNetwork>
    {
        ParameterBuffer parameters = CheckpointFormat.ReadParameters(stream, TNetwork.Description);
        TNetwork model = TNetwork.Create(0);
        model.Parameters.CopyFrom(parameters);
        return model;
    }

    private static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path)
            ? File.OpenRead(path)
            : throw new FileNotFoundException($"There is no weights file '{path}'.", path);
    }

    private static string Source(string path) => $"'{path}'";

    private static string Source(Stream stream) => stream is FileStream file ? $"'{file.Name}'" : "The weights stream";
}
