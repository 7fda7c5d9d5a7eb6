// Three species of iris told apart by the length and width of their sepals and petals: Fisher's data of 1936.
using System;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using Spectre.Console;
using StaticNet;
using StaticNet.Samples;

string[] species = ["setosa", "versicolor", "virginica"];
(LabeledRows rawTraining, LabeledRows rawTest) = LabeledRows.Read("iris.csv").HoldBackEveryFifth();
LabeledRows training = rawTraining.StandardizedBy(rawTraining), test = rawTest.StandardizedBy(rawTraining);

// The network was compiled together with this program; its parameters start from a fixed seed.
var model = new MLPModel();
Console.WriteLine(model);
Console.WriteLine($"{MLPModel.ParameterCount} parameters, {training.Count} flowers to learn from, {test.Count} held back\n");

model.Fit(training.Inputs, training.Labels, new Adam(learningRate: 1e-2f), new FitOptions
{
    Epochs = 100,
    BatchSize = 16,
    Seed = 1,
    Progress = new LiveProgress(),
});

Evaluation result = model.Evaluate(test.Inputs, test.Labels);
Console.WriteLine($"\nTest accuracy: {100 * result.Accuracy:F1} % ({result.ConfusionMatrix!.Correct} of {test.Count} flowers held back)\n");
PrintConfusionMatrix(result.ConfusionMatrix);

(double nanoseconds, double bytes) = MeasurePrediction(model, test);
Console.WriteLine($"\nPrediction: {nanoseconds:F1} ns, {bytes:F0} bytes allocated");

const double RequiredAccuracy = 0.93;
if (result.Accuracy < RequiredAccuracy || bytes != 0)
{
    Console.Error.WriteLine($"The goal was missed: at least {100 * RequiredAccuracy} % of the flowers held back, and no byte allocated per prediction.");
    return 1;
}

return 0;

void PrintConfusionMatrix(ConfusionMatrix matrix)
{
    var table = new Table().AddColumn("true \\ predicted");
    foreach (string name in species)
    {
        table.AddColumn(new TableColumn(name).RightAligned());
    }

    for (int actual = 0; actual < species.Length; actual++)
    {
        table.AddRow([species[actual], .. species.Select((_, predicted) => $"{matrix[actual, predicted]}")]);
    }

    AnsiConsole.Write(table);
}

// Median of many short rounds: what else the machine does, and the first rounds' just-in-time compiling, do not show.
[MethodImpl(MethodImplOptions.AggressiveOptimization)]
static (double Nanoseconds, double Bytes) MeasurePrediction(MLPModel model, LabeledRows rows)
{
    const int Rounds = 1000, Passes = 1000;
    var nanoseconds = new double[Rounds];
    long predictions = (long)Passes * rows.Count, bytes = 0;
    int sum = 0;
    for (int round = 0; round < Rounds; round++)
    {
        long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int row = 0; row < rows.Labels.Length; row++)
            {
                sum += model.PredictClass(rows.Inputs.AsSpan(row * MLPModel.InputSize, MLPModel.InputSize));
            }
        }

        nanoseconds[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / predictions;
        bytes += GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
    }

    GC.KeepAlive(sum);
    Array.Sort(nanoseconds);
    return (nanoseconds[Rounds / 2], (double)bytes / (Rounds * predictions));
}

/// <summary>Four measurements in, ten hidden units, three species out.</summary>
[Mlp(4, 10, 3)]
public partial class MLPModel;
