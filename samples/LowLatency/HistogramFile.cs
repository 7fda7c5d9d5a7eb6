using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace StaticNet.Samples.LowLatency;

/// <summary>Histograms as rows of <c>run,measured,from_ns,to_ns,count</c>: one row per bucket that holds something.</summary>
internal static class HistogramFile
{
    private const string Header = "run,measured,from_ns,to_ns,count";

    public static void Write(string path, string run, IEnumerable<LatencyHistogram> histograms) =>
        File.WriteAllLines(path, [Header, .. histograms.SelectMany(histogram => histogram.Buckets().Select(bucket =>
            string.Create(CultureInfo.InvariantCulture, $"{run},{histogram.Name},{bucket.From},{bucket.To},{bucket.Count}")))]);

    /// <exception cref="InvalidDataException">The file is no such table.</exception>
    public static IEnumerable<Bucket> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0] != Header)
        {
            throw new InvalidDataException($"{path} does not begin with '{Header}'.");
        }

        return lines.Skip(1).Select(line => line.Split(',')).Select(fields => new Bucket(fields[0], fields[1], Number(fields[2]), Number(fields[3]), Number(fields[4])));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    internal sealed record Bucket(string Run, string Measured, long From, long To, long Count);
}
