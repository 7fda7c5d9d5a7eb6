using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using StaticNet.FirstCalls;

if (args is ["--one", string one])
{
    Console.WriteLine(FirstCalls.Line(FirstCalls.Measure(warmup: one == "warm")));
    return 0;
}

if (args is not ([] or ["--quick"]))
{
    Console.Error.WriteLine("Starts 11 fresh processes without and 11 with Warmup() and prints minimum and median of each call; --quick: 1 of each.");
    return 2;
}

int processes = args.Length == 0 ? 11 : 1;
string form = RuntimeFeature.IsDynamicCodeSupported ? "compiled just in time, or before as ReadyToRun" : "NativeAOT";
Console.WriteLine($"[Mlp(4, 10, 3)], one sample a step, Adam; {form}; {processes} processes each; minimum / median\n");
double[][] cold = Run("cold"), warm = Run("warm");
Console.WriteLine("| | without `Warmup` | after `model.Warmup()` and `trainer.Warmup()` |\n| --- | ---: | ---: |");
for (int i = 0; i < FirstCalls.Names.Length; i++)
{
    Console.WriteLine($"| {FirstCalls.Names[i]} | {(i == 0 ? "" : Text(cold, i))} | {Text(warm, i)} |");
}

return 0;

static string Text(double[][] runs, int value)
{
    double[] sorted = [.. runs.Select(run => run[value]).Order()];
    return $"{Number(sorted[0])} / {Number(sorted[sorted.Length / 2])}";
}

static string Number(double value) => value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

double[][] Run(string mode) => [.. Enumerable.Range(0, processes).Select(_ =>
{
    // The host of a program that is not published is dotnet itself, which takes the program first.
    string program = Environment.ProcessPath!;
    string[] arguments = program.EndsWith("dotnet", StringComparison.Ordinal) ? [Environment.GetCommandLineArgs()[0], "--one", mode] : ["--one", mode];
    using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
    string line = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0
        ? line.Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()
        : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
})];
