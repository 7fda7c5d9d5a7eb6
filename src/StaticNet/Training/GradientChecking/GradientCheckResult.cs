using System.Globalization;

namespace StaticNet;

/// <summary>How far a network's gradients are from central differences of its loss in double precision.</summary>
public sealed class GradientCheckResult
{
    /// <summary>Above this the check counts as failed. Float gradients of small networks are usually below 1e−6, ill-conditioned ones below 3e−5.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The largest |gradient − difference|, relative to the largest gradient of the same parameter.</summary>
    public required double MaxRelativeError { get; init; }

    /// <summary>The parameter with that error, for example <c>hidden.weight</c>.</summary>
    public required string WorstParameter { get; init; }

    /// <summary>The position of that error in the parameter, row-major as in PyTorch.</summary>
    public required int WorstIndex { get; init; }

    /// <summary>The network's gradient there.</summary>
    public required double WorstGradient { get; init; }

    /// <summary>The central difference there.</summary>
    public required double WorstDifference { get; init; }

    /// <summary>How many values were compared.</summary>
    public required int Compared { get; init; }

    /// <summary>The network's own loss against the loss in double, relative.</summary>
    public required double LossRelativeError { get; init; }

    /// <summary>Whether gradients and loss are within the tolerance.</summary>
    public bool Passed => MaxRelativeError <= Tolerance && LossRelativeError <= Tolerance;

    /// <summary>One line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"gradient check {(Passed ? "passed" : "FAILED")}: max relative error {MaxRelativeError:G3} (tolerance {Tolerance:G3}) at {WorstParameter}[{WorstIndex}], gradient {WorstGradient:G9}, central difference {WorstDifference:G9}; {Compared} values compared, relative error of the loss {LossRelativeError:G3}");
}
