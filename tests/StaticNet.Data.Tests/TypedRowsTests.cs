using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsvHelper;
using StaticNet.Data;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Data.Tests;

public class TypedRowsTests
{
    private static readonly FitOptions s_options = new() { Epochs = 60, BatchSize = 16, Seed = 1 };

    private static readonly Everything s_row = new()
    {
        Real = 1.5f,
        Exact = 2.25,
        Whole = -3,
        Flag = true,
        Color = Color.Green,
        MaybeWhole = 7,
        MaybeColor = Color.Blue,
        Small = 200,
        Money = 12.5m,
        Half = (Half)0.5f,
        Pressure = 101425f,
        @class = 9,
        Text = "ignored",
    };

    [Fact]
    public void FitStandardize_FitsFeaturesAndTargets()
    {
        (Plot Features, double Target)[] rows = [.. Enumerable.Range(0, 9).Select(i => (new Plot(100 + (i * i), 0.001f * i), 5000.0 - (40 * i)))];
        float[] inputs = [.. rows.SelectMany(row => new[] { row.Features.Area, row.Features.Slope })], targets = [.. rows.Select(row => (float)row.Target)];
        ScaledPlots typed = new(), plain = new();
        typed.FitStandardize(rows);
        plain.FitStandardize(inputs, targets);
        Assert.Equal(plain.Parameters.Hash(), typed.Parameters.Hash());
        float[] mean = new float[2];
        typed.Parameters.CopyTo("0.mean", mean);
        Assert.Equal(rows.Average(row => (double)row.Features.Area), mean[0], 1e-4);

        var features = new ScaledFeatures();
        features.FitStandardize([(rows[0].Features, Grade.Low), (rows[8].Features, Grade.High)]);
        features.Parameters.CopyTo("standardize.mean", mean);
        Assert.Equal((rows[0].Features.Area + rows[8].Features.Area) / 2, mean[0], 1e-4);
        Assert.Throws<ArgumentException>(() => typed.FitStandardize([]));
    }

    [Fact]
    public void Iris_ByTypedRows_TrainsToTheBitsOfMatrices()
    {
        List<(Flower, Species)> rows = [.. CsvRows.Read<Flower>(FixtureFiles.Find("data/iris.csv"))
            .Zip(CsvTable.Read(FixtureFiles.Find("data/iris.csv")).Numbers("class"), (flower, label) => (flower, (Species)(int)label))];
        CsvTable table = CsvTable.Read(FixtureFiles.Find("data/iris.csv"));
        var typed = new FlowerNet();
        var plain = new CrossValidated();

        typed.Fit(rows, new Adam(0.01), s_options);
        plain.Fit(table.Matrix(table.ColumnsExcept("class")), table.Labels("class").Values, new Adam(0.01), s_options);

        Assert.Equal(plain.Parameters.Hash(), typed.Parameters.Hash());
        Evaluation evaluation = typed.Evaluate(rows);
        Assert.InRange(evaluation.Accuracy, 0.9, 1);
        Assert.Equal(["Setosa", "Versicolor", "Virginica"], evaluation.ClassNames);
        Assert.Contains("Versicolor", evaluation.ToString(), StringComparison.Ordinal);
        Assert.Equal(Species.Setosa, typed.Predict(rows[0].Item1));
        Assert.Equal(evaluation.ConfusionMatrix!.Correct, rows.Count(row => typed.Predict(row.Item1) == row.Item2));
    }

    [Fact]
    public void Probabilities_AreOfTheMembers()
    {
        var model = new FlowerNet(seed: 3);
        var flower = new Flower(5.1f, 3.5f, 1.4f, 0.2f);
        float[] typed = new float[3], plain = new float[3];
        model.PredictProbabilities(flower, typed);
        model.PredictProbabilities([5.1f, 3.5f, 1.4f, 0.2f], plain);

        Assert.Equal(plain, typed);
        Assert.Equal(plain, new float[] { model.PredictProbability(flower, Species.Setosa), model.PredictProbability(flower, Species.Versicolor), model.PredictProbability(flower, Species.Virginica) });
    }

