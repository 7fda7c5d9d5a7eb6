using System;
using System.IO;
using System.Text;

namespace StaticNet;

/// <summary>The bytes of a checkpoint.</summary>
/// <remarks>
/// The letters "SNETTRNR", and what <see cref="CheckpointFrame"/> puts around a content.
/// Content: network and optimizer name, parameter names and shapes, numbers of moments and scalars, whether there is a schedule;
/// epochs and step count; the parameters; learning rates, schedule position, random generator, seed, skipped steps; each moment; the
/// scalars; the callbacks' states. Every buffer is written parameter by parameter in PyTorch's order, so that the file does not depend on
/// the storage. Strings are UTF-8 with a length before.
/// </remarks>
internal static class CheckpointFormat
{
    private const int Version = 2;
    private const string What = "checkpoint";
    private const string FitsTrainer = "does not fit this trainer";
    private const string Advice = " Create the trainer as it was when saving.";

    /// <summary>What a checkpoint begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "SNETTRNR"u8;

    public static void Write(Stream stream, TrainerState state)
    {
        state.Parameters.CheckPadding();
        CheckpointFrame.Write(stream, Magic, Version, writer =>
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
        });
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
            byte[] content = CheckpointFrame.ReadRest(stream, Version, What);
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

    private static T Parse<T>(byte[] content, Func<BinaryReader, T> read) => CheckpointFrame.Parse(content, What, read);

    private static byte[] ReadContent(Stream stream) => CheckpointFrame.Read(
        stream, Magic, Version, What, "This is no checkpoint of a trainer: it does not begin with 'SNETTRNR'. (Weights alone are read with Load, for example MLPModel.Load(path).)");

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
        if ((increment & 1) == 0)
        {
            throw new InvalidDataException("The checkpoint is malformed: its random generator has an even increment.");
        }

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
}
