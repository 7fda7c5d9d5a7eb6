using System;
using System.IO;
using System.Text;

namespace StaticNet;

/// <summary>The bytes of a checkpoint.</summary>
/// <remarks>
/// All little-endian: "SNETTRNR", version (int32), length of the content (int64), content, FNV-1a hash of the content (uint64).
/// Content: network and optimizer name, parameter names and shapes, numbers of moments and scalars, whether there is a schedule;
/// epochs and step count; the parameters; learning rates, schedule position, random generator, seed, skipped steps; each moment; the
/// scalars; the callbacks' states. Every buffer is written parameter by parameter in PyTorch's order, so that the file does not depend on
/// the storage. Strings are UTF-8 with a length before.
/// </remarks>
internal static class CheckpointFormat
{
    private const int Version = 2;
    private const int FirstChunk = 64 * 1024;
    private const string FitsTrainer = "does not fit this trainer";
    private const string Advice = " Create the trainer as it was when saving.";

    /// <summary>What a checkpoint begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "SNETTRNR"u8;

    public static void Write(Stream stream, TrainerState state)
    {
        state.Parameters.CheckPadding();
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(state.NetworkName);
            writer.Write(state.OptimizerName);
            ReadOnlySpan<ParameterInfo> parameters = state.Parameters.Layout.Parameters;
            writer.Write(parameters.Length);
            foreach (ParameterInfo parameter in parameters)
            {
                writer.Write(parameter.ToString());
            }

            writer.Write(state.Moments.Length);
            writer.Write(state.Scalars.Length);
            writer.Write(state.HasSchedule);
            writer.Write(state.CompletedEpochs);
            writer.Write(state.StepCount);
            WriteBuffer(writer, state.Parameters);
            writer.Write(state.LearningRate);
            writer.Write(state.InitialLearningRate);
            writer.Write(state.ScheduleIndex);
            writer.Write(state.Plateau.Best);
            writer.Write(state.Plateau.BadCount);
            writer.Write(state.Plateau.CooldownLeft);
            writer.Write(state.RandomState);
            writer.Write(state.RandomIncrement);
            writer.Write(state.Seed);
            writer.Write(state.SkippedSteps);
            foreach (ParameterBuffer moment in state.Moments)
            {
                WriteBuffer(writer, moment);
            }

            foreach (double scalar in state.Scalars)
            {
                writer.Write(scalar);
            }

            state.Callbacks.Write(writer);
        }

        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        using var output = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        output.Write(Magic);
        output.Write(Version);
        output.Write(content.Length);
        output.Write(bytes);
        output.Write(Hash(bytes));
    }

    /// <summary>Reads a state that fits <paramref name="current"/>, into buffers of its own.</summary>
    public static TrainerState Read(Stream stream, TrainerState current)
    {
        byte[] content = ReadContent(stream);
        return Parse(content, reader =>
        {
            CheckIdentity(reader, current);
            return ReadState(reader, current);
        });
    }

    /// <summary>Reads the parameters of a network alone, whatever the optimizer was.</summary>
    public static ParameterBuffer ReadParameters(Stream stream, NetworkDescription network)
    {
        byte[] content = ReadContent(stream);
        return Parse(content, reader =>
        {
            (string name, _) = (reader.ReadString(), reader.ReadString());
            CheckParameters(reader, network.Layout, name, $"does not fit {network.Name}", "");
            _ = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadInt32(), reader.ReadInt64());
            var parameters = new ParameterBuffer(network.Layout);
            ReadBuffer(reader, parameters);
            return parameters;
        });
    }

    /// <summary>What a checkpoint is, for a reader who expected weights; the stream stands behind <see cref="Magic"/>.</summary>
    public static string Describe(Stream stream)
    {
        try
        {
            byte[] content = ReadRest(stream);
            return Parse(content, reader =>
            {
                (string network, string optimizer) = (reader.ReadString(), reader.ReadString());
                for (int count = reader.ReadInt32(); count > 0; count--)
                {
                    reader.ReadString();
                }

                _ = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean());
                return $"of {network}, trained with {optimizer} for {reader.ReadInt32()} epochs and {reader.ReadInt64()} steps";
            });
        }
        catch (InvalidDataException exception)
        {
            return $"and damaged ({exception.Message})";
        }
    }

    private static T Parse<T>(byte[] content, Func<BinaryReader, T> read)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
            return read(reader);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidDataException("The checkpoint ends too early or is malformed.", exception);
        }
    }

    private static byte[] ReadContent(Stream stream)
    {
        Span<byte> header = stackalloc byte[8];
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (!header[..read].SequenceEqual(Magic))
        {
            throw new InvalidDataException(read == 0
                ? "The checkpoint is empty."
                : "This is no checkpoint of a trainer: it does not begin with 'SNETTRNR'. (Weights alone are read with model.Load.)");
        }

        return ReadRest(stream);
    }

    private static byte[] ReadRest(Stream stream)
    {
        Span<byte> header = stackalloc byte[12];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw new InvalidDataException("The checkpoint is truncated: it ends within its first 20 bytes.");
        }

        int version = BitConverter.ToInt32(header);
        if (version != Version)
        {
            throw new InvalidDataException($"The checkpoint has format version {version}; this library reads version {Version}.");
        }

        long length = BitConverter.ToInt64(header[4..]);
        if (length < 0 || length > Array.MaxLength)
        {
            throw new InvalidDataException($"The checkpoint claims {length} bytes of content: it is damaged.");
        }

        byte[] content = ReadGrowing(stream, (int)length, out int found);
        Span<byte> hash = stackalloc byte[8];
        if (found < length || stream.ReadAtLeast(hash, hash.Length, throwOnEndOfStream: false) < hash.Length)
        {
            throw new InvalidDataException($"The checkpoint is truncated: expected {length} bytes of content and a hash, found {found} bytes.");
        }

        return BitConverter.ToUInt64(hash) == Hash(content)
            ? content
            : throw new InvalidDataException("The checkpoint is damaged: its content does not match its hash.");
    }

    /// <summary>Memory is taken as bytes arrive, never on the word of a header.</summary>
    private static byte[] ReadGrowing(Stream stream, int length, out int found)
    {
        var buffer = new byte[Math.Min(length, FirstChunk)];
        found = 0;
        while (true)
        {
            found += stream.ReadAtLeast(buffer.AsSpan(found), buffer.Length - found, throwOnEndOfStream: false);
            if (found < buffer.Length || found == length)
            {
                return buffer;
            }

            Array.Resize(ref buffer, (int)Math.Min(length, 2L * buffer.Length));
        }
    }

    private static void CheckIdentity(BinaryReader reader, TrainerState current)
    {
        string network = reader.ReadString();
        Expect("optimizer", reader.ReadString(), current.OptimizerName, network);
        CheckParameters(reader, current.Parameters.Layout, network, FitsTrainer, Advice);
        Expect("number of moments", reader.ReadInt32(), current.Moments.Length, network);
        Expect("number of scalars", reader.ReadInt32(), current.Scalars.Length, network);
        Expect("schedule", reader.ReadBoolean() ? "one" : "none", current.HasSchedule ? "one" : "none", network);
    }

    private static void CheckParameters(BinaryReader reader, ParameterLayout layout, string network, string fits, string advice)
    {
        Expect("number of parameters", reader.ReadInt32(), layout.Parameters.Length, network, fits, advice);
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            Expect("parameter", reader.ReadString(), parameter.ToString(), network, fits, advice);
        }
    }

    private static TrainerState ReadState(BinaryReader reader, TrainerState current)
    {
        (int epochs, long steps) = (reader.ReadInt32(), reader.ReadInt64());
        var parameters = new ParameterBuffer(current.Parameters.Layout);
        ReadBuffer(reader, parameters);
        (double rate, double initialRate, long index) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64());
        var plateau = new PlateauState { Best = reader.ReadDouble(), BadCount = reader.ReadInt32(), CooldownLeft = reader.ReadInt32() };
        (ulong state, ulong increment, ulong seed, long skipped) = (reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadInt64());
        var moments = new ParameterBuffer[current.Moments.Length];
        for (int i = 0; i < moments.Length; i++)
        {
            moments[i] = new ParameterBuffer(current.Parameters.Layout);
            ReadBuffer(reader, moments[i]);
        }

        var scalars = new double[current.Scalars.Length];
        for (int i = 0; i < scalars.Length; i++)
        {
            scalars[i] = reader.ReadDouble();
        }

        return new TrainerState
        {
            NetworkName = current.NetworkName,
            OptimizerName = current.OptimizerName,
            HasSchedule = current.HasSchedule,
            StepCount = steps,
            LearningRate = rate,
            InitialLearningRate = initialRate,
            ScheduleIndex = index,
            Plateau = plateau,
            RandomState = state,
            RandomIncrement = increment,
            Seed = seed,
            CompletedEpochs = epochs,
            SkippedSteps = skipped,
            Parameters = parameters,
            Moments = moments,
            Scalars = scalars,
            Callbacks = CallbackStates.Read(reader),
        };
    }

    private static void Expect<T>(string what, T found, T expected, string network, string fits = FitsTrainer, string advice = Advice)
        where T : IEquatable<T>
    {
        if (!found.Equals(expected))
        {
            throw new InvalidDataException($"The checkpoint (of {network}) {fits}: its {what} is {found}, expected {expected}.{advice}");
        }
    }

    /// <summary>The values of all parameters, each in PyTorch's order.</summary>
    public static void WriteBuffer(BinaryWriter writer, ParameterBuffer buffer)
    {
        ReadOnlySpan<float> values = buffer.Values;
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            for (int i = 0; i < parameter.Count; i++)
            {
                writer.Write(values[parameter.StorageIndex(i)]);
            }
        }
    }

    /// <summary>Reads what <see cref="WriteBuffer"/> wrote.</summary>
    public static void ReadBuffer(BinaryReader reader, ParameterBuffer buffer)
    {
        Span<float> values = buffer.Values;
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            for (int i = 0; i < parameter.Count; i++)
            {
                values[parameter.StorageIndex(i)] = reader.ReadSingle();
            }
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in bytes)
        {
            hash = unchecked((hash ^ value) * 0x100000001b3);
        }

        return hash;
    }
}
