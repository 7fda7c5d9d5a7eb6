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

    private static int s_writes;
    private static int s_failures;

    public static int Writes => s_writes;

    public static void FailNextWrite() => Interlocked.Increment(ref s_failures);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = Records.TryGetValue(grainId.Key.ToString()!, out byte[]? record);
        grainState.State = record is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(record);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Interlocked.Exchange(ref s_failures, 0) > 0)
        {
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
