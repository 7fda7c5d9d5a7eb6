using System;
using System.IO;
using System.Text;

namespace StaticNet;

/// <summary>The bytes of a checkpoint.</summary>
/// <remarks>
/// All little-endian: "SNETTRNR", version (int32), length of the content (int64), content, FNV-1a hash of the content (uint64).
/// Content: network and optimizer name, parameter names and shapes, numbers of moments and scalars, whether there is a schedule;
/// then step count, learning rate, schedule position, random generator, seed, epochs; then the parameters and each moment, every
/// parameter in PyTorch's order (so that the file does not depend on the storage), and the scalars. Strings are UTF-8 with a length before.
/// </remarks>
internal static class CheckpointFormat
{
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "SNETTRNR"u8;

    public static void Write(Stream stream, TrainerState state)
    {
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
            writer.Write(state.StepCount);
            writer.Write(state.LearningRate);
            writer.Write(state.ScheduleIndex);
            writer.Write(state.Plateau.Best);
            writer.Write(state.Plateau.BadCount);
            writer.Write(state.Plateau.CooldownLeft);
            writer.Write(state.RandomState);
            writer.Write(state.RandomIncrement);
            writer.Write(state.Seed);
            writer.Write(state.CompletedEpochs);
            WriteBuffer(writer, state.Parameters);
            foreach (ParameterBuffer moment in state.Moments)
            {
                WriteBuffer(writer, moment);
            }

            foreach (double scalar in state.Scalars)
            {
                writer.Write(scalar);
            }
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
        byte[] content = ReadContent(stream, Size(current));
        try
        {
            using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
            CheckIdentity(reader, current);
            return ReadState(reader, current);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidDataException("The checkpoint ends too early or is malformed.", exception);
        }
    }

    private static byte[] ReadContent(Stream stream, long largest)
    {
        Span<byte> header = stackalloc byte[20];
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < header.Length || !header[..8].SequenceEqual(Magic))
        {
            throw new InvalidDataException(read == 0
                ? "The checkpoint is empty."
                : "This is no checkpoint of a trainer: it does not begin with 'SNETTRNR'. (Weights alone are read with model.Load.)");
        }

        int version = BitConverter.ToInt32(header[8..]);
        if (version != Version)
        {
            throw new InvalidDataException($"The checkpoint has format version {version}; this library reads version {Version}.");
        }

        long length = BitConverter.ToInt64(header[12..]);
        if (length < 0 || length > largest)
        {
            throw new InvalidDataException($"The checkpoint claims {length} bytes of content, but this trainer's state has at most {largest}: it is damaged or belongs to another network.");
        }

        var content = new byte[length];
        Span<byte> hash = stackalloc byte[8];
        int found = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (found < content.Length || stream.ReadAtLeast(hash, hash.Length, throwOnEndOfStream: false) < hash.Length)
        {
            throw new InvalidDataException($"The checkpoint is truncated: expected {length} bytes of content and a hash, found {found} bytes.");
        }

        return BitConverter.ToUInt64(hash) == Hash(content)
            ? content
            : throw new InvalidDataException("The checkpoint is damaged: its content does not match its hash.");
    }

    private static void CheckIdentity(BinaryReader reader, TrainerState current)
    {
        string network = reader.ReadString();
        Expect("optimizer", reader.ReadString(), current.OptimizerName, network);
        ReadOnlySpan<ParameterInfo> parameters = current.Parameters.Layout.Parameters;
        Expect("number of parameters", reader.ReadInt32(), parameters.Length, network);
        foreach (ParameterInfo parameter in parameters)
        {
            Expect("parameter", reader.ReadString(), parameter.ToString(), network);
        }

        Expect("number of moments", reader.ReadInt32(), current.Moments.Length, network);
        Expect("number of scalars", reader.ReadInt32(), current.Scalars.Length, network);
        Expect("schedule", reader.ReadBoolean() ? "one" : "none", current.HasSchedule ? "one" : "none", network);
    }

    private static TrainerState ReadState(BinaryReader reader, TrainerState current)
    {
        var loaded = new TrainerState
        {
            NetworkName = current.NetworkName,
            OptimizerName = current.OptimizerName,
            HasSchedule = current.HasSchedule,
            StepCount = reader.ReadInt64(),
            LearningRate = reader.ReadDouble(),
            ScheduleIndex = reader.ReadInt64(),
            Plateau = new PlateauState { Best = reader.ReadDouble(), BadCount = reader.ReadInt32(), CooldownLeft = reader.ReadInt32() },
            RandomState = reader.ReadUInt64(),
            RandomIncrement = reader.ReadUInt64(),
            Seed = reader.ReadUInt64(),
            CompletedEpochs = reader.ReadInt32(),
            Parameters = ReadBuffer(reader, current.Parameters.Layout),
            Moments = new ParameterBuffer[current.Moments.Length],
            Scalars = new double[current.Scalars.Length],
        };
        for (int i = 0; i < loaded.Moments.Length; i++)
        {
            loaded.Moments[i] = ReadBuffer(reader, current.Parameters.Layout);
        }

        for (int i = 0; i < loaded.Scalars.Length; i++)
        {
            loaded.Scalars[i] = reader.ReadDouble();
        }

        return loaded;
    }

    private static void Expect<T>(string what, T found, T expected, string network)
        where T : IEquatable<T>
    {
        if (!found.Equals(expected))
        {
            throw new InvalidDataException($"The checkpoint (of {network}) does not fit this trainer: its {what} is {found}, expected {expected}. Create the trainer as it was when saving.");
        }
    }

    private static void WriteBuffer(BinaryWriter writer, ParameterBuffer buffer)
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

    private static ParameterBuffer ReadBuffer(BinaryReader reader, ParameterLayout layout)
    {
        var buffer = new ParameterBuffer(layout);
        Span<float> values = buffer.Values;
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            for (int i = 0; i < parameter.Count; i++)
            {
                values[parameter.StorageIndex(i)] = reader.ReadSingle();
            }
        }

        return buffer;
    }

    /// <summary>An upper bound of the content's length, so that a damaged length allocates nothing huge.</summary>
    private static long Size(TrainerState state)
    {
        long values = 0, names = 0;
        foreach (ParameterInfo parameter in state.Parameters.Layout.Parameters)
        {
            values += parameter.Count;
            names += (4L * parameter.ToString().Length) + 8;
        }

        return (values * sizeof(float) * (1 + state.Moments.Length)) + names + (8L * state.Scalars.Length) + 64 * 1024;
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
