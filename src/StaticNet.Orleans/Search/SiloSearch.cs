using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>Tries many items on the silos of a cluster: settings of a sweep, genomes of a population.</summary>
public static class SiloSearch
{
    /// <summary>Runs one trial per item, each in a grain of its own that the cluster places. Trials of a silo that fails are repeated elsewhere.</summary>
    /// <typeparam name="TItem">What the <see cref="ITrialGrain{TItem, TResult}"/> of the application takes.</typeparam>
    /// <typeparam name="TResult">What it returns.</typeparam>
    /// <param name="grains">A client's or a grain's.</param>
    /// <param name="items">What to try.</param>
    /// <param name="options">Concurrency, repetitions, seed; null for the defaults.</param>
    /// <param name="onResult">Called after each trial, one call at a time, in the order in which trials end.</param>
    /// <param name="cancellationToken">Ends the search; trials that have begun end by themselves.</param>
    /// <returns>All results, in the order of the items; they do not depend on where or how often a trial ran.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<TrialResult<TItem, TResult>[]> Run<TItem, TResult>(
        IGrainFactory grains,
        IReadOnlyList<TItem> items,
        SearchOptions? options = null,
        Action<TrialResult<TItem, TResult>>? onResult = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(items);
        options ??= new SearchOptions();
        options.Check();
        string search = $"{Guid.NewGuid():N}";
        using var free = new SemaphoreSlim(options.MaxConcurrentTrials);
        var reporting = new Lock();
        var trials = new Task<TrialResult<TItem, TResult>>[items.Count];
        for (int i = 0; i < trials.Length; i++)
        {
            trials[i] = Try(i);
        }

        return await Task.WhenAll(trials).ConfigureAwait(false);

        async Task<TrialResult<TItem, TResult>> Try(int index)
        {
            await free.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                TrialResult<TItem, TResult> result = await Repeat<TItem, TResult>(grains, search, index, items[index], options, cancellationToken).ConfigureAwait(false);
                FleetMetrics.Trials.Add(1);
                if (onResult != null)
                {
                    lock (reporting)
                    {
                        onResult(result);
                    }
                }

                return result;
            }
            finally
            {
                free.Release();
            }
        }
    }

    private static async Task<TrialResult<TItem, TResult>> Repeat<TItem, TResult>(
        IGrainFactory grains, string search, int index, TItem item, SearchOptions options, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        ulong seed = new Pcg32(options.Seed, (ulong)index).NextUInt64();
        for (int attempt = 1; ; attempt++)
        {
            Task<TResult>? answer = null;
            try
            {
                // Another key for each attempt: an activation that hangs is not asked again.
                ITrialGrain<TItem, TResult> grain = grains.GetGrain<ITrialGrain<TItem, TResult>>($"{search}/{index}/{attempt}");
                answer = grain.RunTrial(item, seed).AsTask();
                TResult result = await answer.WaitAsync(options.Timeout, cancellationToken).ConfigureAwait(false);
                return new(index, item, result, null, attempt, Stopwatch.GetElapsedTime(start));
            }
#pragma warning disable CA1031 // One failed trial must not cost the others; its result shows the exception.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == options.MaxAttempts || !TransientFailures.Contains(exception) || IsOfTheTrial(exception, answer))
                {
                    return new(index, item, default, exception, attempt, Stopwatch.GetElapsedTime(start));
                }
            }
#pragma warning restore CA1031

            FleetMetrics.Retries.Add(1);
            await Task.Delay(options.RetryDelay, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a timeout or cancellation came as the trial's answer. <see cref="SearchOptions.Timeout"/> leaves the call unanswered, and Orleans itself
    /// lets it wait for a day, so such an answer was thrown by the trial.
    /// </summary>
    private static bool IsOfTheTrial(Exception exception, Task? answer) => exception switch
    {
        OperationCanceledException => answer is { IsCompleted: true },
        TimeoutException => answer is { IsFaulted: true } && answer.Exception!.InnerExceptions.Contains(exception),
        _ => false,
    };
}
