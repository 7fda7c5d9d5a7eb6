using System;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace StaticNet.ReliabilityTests.PublicApi;

/// <summary>
/// The public surface is what the files beside this one say. A change of it is a decision: run the tests with
/// <c>STATICNET_UPDATE_API=1</c> and let the difference be reviewed.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void StaticNet_HasTheRecordedSurface() => Check(typeof(ParameterBuffer).Assembly, "StaticNet.txt");

    [Fact]
    public void StaticNetOnnx_HasTheRecordedSurface() => Check(typeof(OnnxFiles).Assembly, "StaticNet.Onnx.txt");

    [Fact]
    public void StaticNetData_HasTheRecordedSurface() => Check(typeof(Data.CsvTable).Assembly, "StaticNet.Data.txt");

    [Fact]
    public void StaticNetOrleans_HasTheRecordedSurface() => Check(typeof(Orleans.TrainingRows).Assembly, "StaticNet.Orleans.txt");

    private static void Check(Assembly assembly, string file, [CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, file), actual = ApiText.Of(assembly);
        if (Environment.GetEnvironmentVariable("STATICNET_UPDATE_API") is "1")
        {
            File.WriteAllText(path, actual);
        }

        string recorded = File.Exists(path) ? File.ReadAllText(path) : "";
        string[] before = recorded.Split('\n'), now = actual.Split('\n');
        Assert.True(
            recorded == actual,
            $"The public surface of {assembly.GetName().Name} is not what {file} says. If it is meant, run with STATICNET_UPDATE_API=1.\n" +
            $"Gone:\n  {string.Join("\n  ", Except(before, now))}\nNew:\n  {string.Join("\n  ", Except(now, before))}");
    }

    private static string[] Except(string[] lines, string[] others) => Array.FindAll(lines, line => Array.IndexOf(others, line) < 0);
}
