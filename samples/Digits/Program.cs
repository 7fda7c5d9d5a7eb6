// Handwritten digits of 8 x 8 pixels: training with its curves, and a page of the digits that were misread.
using System;
using System.IO;
using System.Linq;
using StaticNet;
using StaticNet.Samples;
using StaticNet.Samples.Digits;

string folder = args.Length > 0 ? args[0] : "artifacts/digits";
Directory.CreateDirectory(folder);

const float PixelScale = 1f / 16;
(LabeledRows training, LabeledRows test) = LabeledRows.Read("digits.csv").Scaled(PixelScale).HoldBackEveryFifth();

var model = new DigitReader();
Console.WriteLine(model);
Console.WriteLine($"{DigitReader.ParameterCount} parameters, {training.Count} digits to learn from, {test.Count} held back\n");

TrainingHistory history = model.Fit(training.Inputs, training.Labels, new Adam(learningRate: 5e-3f), new FitOptions
{
    Epochs = 40,
    BatchSize = 32,
    Seed = 1,
    ValidationData = (test.Inputs, test.Labels),
    Progress = new LiveProgress(),
});

Evaluation result = model.Evaluate(test.Inputs, test.Labels);
Console.WriteLine($"\n{result}");
Console.WriteLine($"\nTest accuracy: {100 * result.Accuracy:F1} % ({result.ConfusionMatrix!.Correct} of {test.Count} digits held back)\n");

string curves = Path.Combine(folder, "curves.png"), misread = Path.Combine(folder, "misread.png");
Drawing.SaveCurves(history, curves);
(int Row, int Read)[] mistakes = [.. Enumerable.Range(0, test.Count)
    .Select(row => (Row: row, Read: model.PredictClass(test.Row(row))))
    .Where(digit => digit.Read != test.Labels[digit.Row])];
Drawing.SaveDigits(test, mistakes, misread);
Console.WriteLine($"Wrote {curves} and {misread}");

const double RequiredAccuracy = 0.95;
if (result.Accuracy < RequiredAccuracy)
{
    Console.Error.WriteLine($"The goal was missed: at least {100 * RequiredAccuracy} % of the digits held back.");
    return 1;
}

return 0;

/// <summary>64 pixels in, 32 hidden units, ten digits out.</summary>
[Mlp(64, 32, 10)]
public partial class DigitReader;
