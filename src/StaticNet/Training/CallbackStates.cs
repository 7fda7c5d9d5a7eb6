using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace StaticNet;

/// <summary>What the callbacks of a training knew when a checkpoint was written: each by its type, in their order.</summary>
internal sealed class CallbackStates
{
    private readonly List<(string Type, byte[] State)> _states = [];

    /// <summary>Asks each callback.</summary>
    public static CallbackStates Of(ReadOnlySpan<TrainingCallback> callbacks)
    {
        var states = new CallbackStates();
        foreach (TrainingCallback callback in callbacks)
        {
            using var content = new MemoryStream();
            using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
            {
                callback.SaveState(writer);
            }

            states._states.Add((Name(callback), content.ToArray()));
        }

        return states;
    }

    public static CallbackStates Read(BinaryReader reader)
    {
        var states = new CallbackStates();
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            string type = reader.ReadString();
            int length = reader.ReadInt32();
            byte[] state = reader.ReadBytes(length);
            states._states.Add(state.Length == length ? (type, state) : throw new EndOfStreamException());
        }

        return states;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_states.Count);
        foreach ((string type, byte[] state) in _states)
        {
            writer.Write(type);
            writer.Write(state.Length);
            writer.Write(state);
        }
    }

    /// <summary>Gives the n-th callback of a type the state of the n-th of that type; callbacks that were not there begin anew.</summary>
    /// <exception cref="InvalidDataException">A callback cannot read its state.</exception>
    public void Restore(ReadOnlySpan<TrainingCallback> callbacks, TrainingContext context)
    {
        var left = new List<(string Type, byte[] State)>(_states);
        foreach (TrainingCallback callback in callbacks)
        {
            string name = Name(callback);
            int index = left.FindIndex(state => state.Type == name);
            if (index >= 0)
            {
                using var reader = new BinaryReader(new MemoryStream(left[index].State), Encoding.UTF8);
                left.RemoveAt(index);
                try
                {
                    callback.LoadState(context, reader);
                }
                catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException)
                {
                    string reason = exception is EndOfStreamException ? "it ends too early." : exception.Message;
                    throw new InvalidDataException($"The checkpoint's state of {name} does not fit this callback: {reason} Resume with the callback that wrote it, or without one.", exception);
                }
            }
        }
    }

    private static string Name(TrainingCallback callback) => callback.GetType().FullName ?? callback.GetType().Name;
}
