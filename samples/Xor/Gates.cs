using System;
using System.Linq;
using StaticNet;

/// <summary>Before XOR: what a single unit learns, and what it cannot. One sample at a time, w ← w + (target − answer)·x.</summary>
internal static class Gates
{
    private const int Epochs = 100;

    /// <summary>Trains a perceptron on AND, OR and XOR; true if it learns the first two and refuses the third.</summary>
    public static bool Show(float[] inputs)
    {
        Console.WriteLine("\nA perceptron: one unit, a straight line between the answers 0 and 1");
        return Learns("and", inputs, [0, 0, 0, 1]) & Learns("or", inputs, [0, 1, 1, 1]) & !Learns("xor", inputs, [0, 1, 1, 0]);
    }

    private static bool Learns(string name, float[] inputs, int[] labels)
    {
        var gate = new Perceptron(seed: 1);
        var trainer = gate.CreateTrainer(new SGD(learningRate: 1), maxBatchSize: 1);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            int[] answers = [.. Enumerable.Range(0, 4).Select(row => gate.PredictClass(inputs.AsSpan(2 * row, 2)))];
            if (answers.SequenceEqual(labels))
            {
                Console.WriteLine($"   {name,-3} learned in {epoch} epochs: {string.Join(' ', answers)}");
                return true;
            }

            for (int row = 0; row < 4; row++)
            {
                trainer.Step(inputs.AsSpan(2 * row, 2), labels.AsSpan(row, 1));
            }
        }

        Console.WriteLine($"   {name,-3} not learned in {Epochs} epochs: no straight line separates the answers {string.Join(' ', labels)}");
        return false;
    }
}

/// <summary>Two inputs, one unit that answers 0 or 1.</summary>
[Perceptron(2)]
internal sealed partial class Perceptron;
