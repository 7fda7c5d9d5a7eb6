using System.Linq;
using StaticNet.Data;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Data.Tests;

public class CrossValidationTests
{
    [Fact]
    public void Iris_ByFiveStratifiedFolds_IsLearned()
    {
        CsvTable table = CsvTable.Read(FixtureFiles.Find("data/iris.csv"));
        float[] x = table.Matrix(table.ColumnsExcept("class"));
        int[] y = table.Labels("class").Values;

        double[] accuracies = [.. RowFolds.Stratified(y, folds: 5, seed: 1).Select(fold =>
        {
            var model = new CrossValidated();
            model.Fit(RowIndices.Take<float>(x, 4, fold.Training), RowIndices.Take<int>(y, 1, fold.Training), new Adam(0.01), new FitOptions { Epochs = 100, BatchSize = 16, Seed = 1 });
            return model.Evaluate(RowIndices.Take<float>(x, 4, fold.Test), RowIndices.Take<int>(y, 1, fold.Test)).Accuracy;
        })];

        Assert.InRange(accuracies.Average(), 0.94, 1);
    }
}

[Mlp(4, 10, 3)]
public partial class CrossValidated;
