using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Layers;

/// <summary>What networks of layers say of themselves.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public void ToString_IsWhatPyTorchPrints() => Assert.Equal(
        """
        Tutorial(
          (0): Linear(in_features=4, out_features=32, bias=True)
          (1): LayerNorm((32,), eps=1e-05, elementwise_affine=True)
          (2): SiLU()
          (3): Dropout(p=0.1, inplace=False)
          (4): Linear(in_features=32, out_features=3, bias=True)
          (5): Softmax(dim=1)
        )
        """.ReplaceLineEndings("\n"),
        new Tutorial().ToString());

    [Fact]
    public void ToString_NamesEveryKind()
    {
        Assert.Contains("(1): BatchNorm1d(14, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)", new BatchNorms().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(5): BatchNorm1d(10, eps=0.001, momentum=0.3, affine=False, track_running_stats=True)", new BatchNorms().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(7): PReLU(num_parameters=1)", new Residuals().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(0): RMSNorm((11,), eps=None, elementwise_affine=True)", new RootMeanSquares().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(3): RMSNorm((13,), eps=0.001, elementwise_affine=False)", new RootMeanSquares().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(0): ScaleShift(7, mean=True)", new ScaleShifts().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(scaled): ScaleShift(13)", new ScaleShifts().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(0): Standardize(5)", new Standardized().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(targets): Standardize(3, inverse=True)", new Standardized().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(inputs): MinMax(11, low=-1.0, high=1.0)", new MinMaxed().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(7): Hardtanh(min_val=-inf, max_val=1.5)", new ScaleShifts().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(3): Residual(from=stem)", new Residuals().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(5): Concat(dim=1, from=input)", new Residuals().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(8): Residual(from=5)", new Residuals().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(9): Concat(dim=1, from=stem, first=5, count=4)", new Residuals().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(1): Residual(from=input)", new ResidualOnInput().ToString(), System.StringComparison.Ordinal);
        Assert.Contains("(stem): Linear(", new Residuals().ToString(), System.StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_CountsParametersOfEveryLayer()
    {
        string[] lines = new Tutorial().Summary().Split('\n');
        Assert.Contains(lines, line => line.StartsWith("1 ", System.StringComparison.Ordinal) && line.Contains("LayerNorm((32,)", System.StringComparison.Ordinal) && line.Contains(" 64 ", System.StringComparison.Ordinal) && line.EndsWith("256", System.StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("total", System.StringComparison.Ordinal) && line.Contains(" 323 ", System.StringComparison.Ordinal));
        Assert.Equal((4 * 32) + 32 + 64 + (32 * 3) + 3, Tutorial.ParameterCount);
    }

    [Fact]
    public void Description_SaysWhatResidualAndConcatRead() => Assert.Equal(
        [(3, 1.0), (5, 0.0), (8, 6.0), (9, 1.0)],
        Residuals.Description.Layers.Select((layer, i) => (i, layer)).Where(l => l.layer.Kind is "Residual" or "Concat").Select(l => (l.i, l.layer.Argument("from"))));
}
