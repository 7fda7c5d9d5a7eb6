using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.CompilerServices;

namespace StaticNet.Benchmarks.Emitted;

/// <summary>The reference network for digits.</summary>
[Mlp(64, 32, 10)]
internal sealed partial class DigitsNet;

/// <summary>The reference network for MNIST.</summary>
[Mlp(784, 128, 10)]
internal sealed partial class MnistNet;

/// <summary>
/// How long <c>Fit</c> takes to learn real data, and how well: the set-ups of the PyTorch runs they are compared with (same network, optimizer,
/// batch size, epochs and split; reshuffled every epoch), mean over five seeds. Data that is not there is left out.
/// </summary>
internal static class LearningTime
{
    /// <summary>Names a folder with MNIST's four idx files, training images possibly the first 10,000 only.</summary>
    public const string MnistVariable = "STATICNET_MNIST";

    private const int Seeds = 5;

    public static string Measure()
    {
        var table = new MarkdownTable("data", "network", "optimizer", "epochs", "test accuracy", "PyTorch", "processor time", "PyTorch ");
        Digits(table);
        Mnist(table);
        return $"### Learning real data, mean of {Seeds} seeds\n\n{table}";
    }

    // Rows i with (i + fold) mod 5 = 0 are the test rows; fold 0.
    private static void Digits(MarkdownTable table)
    {
        float[][] rows = [.. File.ReadLines(DigitsFile()).Skip(1).Select(line => line.Split(',').Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
        (float[] Inputs, int[] Labels) Part(bool test)
        {
            float[][] part = [.. rows.Where((_, i) => (i % 5 == 0) == test)];
            return ([.. part.SelectMany(row => row[..^1].Select(pixel => pixel / 16))], [.. part.Select(row => (int)row[^1])]);
        }

        Train<DigitsNet>(table, "digits", new Adam(0.005), 32, 40, Part(test: false), Part(test: true), "97.2 %", "0.44 s");
    }

    private static void Mnist(MarkdownTable table)
    {
        if (Environment.GetEnvironmentVariable(MnistVariable) is not { } folder)
        {
            Console.WriteLine($"MNIST left out: {MnistVariable} names no folder.");
            return;
        }

        (float[] Inputs, int[] Labels) Part(string images, string labels) => (
            [.. Idx(folder, images, 16).Select(pixel => pixel / 255f)], [.. Idx(folder, labels, 8).Select(label => (int)label)]);
        (float[] Inputs, int[] Labels) training = Part("*train*images*", "*train*labels*"), test = Part("*t10k*images*", "*t10k*labels*");
        Train<MnistNet>(table, $"MNIST, {training.Labels.Length:N0}", new Adam(0.001), 64, 10, training, test, "94.1 %", "1.4 s");
    }

    private static void Train<TNetwork>(
        MarkdownTable table, string data, Adam optimizer, int batchSize, int epochs,
        (float[] Inputs, int[] Labels) training, (float[] Inputs, int[] Labels) test, string referenceAccuracy, string referenceTime)
        where TNetwork : class, INetwork<TNetwork>
    {
        double accuracy = 0;
        var seconds = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            TNetwork model = TNetwork.Create((ulong)seed + 1);
            TimeSpan start = Environment.CpuUsage.TotalTime; // of the processor: a busy machine does not count
            model.Fit(training.Inputs, training.Labels, optimizer, new FitOptions { Epochs = epochs, BatchSize = batchSize, Seed = (ulong)seed + 1, TrainingAccuracy = false });
            seconds[seed] = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            accuracy += model.Evaluate(test.Inputs, test.Labels).Accuracy / Seeds;
        }

        Array.Sort(seconds);
        NetworkDescription description = TNetwork.Description;
        string sizes = string.Join('-', [description.InputSize, .. description.Layers.Where(layer => layer.Kind == "Linear").Select(layer => layer.OutputSize)]);
        table.Add(data, sizes, $"Adam {optimizer.LearningRate.ToString(CultureInfo.InvariantCulture)}, batch {batchSize}", $"{epochs}", $"{100 * accuracy:F1} %", referenceAccuracy, MarkdownTable.Time(seconds[Seeds / 2] * 1e9), referenceTime);
    }

    private static byte[] Idx(string folder, string pattern, int headerLength)
    {
        string file = Directory.GetFiles(folder, pattern).FirstOrDefault() ?? throw new FileNotFoundException($"There is no {pattern} in '{folder}'.");
        using FileStream stream = File.OpenRead(file);
        using Stream content = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray()[headerLength..];
    }

    private static string DigitsFile([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../Fixtures/data/digits.csv");
}
