using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace StaticNet.Benchmarks;

/// <summary>What was measured of one engine in one item; times in nanoseconds per operation.</summary>
internal sealed record EngineResult(string Engine, bool IsSubject, double Median, double Minimum, double Maximum, double BytesPerCall);

/// <summary>
/// Measures the engines of one item in the same process, round by round in turn, so that a busy or slow machine hits all of
/// them alike. Each engine is first calibrated to a number of calls per round.
/// </summary>
internal sealed class InterleavedRunner(int rounds, double roundMilliseconds, int placements = 3)
{
    // An engine whose single call takes long is given fewer rounds.
    private const double LongestTotalMilliseconds = 1500;
    private const int FewestRounds = 3;

    /// <summary>Before each round: time for the threads of the engine before to stop waiting actively, then one call that wakes this engine's own.</summary>
    public int PauseMilliseconds { get; init; }

    /// <summary>
    /// Measures the engines that <paramref name="create"/> makes, verified first. They are made anew several times, each time in other
    /// memory, because some placements of large weights are several times slower than others; a round's samples of all placements count.
    /// </summary>
    public List<EngineResult> Measure(Func<List<Engine>> create)
    {
        var sets = new List<List<Engine>>();
        var samples = new Dictionary<string, List<double>>();
        var bytes = new Dictionary<string, double>();
        for (int placement = 0; placement < placements; placement++)
        {
            List<Engine> engines = create();
            sets.Add(engines); // kept until the end: what is freed would be given out again
            engines.ForEach(engine => engine.Verify());
            Measure(engines, samples, bytes);
        }

        sets.ForEach(engines => engines.ForEach(engine => engine.Dispose()));
        return sets[0].ConvertAll(engine =>
        {
            List<double> times = samples[engine.Name];
            times.Sort();
            return new EngineResult(engine.Name, engine.IsSubject, times[times.Count / 2], times[0], times[^1], bytes[engine.Name]);
        });
    }

    private void Measure(List<Engine> engines, Dictionary<string, List<double>> samples, Dictionary<string, double> bytes)
    {
        int roundsHere = Math.Max(FewestRounds, rounds / placements);
        var calls = new int[engines.Count];
        var engineRounds = new int[engines.Count];
        for (int i = 0; i < engines.Count; i++)
        {
            string name = engines[i].Name;
            (calls[i], double milliseconds) = Calibrate(engines[i]);
            engineRounds[i] = Math.Clamp((int)(LongestTotalMilliseconds / placements / milliseconds), FewestRounds, roundsHere);
            bytes[name] = Math.Max(bytes.GetValueOrDefault(name), MeasureAllocation(engines[i], calls[i]));
            samples.TryAdd(name, []);
        }

        for (int round = 0; round < roundsHere; round++)
        {
            for (int i = 0; i < engines.Count; i++)
            {
                if (round >= engineRounds[i])
                {
                    continue;
                }

                if (PauseMilliseconds > 0)
                {
                    Thread.Sleep(PauseMilliseconds);
                    engines[i].Run(1);
                }

                engines[i].Reset();
                long start = Stopwatch.GetTimestamp();
                engines[i].Run(calls[i]);
                samples[engines[i].Name].Add(Nanoseconds(start) / calls[i]);
            }
        }
    }

    private (int Calls, double Milliseconds) Calibrate(Engine engine)
    {
        engine.Reset();
        engine.Run(1);
        for (int calls = 1; ; calls *= 2)
        {
            engine.Reset();
            long start = Stopwatch.GetTimestamp();
            engine.Run(calls);
            double milliseconds = Nanoseconds(start) / 1e6;
            if (milliseconds > roundMilliseconds / 2)
            {
                int calibrated = Math.Max(1, (int)(calls * roundMilliseconds / milliseconds));
                return (calibrated, milliseconds / calls * calibrated);
            }
        }
    }

    private static double MeasureAllocation(Engine engine, int calls)
    {
        // The least of a few attempts: now and then the runtime allocates on its own behalf.
        double least = double.MaxValue;
        for (int attempt = 0; attempt < 3 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            engine.Run(calls);
            least = Math.Min(least, (double)(GC.GetAllocatedBytesForCurrentThread() - before) / calls);
        }

        return least;
    }

    private static double Nanoseconds(long start) => Stopwatch.GetElapsedTime(start).TotalNanoseconds;
}
