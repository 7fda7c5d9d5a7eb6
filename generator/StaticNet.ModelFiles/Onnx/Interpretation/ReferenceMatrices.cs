using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>Gemm and MatMul.</summary>
internal static class ReferenceMatrices
{
    public static void AddTo(Dictionary<string, Func<OperatorCall, Tensor[]>> operators)
    {
        operators.Add("Gemm", Gemm);
        operators.Add("MatMul", call => [MatMul(call[0], call[1])]);
    }

    private static Tensor[] Gemm(OperatorCall call)
    {
        Tensor a = call.Node.Integer("transA", 0) != 0 ? Transposed(call[0]) : call[0];
        Tensor b = call[1];
        if (a.Rank != 2 || b.Rank != 2)
        {
            throw new InterpretationException("Gemm multiplies matrices");
        }

        bool isTransposed = call.Node.Integer("transB", 0) != 0;
        (int rows, int inner) = (a.Shape[0], a.Shape[1]);
        (int outputs, int expected) = isTransposed ? (b.Shape[0], b.Shape[1]) : (b.Shape[1], b.Shape[0]);
        if (inner != expected)
        {
            throw new InterpretationException($"B takes {expected} values, A has {inner}");
        }

        var values = new double[rows * outputs];
        if (isTransposed)
        {
            MultiplyTransposed(a.Values, b.Values, values, rows, inner, outputs);
        }
        else
        {
            Multiply(a.Values, 0, b.Values, 0, values, 0, rows, inner, outputs);
        }

        double alpha = call.Node.Float("alpha", 1);
        Tensor product = new(a.Type, [rows, outputs], Array.ConvertAll(values, v => alpha * v));
        double beta = call.Node.Float("beta", 1);
        if (beta == 0 || call.Optional(2) is not Tensor c)
        {
            return [product];
        }

        Tensor sum = ReferenceElementwise.Broadcast(product.Type, (v, shift) => v + (beta * shift), product, c);
        return sum.Values.Length == product.Values.Length ? [sum] : throw new InterpretationException("C is larger than the product");
    }

    private static Tensor Transposed(Tensor matrix)
    {
        if (matrix.Rank != 2)
        {
            throw new InterpretationException("only a matrix can be transposed here");
        }

        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        var values = new double[matrix.Values.Length];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                values[(c * rows) + r] = matrix.Values[(r * columns) + c];
            }
        }

        return new(matrix.Type, [columns, rows], values);
    }

    /// <summary>numpy.matmul: the last two dimensions are matrices, those in front are matched.</summary>
    private static Tensor MatMul(Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw new InterpretationException("a single number is no matrix");
        }

        Tensor left = a.Rank == 1 ? a.WithShape(1, a.Shape[0]) : a;
        Tensor right = b.Rank == 1 ? b.WithShape(b.Shape[0], 1) : b;
        int rows = left.Shape[left.Rank - 2];
        int inner = left.Shape[left.Rank - 1];
        int columns = right.Shape[right.Rank - 1];
        if (right.Shape[right.Rank - 2] != inner)
        {
            throw new InterpretationException($"matrices [{string.Join(", ", a.Shape)}] and [{string.Join(", ", b.Shape)}] do not fit each other");
        }

        // The leading dimensions are broadcast by way of the offsets of their matrices.
        Tensor Offsets(Tensor tensor)
        {
            int[] leading = [.. tensor.Shape.Take(tensor.Rank - 2)];
            int size = tensor.Shape[tensor.Rank - 2] * tensor.Shape[tensor.Rank - 1];
            return new(Tensor.Int64, leading, [.. Enumerable.Range(0, Tensor.Product(leading)).Select(i => (double)i * size)]);
        }

        Tensor starts = ReferenceElementwise.Broadcast(Tensor.Int64, (first, _) => first, Offsets(left), Offsets(right));
        Tensor others = ReferenceElementwise.Broadcast(Tensor.Int64, (_, second) => second, Offsets(left), Offsets(right));
        int[] whole = [.. starts.Shape, rows, columns];
        var values = new double[Tensor.Product(whole)];
        for (int m = 0; m < starts.Values.Length; m++)
        {
            Multiply(left.Values, (int)starts.Values[m], right.Values, (int)others.Values[m], values, m * rows * columns, rows, inner, columns);
        }

        IEnumerable<int> shape = starts.Shape;
        shape = a.Rank == 1 ? shape : shape.Append(rows);
        shape = b.Rank == 1 ? shape : shape.Append(columns);
        return new(a.Type, [.. shape], values);
    }

    private static void Multiply(double[] a, int aStart, double[] b, int bStart, double[] y, int yStart, int rows, int inner, int columns)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int k = 0; k < inner; k++)
            {
                double factor = a[aStart + (r * inner) + k];
                int from = bStart + (k * columns);
                int to = yStart + (r * columns);
                for (int c = 0; c < columns; c++)
                {
                    y[to + c] += factor * b[from + c];
                }
            }
        }
    }

    private static void MultiplyTransposed(double[] a, double[] b, double[] y, int rows, int inner, int columns)
    {
        for (int i = 0; i < rows * columns; i++)
        {
            int left = i / columns * inner;
            int right = i % columns * inner;
            double sum = 0;
            for (int k = 0; k < inner; k++)
            {
                sum += a[left + k] * b[right + k];
            }

            y[i] = sum;
        }
    }
}
