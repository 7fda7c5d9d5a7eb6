// A network that PyTorch trained and saved, compiled into this program: no file is read, no weights are loaded.
using System;
using StaticNet;
using StaticNet.Samples;

string[] species = ["setosa", "versicolor", "virginica"];
var iris = new Iris();
Console.WriteLine(iris);
Console.WriteLine($"{Iris.ParameterCount} parameters, all constants of the program\n");

float[][] flowers = [[5.1f, 3.5f, 1.4f, 0.2f], [5.7f, 2.8f, 4.1f, 1.3f], [6.3f, 3.3f, 6.0f, 2.5f]];
Span<float> probabilities = stackalloc float[Iris.OutputSize];
foreach (float[] flower in flowers)
{
    iris.PredictProbabilities(flower, probabilities);
    int best = iris.PredictClass(flower);
    Console.WriteLine($"{string.Join(" ", flower)}: {species[best]} ({100 * probabilities[best]:F1} %)");
}

LabeledRows all = LabeledRows.Read("iris.csv");
int correct = 0;
for (int row = 0; row < all.Count; row++)
{
    correct += iris.PredictClass(all.Inputs.AsSpan(row * Iris.InputSize, Iris.InputSize)) == all.Labels[row] ? 1 : 0;
}

// iris.io.json holds PyTorch's own outputs; SelfTest throws where ours are further away than 4e-6 of the largest.
const int CorrectInPyTorch = 148;
Console.WriteLine($"\n{correct} of {all.Count} flowers right; PyTorch: {CorrectInPyTorch}");
Console.WriteLine($"Largest deviation from PyTorch's outputs: {Iris.SelfTest():E1} of the largest");
return correct == CorrectInPyTorch ? 0 : 1;

/// <summary>hidden.weight [10, 4], hidden.bias [10], output.weight [3, 10], output.bias [3]: sizes, names and weights come from the file.</summary>
[ModelFile("iris.safetensors", Frozen = true)]
public partial class Iris;
