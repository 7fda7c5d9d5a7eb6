using System;
using StaticNet;

// 50 MB of weights, loaded and frozen: the same bits, in every kind of program.
float[] input = new float[Loaded.InputSize], loaded = new float[Loaded.OutputSize], frozen = new float[Loaded.OutputSize];
for (int i = 0; i < input.Length; i++)
{
    input[i] = (i % 7) - 3;
}

new Loaded().Forward(input, loaded);
new Frozen().Forward(input, frozen);
foreach (float value in loaded)
{
    Console.Write($"{BitConverter.SingleToUInt32Bits(value):x8} ");
}

Console.WriteLine(loaded.AsSpan().SequenceEqual(frozen) && loaded[0] != loaded[1] ? "equal" : "different");

[ModelFile("large.safetensors")]
internal sealed partial class Loaded;

[ModelFile("large.safetensors", Frozen = true)]
internal sealed partial class Frozen;
