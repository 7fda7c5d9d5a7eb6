// Gestures of a hand told apart by the accelerometer in it: a GRU reads a window of 64 steps and answers once, at its end.
using System;
using System.Diagnostics;
using System.Linq;
using Spectre.Console;
using StaticNet;
using StaticNet.Samples;
using StaticNet.Samples.Gestures;

(float[] windows, int[] labels) = Movements.Record(count: 1000, seed: 1);
(float[] unseenWindows, int[] unseenLabels) = Movements.Record(count: 500, seed: 2);
var model = new GestureModel(seed: 1);
Console.WriteLine($"{model}\n{GestureModel.ParameterCount} parameters, {labels.Length} windows of {Movements.Steps} steps at {Movements.StepsPerSecond} Hz; synthetic, see Movements.cs\n");

long start = Stopwatch.GetTimestamp();
model.Fit(windows, labels, Movements.Steps, new Adam(learningRate: 0.01f), new FitOptions
{
    Epochs = 30,
    BatchSize = 16,
    ClipNorm = 1,
    Schedule = LearningRate.Cosine(warmup: 1),
    Seed = 1,
    Progress = new LiveProgress(),
});
Console.WriteLine($"\nTrained in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");

Evaluation result = model.Evaluate(unseenWindows, unseenLabels, Movements.Steps);
Console.WriteLine($"Accuracy on movements it has not seen: {100 * result.Accuracy:F1} % ({result.ConfusionMatrix!.Correct} of {unseenLabels.Length})\n");
PrintConfusionMatrix(result.ConfusionMatrix);

// On the device there are no windows: each reading moves the state on, and the scores after it are those of a sequence that ends here.
NetworkState<GestureModel> state = GestureModel.CreateState();
float[] scores = new float[GestureModel.OutputSize];
for (int step = 0; step < Movements.Steps; step++)
{
    model.Forward(state, unseenWindows.AsSpan((Movements.Steps + step) * Movements.Axes, Movements.Axes), scores);
}

int predicted = Array.IndexOf(scores, scores.Max());
Console.WriteLine($"Reading by reading, the second movement is {(Gesture)predicted}; it was {(Gesture)unseenLabels[1]}");

const double RequiredAccuracy = 0.95;
if (result.Accuracy < RequiredAccuracy || predicted != model.PredictClass(Movements.Steps, unseenWindows.AsSpan(Movements.Steps * Movements.Axes, Movements.Steps * Movements.Axes)))
{
    Console.Error.WriteLine($"The goal was missed: at least {100 * RequiredAccuracy} % of the unseen movements, and the same answer for a stream as for a window.");
    return 1;
}

return 0;

static void PrintConfusionMatrix(ConfusionMatrix matrix)
{
    string[] names = Enum.GetNames<Gesture>();
    var table = new Table().AddColumn("true \\ predicted");
    foreach (string name in names)
    {
        table.AddColumn(new TableColumn(name).RightAligned());
    }

    for (int actual = 0; actual < names.Length; actual++)
    {
        table.AddRow([names[actual], .. names.Select((_, guess) => $"{matrix[actual, guess]}")]);
    }

    AnsiConsole.Write(table);
}

/// <summary>Three accelerations per step in, five scores per window out.</summary>
[Sequential(3), GRU(16), LastStep, Linear(5)]
public partial class GestureModel;
