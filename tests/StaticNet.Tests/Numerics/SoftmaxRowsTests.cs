using System;
using System.Linq;
using System.Text.Json;
using StaticNet.Numerics;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Numerics;

public sealed class SoftmaxRowsTests
{
    private delegate void RowFunction(ref float values, int rows, int columns, int stride, ref float result, int resultStride);

    public static TheoryData<int> FixtureIndices => [.. Enumerable.Range(0, 32)];

    public static TheoryData<int, int> Shapes => new(
        from columns in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 23, 24, 31, 33, 100]
        from padding in (int[])[0, 1, 6]
        select (columns, padding));

    [Theory]
    [MemberData(nameof(FixtureIndices))]
    public void Rows_AreThoseOfPyTorch(int index)
    {
        using JsonDocument document = FixtureFiles.ReadJson("softmax.json");
        JsonElement test = document.RootElement.GetProperty("cases")[index];
        float[] x = [.. Numbers(test.GetProperty("x")).Select(v => (float)v)];
        Check(SoftmaxRows.Softmax, x, Numbers(test.GetProperty("f64").GetProperty("softmax")));
        Check(SoftmaxRows.LogSoftmax, x, Numbers(test.GetProperty("f64").GetProperty("log_softmax")));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Results_HaveTheDocumentedOrder_InPlaceToo(int columns, int padding)
    {
        const int Rows = 19; // two groups of eight rows, and a rest
        foreach (bool log in (bool[])[false, true])
        {
            RowFunction function = log ? SoftmaxRows.LogSoftmax : SoftmaxRows.Softmax;
            RowMatrix x = new(Rows, columns, padding, seed: 11), y = new(Rows, columns, 0, seed: 12);
            float[] expected = [.. Enumerable.Range(0, Rows).SelectMany(row => Reference(x.Row(row), log))];
            function(ref x.First, Rows, columns, x.Stride, ref y.First, y.Stride);
            y.AssertRows(expected);
            y.AssertPaddingAndSurroundingsUntouched();
            function(ref x.First, Rows, columns, x.Stride, ref x.First, x.Stride);
            x.AssertRows(expected);
            x.AssertPaddingAndSurroundingsUntouched();
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Backward_IsTheVectorJacobianProduct(int columns, int padding)
    {
        const int Rows = 3;
        RowMatrix x = new(Rows, columns, padding, seed: 13), g = new(Rows, columns, 2, seed: 14), y = new(Rows, columns, 1, seed: 15), dx = new(Rows, columns, padding, seed: 16);
        foreach (bool log in (bool[])[false, true])
        {
            if (log)
            {
                SoftmaxRows.LogSoftmax(ref x.First, Rows, columns, x.Stride, ref y.First, y.Stride);
                SoftmaxRows.LogSoftmaxBackward(ref g.First, g.Stride, ref y.First, y.Stride, Rows, columns, ref dx.First, dx.Stride);
            }
            else
            {
                SoftmaxRows.Softmax(ref x.First, Rows, columns, x.Stride, ref y.First, y.Stride);
                SoftmaxRows.SoftmaxBackward(ref g.First, g.Stride, ref y.First, y.Stride, Rows, columns, ref dx.First, dx.Stride);
            }

            for (int row = 0; row < Rows; row++)
            {
                double[] p = SoftmaxInDouble(x.Row(row));
                float[] gradient = g.Row(row);
                double sum = gradient.Sum(v => (double)v), dot = gradient.Zip(p, (v, q) => v * q).Sum();
                for (int i = 0; i < columns; i++)
                {
                    double expected = log ? gradient[i] - (p[i] * sum) : p[i] * (gradient[i] - dot);
                    Assert.True(Math.Abs(dx[row, i] - expected) <= 4e-6 * 4, $"log {log} [{row}, {i}] = {dx[row, i]:R}, expected {expected:R}");
                }
            }

            dx.AssertPaddingAndSurroundingsUntouched();
        }

        // In place of the gradient.
        float[] apart = [.. Enumerable.Range(0, Rows).SelectMany(dx.Row)];
        SoftmaxRows.LogSoftmaxBackward(ref g.First, g.Stride, ref y.First, y.Stride, Rows, columns, ref g.First, g.Stride);
        g.AssertRows(apart);
    }

    private static void Check(RowFunction function, float[] x, double[] expected)
    {
        float[] y = new float[x.Length];
        function(ref x[0], 1, x.Length, x.Length, ref y[0], x.Length);
        double bound = (4e-6 * expected.Where(v => float.IsFinite((float)v)).Select(Math.Abs).DefaultIfEmpty().Max()) + 1e-30;
        for (int i = 0; i < x.Length; i++)
        {
            // −6.8e38, say, is −∞ in single precision.
            bool equal = float.IsFinite((float)expected[i]) ? Math.Abs(y[i] - expected[i]) <= bound : y[i].Equals((float)expected[i]);
            Assert.True(equal, $"{function.Method.Name}[{i}] = {y[i]:R}, PyTorch has {expected[i]:R}");
        }
    }

    private static float[] Reference(float[] x, bool log)
    {
        float max = x.Max();
        float[] e = [.. x.Select(v => VectorMath.ExpNonPositive(v - max))];
        float s = RowMatrix.SumInOrder(e);
        return log ? [.. x.Select(v => (v - max) - VectorMath.Log(s))] : [.. e.Select(v => v * (1f / s))];
    }

    private static double[] SoftmaxInDouble(float[] x)
    {
        double[] e = [.. x.Select(v => Math.Exp(v))];
        return [.. e.Select(v => v / e.Sum())];
    }

    private static double[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? double.Parse(v.GetString()!) : v.GetDouble())];
}
