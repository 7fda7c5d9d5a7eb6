using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Onnx.Interpretation;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>The one input of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Dimensions of one sample.</param>
/// <param name="HasBatch">Whether a dimension of samples is in front (or behind, where transposed).</param>
/// <param name="Batch">Samples per run where the file fixes it, otherwise -1.</param>
/// <param name="IsTransposed">Whether samples are columns.</param>
internal sealed record GraphInput(string Name, int[] Shape, bool HasBatch, long Batch, bool IsTransposed)
{
    /// <summary>Whether the graph computes in DOUBLE, whose range is wider.</summary>
    public bool IsDouble { get; init; }

    /// <summary>Samples as the graph takes them.</summary>
    public Tensor Tensor(IReadOnlyList<double[]> rows) => IsTransposed
        ? Typed([Shape[0], rows.Count], [.. Enumerable.Range(0, Shape[0]).SelectMany(i => rows.Select(row => row[i]))])
        : Typed(HasBatch ? [rows.Count, .. Shape] : Shape, [.. rows.SelectMany(row => row)]);

    private Tensor Typed(int[] shape, double[] values) => new(IsDouble ? 11 : Interpretation.Tensor.Float, shape, values);
}
