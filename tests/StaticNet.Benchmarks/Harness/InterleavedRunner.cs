using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace StaticNet.Benchmarks;

/// <summary>What was measured of one engine in one item; times in nanoseconds per operation.</summary>
internal sealed record EngineResult(string Engine, bool IsSubject, double Median, double Minimum, double BytesPerCall);

/// <summary>
/// Measures the engines of one item in the same process, round by round in turn, so that a busy or slow machine hits all of
/// them alike. Each engine is first calibrated to a number of calls per round.
/// </summary>
internal sealed class InterleavedRunner(int rounds, double roundMilliseconds)
{
    // An engine whose single call takes long is given fewer rounds.
    private const double LongestTotalMilliseconds = 1500;
    private const int FewestRounds = 3;

    public List<EngineResult> Measure(IReadOnlyList<Engine> engines)
    {
        var calls = new int[engines.Count];
        var engineRounds = new int[engines.Count];
        var samples = new List<double>[engines.Count];
        var bytes = new double[engines.Count];
        for (int i = 0; i < engines.Count; i++)
        {
            (calls[i], double milliseconds) = Calibrate(engines[i]);
            engineRounds[i] = Math.Clamp((int)(LongestTotalMilliseconds / milliseconds), FewestRounds, rounds);
            samples[i] = new List<double>(rounds);
            bytes[i] = MeasureAllocation(engines[i], calls[i]);
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < engines.Count; i++)
            {
                if (round >= engineRounds[i])
                {
                    continue;
                }

                engines[i].Reset();
                long start = Stopwatch.GetTimestamp();
                engines[i].Run(calls[i]);
                samples[i].Add(Nanoseconds(start) / calls[i]);
            }
        }

        var results = new List<EngineResult>();
        for (int i = 0; i < engines.Count; i++)
        {
            samples[i].Sort();
            results.Add(new EngineResult(engines[i].Name, engines[i].IsSubject, samples[i][samples[i].Count / 2], samples[i][0], bytes[i]));
        }

        return results;
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
        long before = GC.GetAllocatedBytesForCurrentThread();
        engine.Run(calls);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / calls;
    }

    private static double Nanoseconds(long start) => Stopwatch.GetElapsedTime(start).TotalNanoseconds;
}
