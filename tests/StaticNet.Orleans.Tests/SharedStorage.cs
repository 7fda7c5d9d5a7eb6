using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace StaticNet.Orleans.Tests;

/// <summary>A grain storage in which grains of different types share one record per key, and which can be told to fail.</summary>
internal sealed class SharedStorage(Serializer serializer) : IGrainStorage
{
    public static readonly ConcurrentDictionary<string, byte[]> Records = new();

    private static readonly ConcurrentDictionary<string, bool> s_failing = new();
    private static int s_writes;

    public static int Writes => s_writes;

    /// <summary>Of the grains with this key, and of no other that happens to save.</summary>
    public static void FailNextWrite(string key) => s_failing[key] = true;

    /// <summary>All of them, until <see cref="Mend"/>.</summary>
    public static void FailWrites(string key) => s_failing[key] = false;

    public static void Mend(string key) => s_failing.TryRemove(key, out _);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = Records.TryGetValue(grainId.Key.ToString()!, out byte[]? record);
        grainState.State = record is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(record);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (s_failing.TryGetValue(grainId.Key.ToString()!, out bool isOnce))
        {
            if (isOnce)
            {
                Mend(grainId.Key.ToString()!);
            }

            throw new InvalidOperationException("The storage is full.");
        }

        Records[grainId.Key.ToString()!] = serializer.SerializeToArray(grainState.State);
        grainState.RecordExists = true;
        Interlocked.Increment(ref s_writes);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Records.TryRemove(grainId.Key.ToString()!, out _);
        grainState.State = Activator.CreateInstance<T>();
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }
}