    [Fact]
    public void EveryKindOfMember_IsItsFeatures()
    {
        Assert.Equal(
            [
                "Real", "Exact", "Whole", "Flag", "Color=Red", "Color=Green", "Color=Blue", "MaybeWhole", "MaybeWhole.HasValue",
                "MaybeColor=Red", "MaybeColor=Green", "MaybeColor=Blue", "MaybeColor.HasValue", "Small", "Money", "Half", "pressure", "class",
            ],
            EverythingNet.Description.Columns!.Features);
        Assert.Equal(["A", "B"], EverythingNet.Description.Columns.Outputs);
        Assert.Equal([1.5f, 2.25f, -3, 1, 0, 1, 0, 7, 1, 0, 0, 1, 1, 200, 12.5f, 0.5f, 1f, 9], Features<EverythingNet, Everything, Two>(s_row));
        Assert.Equal(
            [1.5f, 2.25f, -3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 200, 12.5f, 0.5f, 1f, 9],
            Features<EverythingNet, Everything, Two>(s_row with { Flag = false, Color = Color.Crimson, MaybeWhole = null, MaybeColor = null }));
    }

    [Fact]
    public void PositionalParameters_AreRenamedAndSkipped()
    {
        Assert.Equal(["width", "Height"], BoxNet.Description.Columns!.Features);
        Assert.Equal(["value"], BoxNet.Description.Columns.Outputs);
        Assert.Equal([2f, 3f], Features<BoxNet, Box, float>(new Box("box", 2, 3)));
    }

    [Fact]
    public void Numbers_AreTargets_OfEveryForm()
    {
        List<(Box, Prices)> rows = [.. Enumerable.Range(0, 32).Select(i => (new Box("", i % 4, i / 4), new Prices((i % 4) + (i / 4), (i % 4) - (i / 4))))];
        var byConstructor = new PricesNet();
        var byInitializer = new MutablePricesNet();
        byConstructor.Fit(rows, new Adam(0.05), new FitOptions { Epochs = 300, BatchSize = 32, Seed = 1 });
        byInitializer.Parameters.CopyFrom("output.weight", Values(byConstructor.Parameters, "output.weight", 4));
        byInitializer.Parameters.CopyFrom("output.bias", Values(byConstructor.Parameters, "output.bias", 2));

        Prices prices = byConstructor.Predict(new Box("", 3, 5));
        Assert.Equal((8, -2), (Math.Round(prices.Low, 1), Math.Round(prices.High, 1)));
        MutablePrices same = byInitializer.Predict(new Box("", 3, 5));
        Assert.Equal((prices.Low, prices.High), (same.Low, same.High));
        Assert.InRange(byConstructor.Evaluate(rows).R2, 0.999, 1);
    }

    [Fact]
    public void AValueThatIsNoMember_IsNamedWithItsRow()
    {
        var model = new EverythingNet();

        Assert.StartsWith("Color is 9, which is none of Red, Green, Blue.", Assert.Throws<ArgumentException>(() => model.Predict(s_row with { Color = (Color)9 })).Message, StringComparison.Ordinal);
        UInt128 before = model.Parameters.Hash();
        Assert.StartsWith(
            "Row 1: The target is 5, which is none of A, B.",
            Assert.Throws<ArgumentException>(() => model.Fit([(s_row, Two.A), (s_row, (Two)5)], new Adam(), s_options)).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Hash());
        Assert.Throws<ArgumentNullException>(() => new FlowerNet().Predict(null!));
    }

    [Fact]
    public void AFileWithOtherColumns_IsRefusedByName()
    {
        using var file = new MemoryStream();
        new FlowerNet(seed: 5).Save(file);
        file.Position = 0;
        Assert.Equal(new FlowerNet(seed: 5).Parameters.Hash(), FlowerNet.Load(file).Parameters.Hash());
        file.Position = 0;
        Assert.EndsWith(
            "the file was trained on other columns than SwappedNet reads: feature 0 is 'SepalLength' in the file and 'SepalWidth' in the class. LoadStateDict takes the weights without this check.",
            Assert.Throws<InvalidDataException>(() => SwappedNet.Load(file)).Message, StringComparison.Ordinal);
        file.Position = 0;
        Assert.Contains("output 0 is 'Setosa' in the file and 'Sunflower' in the class", Assert.Throws<InvalidDataException>(() => OtherSpeciesNet.Load(file)).Message, StringComparison.Ordinal);
        file.Position = 0;
        Assert.Equal(new FlowerNet(seed: 5).Parameters.Hash(), CrossValidated.Load(file).Parameters.Hash());
    }

