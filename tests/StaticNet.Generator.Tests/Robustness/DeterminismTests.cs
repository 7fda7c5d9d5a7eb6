using System;
using System.Collections.Generic;
using System.Globalization;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Robustness;

/// <summary>Same declaration, same bytes: from run to run, in every culture, with every line ending.</summary>
public sealed class DeterminismTests
{
    private const string Source = TestCompilation.Usings + """
        namespace A
        {
            [Mlp(4, 10, 3, Activation = Activation.LeakyReLU, OutputActivation = Activation.Softmax)]
            public partial class Net;

            [Mlp(2, 8, 1, Activation = Activation.HardTanh)] public partial class Other;

            [Sequential(6), Linear(9), BatchNorm1d(1e-3f, 0.25f), LeakyReLU(0.125f), Dropout(0.5f), Linear(9), LayerNorm, HardTanh(-0.5f, 2), RMSNorm, PReLU, Linear(3), Softmax]
            public partial class Layers;
        }
        """;

    [Fact]
    public void EveryRun_GivesTheSameBytes() => AssertSame(GeneratorRun.Over(Source).Files, GeneratorRun.Over(Source).Files);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\u2028")]
    public void LineEndings_DoNotReachTheOutput(string ending)
    {
        IReadOnlyDictionary<string, string> files = GeneratorRun.Over(Source.Replace("\n", ending, StringComparison.Ordinal)).Files;
        AssertSame(GeneratorRun.Over(Source).Files, files);
        Assert.All(files.Values, static text => Assert.DoesNotContain('\r', text));
    }

    [Fact]
    public void Culture_DoesNotReachTheOutput()
    {
        IReadOnlyDictionary<string, string> expected = GeneratorRun.Over(Source).Files;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Hostile();
            AssertSame(expected, GeneratorRun.Over(Source).Files);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void OrderOfFiles_DoesNotReachTheOutput() => AssertSame(
        GeneratorRun.Over(TestCompilation.Usings + "[Mlp(2, 2)] partial class A;", TestCompilation.Usings + "[Mlp(2, 2)] partial class a;").Files,
        GeneratorRun.Over(TestCompilation.Usings + "[Mlp(2, 2)] partial class a;", TestCompilation.Usings + "[Mlp(2, 2)] partial class A;").Files);

    // Swedish minus, German comma, spaces between thousands, and words for the rest.
    private static CultureInfo Hostile()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.NumberFormat.PositiveSign = "plus";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = "\u00a0";
        culture.NumberFormat.NaNSymbol = "keine Zahl";
        culture.NumberFormat.PositiveInfinitySymbol = "unendlich";
        return culture;
    }

    private static void AssertSame(IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> actual)
    {
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }
}
