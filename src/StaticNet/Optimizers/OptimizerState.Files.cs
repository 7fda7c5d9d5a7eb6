using System;
using System.IO;
using StaticNet.Persistence;

namespace StaticNet;

/// <content>Saving and loading what an optimizer remembers, for loops that do not use a trainer.</content>
public sealed partial class OptimizerState
{
    private const int Version = 1;
    private const string What = "optimizer state";

    private static ReadOnlySpan<byte> Letters => "SNETOPTM"u8;

    /// <summary>Writes step count, learning rate, moments and scalars; the parameters themselves are saved with <c>model.Save</c>.</summary>
    /// <param name="path">The file to create or replace; whatever fails, the old one stays as it was.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Save);
    }

    /// <summary>Writes step count, learning rate, moments and scalars; the parameters themselves are saved with <c>model.Save</c>.</summary>
    /// <param name="stream">Writable; stays open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckpointFrame.Write(stream, Letters, Version, writer =>
        {
            writer.Write(Identity(Optimizer));
            writer.Write(Layout.Parameters.Length);
            foreach (ParameterInfo parameter in Layout.Parameters)
            {
                writer.Write(parameter.ToString());
            }

            writer.Write(_moments.Length);
            writer.Write(_scalars.Length);
            writer.Write(StepCount);
            writer.Write(LearningRate);
            foreach (ParameterBuffer moment in _moments)
            {
                CheckpointFormat.WriteBuffer(writer, moment);
            }

            foreach (double scalar in _scalars)
            {
                writer.Write(scalar);
            }
        });
    }

    /// <summary>Puts a saved state back: with the parameters of that moment, the next steps give the same bits as if nothing had been interrupted.</summary>
    /// <param name="path">A file written by <see cref="Save(string)"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another optimizer or network; the state is as it was.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        try
        {
            Load(stream);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Puts a saved state back: with the parameters of that moment, the next steps give the same bits as if nothing had been interrupted.</summary>
    /// <param name="stream">Readable; read to the end of the state and left open.</param>
    /// <exception cref="InvalidDataException">The content is damaged or belongs to another optimizer or network; the state is as it was.</exception>
    public void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] content = CheckpointFrame.Read(
            stream, Letters, Version, What, "This is no optimizer state: it does not begin with 'SNETOPTM'. (A trainer's checkpoint is read with trainer.Load, weights with model.Load.)");
        OptimizerState loaded = CheckpointFrame.Parse(content, What, Read);
        (StepCount, LearningRate) = (loaded.StepCount, loaded.LearningRate);
        loaded._scalars.CopyTo(_scalars, 0);
        for (int i = 0; i < _moments.Length; i++)
        {
            _moments[i].CopyFrom(loaded._moments[i]);
        }
    }

    private OptimizerState Read(BinaryReader reader)
    {
        Expect("optimizer", reader.ReadString(), Identity(Optimizer));
        Expect("number of parameters", reader.ReadInt32(), Layout.Parameters.Length);
        foreach (ParameterInfo parameter in Layout.Parameters)
        {
            Expect("parameter", reader.ReadString(), parameter.ToString());
        }

        Expect("number of moments", reader.ReadInt32(), _moments.Length);
        Expect("number of scalars", reader.ReadInt32(), _scalars.Length);
        var loaded = new OptimizerState(new ParameterBuffer(Layout), _moments.Length, InitialLearningRate, _scalars.Length, Optimizer)
        {
            StepCount = reader.ReadInt64(),
            LearningRate = reader.ReadDouble(),
        };
        foreach (ParameterBuffer moment in loaded._moments)
        {
            CheckpointFormat.ReadBuffer(reader, moment);
        }

        for (int i = 0; i < loaded._scalars.Length; i++)
        {
            loaded._scalars[i] = reader.ReadDouble();
        }

        return loaded;
    }

    private static void Expect<T>(string what, T found, T expected)
        where T : IEquatable<T>
    {
        if (!found.Equals(expected))
        {
            throw new InvalidDataException($"The optimizer state does not fit: its {what} is {found}, expected {expected}. Create the state as it was when saving.");
        }
    }
}
