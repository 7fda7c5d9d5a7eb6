using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>A function of one number as a chain of activations and lines.</summary>
internal sealed class FunctionDecomposition
{
    private readonly Dictionary<ScalarFunction, FunctionStep[]?> _known = [];

    /// <summary>The steps in the order of computation, or null where there is no such chain.</summary>
    public FunctionStep[]? Of(ScalarFunction function)
    {
        if (function.Operation == "x")
        {
            return [];
        }

        if (!_known.TryGetValue(function, out FunctionStep[]? steps))
        {
            steps = Find(function);
            _known.Add(function, steps);
        }

        return steps;
    }

    private FunctionStep[]? Find(ScalarFunction function)
    {
        if (Whole(function) is FunctionStep[] whole)
        {
            return whole;
        }

        // Something of what a part computes: the largest part first.
        foreach (ScalarFunction part in function.Parts().Where(part => part.Operands.Count > 0 && !ReferenceEquals(part, function)).OrderByDescending(part => part.Size))
        {
            if (function.Around(part) is ScalarFunction outer && !outer.IsNumber && Whole(outer) is FunctionStep[] last && Of(part) is FunctionStep[] first)
            {
                return Joined(first, last);
            }
        }

        return null;
    }

    /// <summary>In pieces, or one smooth activation.</summary>
    private static FunctionStep[]? Whole(ScalarFunction function) => PiecewisePolynomial.Of(function) is PiecewisePolynomial pieces
        ? PiecewiseLayers.Of(pieces, function.Evaluate)
        : ActivationRecognizer.Recognize(function);

    /// <summary>A line after a line is one.</summary>
    private static FunctionStep[] Joined(FunctionStep[] first, FunctionStep[] last)
    {
        if (first.Length == 0 || last.Length == 0 || !first[first.Length - 1].IsLine || !last[0].IsLine)
        {
            return [.. first, .. last];
        }

        FunctionStep inner = first[first.Length - 1];
        FunctionStep outer = last[0];
        FunctionStep line = FunctionStep.Line(outer.Scale * inner.Scale, (outer.Scale * inner.Shift) + outer.Shift);
        return [.. first.Take(first.Length - 1), .. line is { Scale: 1, Shift: 0 } ? Array.Empty<FunctionStep>() : [line], .. last.Skip(1)];
    }
}
