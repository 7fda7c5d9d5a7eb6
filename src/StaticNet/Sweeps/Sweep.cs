using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace StaticNet;

/// <summary>Tries many settings in parallel. Results do not depend on the number of threads, as long as a trial takes its randomness from its seed.</summary>
public static class Sweep
{
    /// <summary>Runs one trial per settings.</summary>
    /// <param name="settings">What to try, for example from <see cref="Grid{T1, T2}(IReadOnlyList{T1}, IReadOnlyList{T2})"/>.</param>
    /// <param name="trial">Trains with the settings and returns a value, for example the validation loss. Called on several threads.</param>
    /// <param name="options">Threads and seed; null for the defaults.</param>
    /// <param name="onResult">Called after each trial, one call at a time, in the order in which trials end.</param>
    /// <param name="cancellationToken">Ends the sweep; trials see it, too.</param>
    /// <returns>All results, in the order of the settings. A trial that throws has its exception as <see cref="SweepResult{TSettings}.Error"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static SweepTable<TSettings> Run<TSettings>(
        IReadOnlyList<TSettings> settings,
        Func<TSettings, SweepTrial, double> trial,
        SweepOptions? options = null,
        Action<SweepResult<TSettings>>? onResult = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(trial);
        options ??= new SweepOptions();
        var results = new SweepResult<TSettings>[settings.Count];
        var reporting = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Threads.Of(options.MaxDegreeOfParallelism, nameof(SweepOptions.MaxDegreeOfParallelism)), CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, settings.Count, parallel, index =>
            {
                results[index] = Try(settings[index], trial, new SweepTrial(index, SeedOf(options, index), cancellationToken));
                if (onResult != null)
                {
                    lock (reporting)
                    {
                        onResult(results[index]);
                    }
                }
            });
        }
        catch (AggregateException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The sweep was canceled.", exception, cancellationToken);
        }

        return new SweepTable<TSettings>(results);
    }

    /// <summary>All combinations, the last value changing fastest.</summary>
    public static IReadOnlyList<(T1 First, T2 Second)> Grid<T1, T2>(IReadOnlyList<T1> first, IReadOnlyList<T2> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var grid = new List<(T1, T2)>(first.Count * second.Count);
        foreach (T1 a in first)
        {
            foreach (T2 b in second)
            {
                grid.Add((a, b));
            }
        }

        return grid;
    }

    /// <summary>All combinations, the last value changing fastest.</summary>
    public static IReadOnlyList<(T1 First, T2 Second, T3 Third)> Grid<T1, T2, T3>(IReadOnlyList<T1> first, IReadOnlyList<T2> second, IReadOnlyList<T3> third)
    {
        ArgumentNullException.ThrowIfNull(third);
        var grid = new List<(T1, T2, T3)>();
        foreach ((T1 a, T2 b) in Grid(first, second))
        {
            foreach (T3 c in third)
            {
                grid.Add((a, b, c));
            }
        }

        return grid;
    }

    private static SweepResult<TSettings> Try<TSettings>(TSettings settings, Func<TSettings, SweepTrial, double> trial, SweepTrial context)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            double value = trial(settings, context);
            return new SweepResult<TSettings>(context.Index, settings, value, null, Stopwatch.GetElapsedTime(start));
        }
#pragma warning disable CA1031 // One failed trial must not cost the others; its row shows the exception.
        catch (Exception exception) when (!(exception is OperationCanceledException && context.CancellationToken.IsCancellationRequested))
        {
            return new SweepResult<TSettings>(context.Index, settings, double.NaN, exception, Stopwatch.GetElapsedTime(start));
        }
#pragma warning restore CA1031
    }

    private static ulong SeedOf(SweepOptions options, int index) =>
        options.SameSeed ? options.Seed : PopulationRandom.Of(options.Seed, index, 0, PopulationRandom.Fitness).NextUInt64();
}
