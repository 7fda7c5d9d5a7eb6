using System;
using System.Diagnostics;
using StaticNet;

// How long the first answer takes: the model is made (its parameters are drawn), then asked for the first and the second time.
long start = Stopwatch.GetTimestamp();
var model = new Flowers();
long made = Stopwatch.GetTimestamp();
Span<float> output = stackalloc float[Flowers.OutputSize];
ReadOnlySpan<float> input = [5.1f, 3.5f, 1.4f, 0.2f];
long before = Stopwatch.GetTimestamp();
model.Forward(input, output);
long first = Stopwatch.GetTimestamp();
model.Forward(input, output);
long second = Stopwatch.GetTimestamp();

Console.WriteLine($"new: {Nanoseconds(start, made)} ns, first inference: {Nanoseconds(before, first)} ns, second: {Nanoseconds(first, second)} ns");
return float.IsFinite(output[0] + output[1] + output[2]) ? 0 : 1;

static long Nanoseconds(long from, long to) => (long)((to - from) * (1e9 / Stopwatch.Frequency));

[Mlp(4, 10, 3)]
internal sealed partial class Flowers;
