using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>Computes what an imported model says, in double, one row at a time.</summary>
internal static class ImportedModelEvaluator
{
    public static double[] Evaluate(ImportedModel model, IReadOnlyList<float> row)
    {
        Assert.Equal(model.InputSize, row.Count);
        return new LayerEvaluator(model).Evaluate([.. row.Select(value => (double)value)]);
    }
}
