using System;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

public class EvaluationTests
{
    [Fact]
    public void ConfusionMatrix_AndScores_AreThoseOfTheDefinitions()
    {
        // actual: 0 0 0 1 1 2; predicted: 0 0 1 1 2 0
        var matrix = new ConfusionMatrix(3);
        foreach ((int actual, int predicted) in new[] { (0, 0), (0, 0), (0, 1), (1, 1), (1, 2), (2, 0) })
        {
            matrix.Add(actual, predicted);
        }

        var evaluation = new Evaluation { Count = 6, Loss = 0.5, ConfusionMatrix = matrix };
        Assert.Equal(0.5, evaluation.Accuracy);
        Assert.Equal([2 / 3.0, 0.5, 0], evaluation.Precision);
        Assert.Equal([2 / 3.0, 0.5, 0], evaluation.Recall);
        Assert.Equal([2 / 3.0, 0.5, 0], evaluation.F1);
        Assert.Equal((2 / 3.0 + 0.5) / 3, evaluation.MacroF1, 1e-15);
        Assert.Equal(new[,] { { 2, 1, 0 }, { 0, 1, 1 }, { 1, 0, 0 } }, matrix.ToArray());
        Assert.True(double.IsNaN(evaluation.R2));
        string[] lines = evaluation.ToString(["setosa", "versicolor", "virginica"]).Split('\n');
        Assert.Equal("loss 0.5000 on 6 rows", lines[0]);
        Assert.Equal("accuracy 50.00 % (3 of 6)", lines[1]);
        Assert.Equal("true \\ predicted      setosa  versicolor   virginica", lines[2]);
        Assert.Equal("setosa                     2           1           0", lines[3]);
        Assert.Equal("setosa          0.667   0.667   0.667     3", lines[7]);
        Assert.Throws<ArgumentException>(() => matrix.ToString(["a"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[3, 0]);
    }

    [Fact]
    public void MacroF1_IsTheMeanOverClassesThatOccur()
    {
        // sklearn.metrics.f1_score([0, 0, 0, 1, 1], [0, 0, 3, 1, 1], average="macro") of 5 possible classes: 0.8, 1 and 0 (class 3 is predicted only).
        var matrix = new ConfusionMatrix(5);
        foreach ((int actual, int predicted) in new[] { (0, 0), (0, 0), (0, 3), (1, 1), (1, 1) })
        {
            matrix.Add(actual, predicted);
        }

        Assert.Equal((0.8 + 1 + 0) / 3, new Evaluation { Count = 5, Loss = 0, ConfusionMatrix = matrix }.MacroF1, 1e-15);
        Assert.True(double.IsNaN(new Evaluation { Count = 5, Loss = 0 }.MacroF1));
    }

    [Fact]
    public void Regression_MatchesTheFormulas_AcrossBlocks()
    {
        // 600 rows: three blocks of the evaluator.
        var random = new Pcg32(1);
        var x = new float[600];
        var y = new float[600];
        Initializers.Normal(x, 0, 1, ref random);
        Initializers.Normal(y, 1, 2, ref random);
        var model = new LoopSine(2);
        var outputs = new float[600];
        model.ForwardBatch(x, outputs);
        double mean = y.Average(v => (double)v);
        double squares = y.Zip(outputs).Sum(p => Math.Pow((double)p.First - p.Second, 2));
        Evaluation evaluation = model.Evaluate(x, y);
        Assert.Equal(y.Zip(outputs).Average(p => Math.Abs((double)p.First - p.Second)), evaluation.MeanAbsoluteError, 1e-9);
        Assert.Equal(Math.Sqrt(squares / 600), evaluation.RootMeanSquaredError, 1e-9);
        Assert.Equal(1 - (squares / y.Sum(v => Math.Pow(v - mean, 2))), evaluation.R2, 1e-9);
        Assert.Equal(squares / 600, evaluation.Loss, 1e-5);
        Assert.Null(evaluation.ConfusionMatrix);
        Assert.True(double.IsNaN(evaluation.Accuracy));
        Assert.Contains("R2", evaluation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OneOutput_IsClassOneAboveZeroLogit()
    {
        var model = new LoopXor();
        foreach (ParameterInfo parameter in LoopXor.Description.Layout.Parameters)
        {
            model.Parameters.Initialize(parameter.Name, 0f);
        }

        model.Parameters.Initialize("fc2.bias", 0.1f);
        Evaluation evaluation = model.Evaluate(new float[8], [0, 1, 1, 1]);
        Assert.Equal(0.75, evaluation.Accuracy);
        Assert.Equal(1, evaluation.ConfusionMatrix![0, 1]);
        Evaluation numbers = model.Evaluate(new float[8], [0f, 1, 1, 1]);
        Assert.Equal(0.75, numbers.Accuracy);
        Assert.Equal(evaluation.Loss, numbers.Loss, 1e-7);
    }

    [Fact]
    public void BadRows_AreRefused()
    {
        var model = new LoopIris();
        Assert.Contains("range [0, 2]", Assert.Throws<ArgumentException>(() => { model.Evaluate(new float[4], [3]); }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => { model.Evaluate([], Array.Empty<int>()); });
        Assert.Throws<ArgumentException>(() => { model.Evaluate(new float[4], new float[4]); });
    }

    [Fact]
    public void Outputs_HaveTheirOwnErrors()
    {
        var model = new LoopIris(1);
        float[] inputs = [.. Enumerable.Range(0, 40).Select(i => MathF.Sin(i))], targets = [.. Enumerable.Range(0, 30).Select(i => 2.5f + MathF.Cos(i * i))];
        float[] outputs = new float[30];
        model.ForwardBatch(inputs, outputs);
        ErrorSums sums = new Evaluator<LoopIris>(model, 1).Errors(inputs, targets);
        OutputErrors[] errors = sums.ToErrors(null);
        for (int c = 0; c < 3; c++)
        {
            double[] residuals = [.. Enumerable.Range(0, 10).Select(row => (double)outputs[(row * 3) + c] - targets[(row * 3) + c])];
            double mean = Enumerable.Range(0, 10).Average(row => (double)targets[(row * 3) + c]);
            double spread = Enumerable.Range(0, 10).Sum(row => Math.Pow(targets[(row * 3) + c] - mean, 2));
            Assert.Equal(residuals.Average(Math.Abs), errors[c].MeanAbsoluteError, 1e-12);
            Assert.Equal(Math.Sqrt(residuals.Average(r => r * r)), errors[c].RootMeanSquaredError, 1e-12);
            Assert.Equal(1 - (residuals.Sum(r => r * r) / spread), errors[c].R2, 1e-12);
        }

        var evaluation = new Evaluation(sums, null) { Count = 10, Loss = 1 };
        Assert.Equal(errors.Average(e => e.R2), evaluation.R2, 1e-12);
        Assert.Equal(errors.Average(e => e.MeanAbsoluteError), evaluation.MeanAbsoluteError, 1e-12);
        Assert.Equal(Math.Sqrt(errors.Average(e => e.RootMeanSquaredError * e.RootMeanSquaredError)), evaluation.RootMeanSquaredError, 1e-12);
        Assert.StartsWith("  output 2: MAE ", evaluation.ToString().Split('\n')[4], StringComparison.Ordinal);
    }
}
