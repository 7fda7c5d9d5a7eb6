namespace StaticNet.Generator.Planning.Stages;

/// <summary>
/// A stage that outside training is one factor and one summand per column, both a function of parameters alone: a linear stage before it takes
/// them into its sums. They are computed once per call, since parameters are live; a frozen network has them instead of the running averages.
/// </summary>
/// <param name="Weight">Null where it is 1.</param>
/// <param name="Bias">Null where it is 0.</param>
/// <param name="Mean">The running average of the values.</param>
/// <param name="Variance">That of their squared distances from it.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record ScaleShiftPlan(ParameterPlan? Weight, ParameterPlan? Bias, ParameterPlan Mean, ParameterPlan Variance, float Epsilon)
{
    /// <summary>Floats from the factors to the summands, wherever they lie: that from mean to variance.</summary>
    public int Distance => Variance.Offset - Mean.Offset;
}
