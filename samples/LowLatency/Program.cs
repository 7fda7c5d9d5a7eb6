// A control loop with a deadline: at every tick one network steers the four axes of a machine and another watches them.
// How long do the calls take, how late does the loop wake up, and does anything allocate?
using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using StaticNet;
using StaticNet.Samples.LowLatency;

// The first calls, before anything else: two networks unprepared, then those that will work, after Warmup().
float[] signals = new float[Controller.InputSize], forces = new float[Controller.OutputSize];
float[] errors = new float[Watcher.InputSize], states = new float[Watcher.OutputSize];
var laps = new Laps();
var unpreparedWatcher = new UnpreparedWatcher();
laps.Next();
unpreparedWatcher.Forward(errors, states);
long watcherUnprepared = laps.Next(), firstResult = laps.Total;
var unpreparedController = new UnpreparedController();
laps.Next();
unpreparedController.Forward(signals, forces);
long controllerUnprepared = laps.Next();

var watcher = new Watcher();
laps.Next();
watcher.Warmup(pin: true);
long watcherWarmup = laps.Next();
watcher.Forward(errors, states);
long watcherFirst = laps.Next();
var controller = new Controller();
laps.Next();
controller.Warmup(pin: true);
long controllerWarmup = laps.Next();
controller.Forward(signals, forces);
long controllerFirst = laps.Next();

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\nUsage: {Settings.Usage}");
    return 2;
}

Directory.CreateDirectory(settings.Folder);
string picture = Path.Combine(settings.Folder, "histogram.png");
if (settings.Draw.Count > 0)
{
    Drawing.Save([.. settings.Draw.SelectMany(HistogramFile.Read)], picture);
    Console.WriteLine($"Wrote {picture}");
    return 0;
}

// Both networks learn their work from examples, which takes a second.
Lessons.Teach(controller, watcher);

var watcherCalls = new LatencyHistogram("call of A 4-10-3");
var controllerCalls = new LatencyHistogram("call of C 16-32-32-4");
var timerAlone = new LatencyHistogram("timer alone");
var wakeUps = new LatencyHistogram("wake-up after the deadline");
LatencyHistogram[] histograms = [watcherCalls, controllerCalls, timerAlone, wakeUps];
var machine = new Machine(1 / settings.Rate);
var pace = new Pace(settings.Rate);
long ticks = Math.Max(1, (long)(settings.Rate * settings.Seconds));

GC.Collect();
int[] collections = [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)];
long bytes = GC.GetAllocatedBytesForCurrentThread();
(long disturbed, long reported) = Loop();
bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
collections = [.. collections.Select((before, generation) => GC.CollectionCount(generation) - before)];

// Apart from the loop, whose clock and histograms may fault: calls of both networks, and what the operating system counted meanwhile.
long faults = PageFaults.During(() =>
{
    for (int call = 0; call < 100_000; call++)
    {
        controller.Forward(signals, forces);
        watcher.Forward(errors, states);
    }
});

string run = RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "NativeAOT";
Console.WriteLine($"{run}, {settings.Rate} ticks per second for {settings.Seconds} s: {wakeUps.Count} ticks, {pace.Missed} missed deadlines");
Console.WriteLine($"Largest position error {machine.LargestError:F3}; off track at {disturbed} ticks, according to the watcher at {reported}\n");
Console.WriteLine($"{"",-27}{"p50",9}{"p90",9}{"p99",9}{"p99.9",9}{"p99.99",9}{"max",9}");
foreach (LatencyHistogram histogram in histograms)
{
    double[] shares = [0.5, 0.9, 0.99, 0.999, 0.9999];
    Console.WriteLine($"{histogram.Name,-27}{string.Concat(shares.Select(share => $"{Duration.Text(histogram.Percentile(share)),9}"))}{Duration.Text(histogram.Maximum),9}");
}

Console.WriteLine($"\nBytes allocated by the loop: {bytes}; garbage collections of generations 0, 1, 2: {string.Join(", ", collections)}");
Console.WriteLine(faults < 0 ? "Page faults are counted on Linux only" : $"Page faults in 100,000 calls of both networks: {faults}");
Console.WriteLine($"From Main to the first result: {Duration.Text(firstResult)}\n");
Console.WriteLine($"{"First call",-27}{"A",9}{"C",9}");
Console.WriteLine($"{"without Warmup()",-27}{Duration.Text(watcherUnprepared),9}{Duration.Text(controllerUnprepared),9}");
Console.WriteLine($"{"Warmup() itself",-27}{Duration.Text(watcherWarmup),9}{Duration.Text(controllerWarmup),9}");
Console.WriteLine($"{"after Warmup()",-27}{Duration.Text(watcherFirst),9}{Duration.Text(controllerFirst),9}\n");

string table = Path.Combine(settings.Folder, $"histogram-{run.ToLowerInvariant()}.csv");
HistogramFile.Write(table, run, histograms);
Drawing.Save([.. HistogramFile.Read(table)], picture);
Console.WriteLine($"Wrote {table} and {picture}");

const float AllowedError = 0.25f;
if (bytes != 0 || !(machine.LargestError < AllowedError))
{
    Console.Error.WriteLine($"The goal was missed: no byte allocated in the loop, and position errors below {AllowedError}.");
    return 1;
}

return 0;

// The loop itself, fully optimized from the start. What it calls was prepared above; nothing in it allocates.
[MethodImpl(MethodImplOptions.AggressiveOptimization)]
(long Disturbed, long Reported) Loop()
{
    long disturbed = 0, reported = 0;
    while (wakeUps.Count + pace.Missed < ticks)
    {
        long late = pace.WaitForNext();
        long start = Stopwatch.GetTimestamp();
        controller.Forward(machine.Signals, forces);
        long steered = Stopwatch.GetTimestamp();
        watcher.Forward(machine.Errors, states);
        long watched = Stopwatch.GetTimestamp();
        long again = Stopwatch.GetTimestamp();

        disturbed += Lessons.StateOf(machine.Errors) == Lessons.OnTrack ? 0 : 1;
        reported += states[Lessons.OnTrack] > 0.5f ? 0 : 1;
        machine.Step(forces);
        wakeUps.Add(late);
        controllerCalls.Add(steered - start);
        watcherCalls.Add(watched - steered);
        timerAlone.Add(again - watched);
    }

    return (disturbed, reported);
}

/// <summary>Sees the position errors of the four axes and says: on track, off track, lost.</summary>
[Mlp(4, 10, 3, OutputActivation = Activation.Softmax)]
internal sealed partial class Watcher;

/// <summary>Sees four numbers of each of the four axes and chooses four forces.</summary>
[Mlp(16, 32, 32, 4)]
internal sealed partial class Controller;

/// <summary>As <see cref="Watcher"/>, but a class of its own: its code has not been called by anyone.</summary>
[Mlp(4, 10, 3, OutputActivation = Activation.Softmax)]
internal sealed partial class UnpreparedWatcher;

/// <summary>As <see cref="Controller"/>, but a class of its own.</summary>
[Mlp(16, 32, 32, 4)]
internal sealed partial class UnpreparedController;