    [Fact]
    public void Predict_AllocatesNothing()
    {
        var flowers = new FlowerNet();
        var everything = new EverythingNet();
        var flower = new Flower(1, 2, 3, 4);
        int sum = 0;
        float[] probabilities = new float[3];
        void Run()
        {
            for (int i = 0; i < 1000; i++)
            {
                sum += (int)flowers.Predict(flower) + (int)everything.Predict(s_row);
                flowers.PredictProbabilities(flower, probabilities);
            }
        }

        Run();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        GC.KeepAlive(sum);
    }

    [Fact]
    public void LayersByHand_ReadTypedRows()
    {
        var model = new LayeredFlowerNet(seed: 2);

        Assert.Equal(4, LayeredFlowerNet.InputSize);
        Assert.Equal(model.PredictClass([1, 2, 3, 4]), (int)model.Predict(new Flower(1, 2, 3, 4)));
    }

    private static float[] Features<TNetwork, TIn, TOut>(TIn row)
        where TNetwork : class, ITypedNetwork<TNetwork, TIn, TOut>
    {
        float[] features = new float[TNetwork.Description.InputSize];
        Array.Fill(features, float.NaN);
        TNetwork.ReadFeatures(row, features);
        return features;
    }

    private static float[] Values(ParameterBuffer parameters, string name, int count)
    {
        float[] values = new float[count];
        parameters.CopyTo(name, values);
        return values;
    }
}

public enum Species
{
    Setosa,
    Versicolor,
    Virginica,
}

public enum OtherSpecies
{
    Sunflower,
    Rose,
    Tulip,
}

public enum Color
{
    Red,
    Green,
    Blue = 7,
    Crimson = Red,
}

public enum Two
{
    A,
    B,
}

public struct Everything
{
    public float Real;
    public double Exact;
    public int Whole;
    public bool Flag;

    public Color Color { get; set; }

    public int? MaybeWhole { get; init; }

    public Color? MaybeColor { get; init; }

    public byte Small;
    public decimal Money;
    public Half Half;

    [Feature(Name = "pressure", Offset = 101325f, Scale = 0.01f)]
    public float Pressure;

    public int @class;

    [Feature(Skip = true)]
    public string Text;

    public static int NotAFeature => 1;

    public const int NeitherAFeature = 2;

    private readonly int _hidden = 0;

    public Everything()
    {
        Text = _hidden.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}

public sealed record SwappedFlower(float SepalWidth, float SepalLength, float PetalLength, float PetalWidth);

public readonly record struct Box([Feature(Skip = true)] string Label, [property: Feature(Name = "width")] float Width, double Height);

public readonly record struct Prices(float Low, double High);

public class MutablePrices
{
    public float Low { get; set; }

    public double High { get; set; }
}

[Mlp<Flower, Species>(10)]
public partial class FlowerNet;

[Mlp<SwappedFlower, Species>(10)]
public partial class SwappedNet;

[Mlp<Flower, OtherSpecies>(10)]
public partial class OtherSpeciesNet;

[Mlp<Everything, Two>(4)]
internal sealed partial class EverythingNet;

[Mlp<Box, float>(4)]
public partial class BoxNet;

[Mlp<Box, Prices>]
public partial class PricesNet;

[Mlp<Box, MutablePrices>]
public partial class MutablePricesNet;

[Sequential<Flower, Species>, Linear(8), Tanh, Linear(3)]
public partial class LayeredFlowerNet;

public sealed record Plot(float Area, float Slope);

public enum Grade
{
    Low,
    High,
}

[Sequential<Plot, double>, Standardize, Linear(4), Tanh, Linear(1), Standardize]
public partial class ScaledPlots;

[Mlp<Plot, Grade>(4, Standardize = true)]
public partial class ScaledFeatures;
