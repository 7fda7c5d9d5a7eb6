namespace StaticNet.Generator.Planning.Stages;

/// <summary>
/// A stage that outside training is one factor and one summand per column: a linear stage before it takes them into its sums. Where they
/// follow from running statistics they are computed once per call, since parameters are live; a frozen network has them instead of the statistics.
/// </summary>
/// <param name="Factors">Where the factors are stored; for running statistics, where a frozen network has them.</param>
/// <param name="Summands">Where the summands are stored; for running statistics, where a frozen network has them.</param>
/// <param name="Statistics">What both follow from; null where they are constants of the layer.</param>
internal sealed record FoldedPlan(ParameterPlan Factors, ParameterPlan Summands, RunningStatisticsPlan? Statistics)
{
    /// <summary>Floats from the factors to the summands, wherever they lie.</summary>
    public int Distance => Summands.Offset - Factors.Offset;
}

/// <summary>The running statistics of a batch normalization.</summary>
/// <param name="Weight">Null where it is 1.</param>
/// <param name="Bias">Null where it is 0.</param>
/// <param name="Mean">The running average of the values.</param>
/// <param name="Variance">That of their squared distances from it.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record RunningStatisticsPlan(ParameterPlan? Weight, ParameterPlan? Bias, ParameterPlan Mean, ParameterPlan Variance, float Epsilon);
