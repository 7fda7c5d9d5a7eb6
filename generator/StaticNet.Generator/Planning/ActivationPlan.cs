using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning;

/// <summary>An activation with its constants.</summary>
internal sealed record ActivationPlan(Activation Function, float Parameter, float SecondParameter)
{
    public static readonly ActivationPlan Identity = new(Activation.Identity, 0f, 0f);

    public static ActivationPlan Of(ActivationSpec layer) => new(layer.Function, layer.Parameter, layer.SecondParameter);

    public ActivationFacts Facts => ActivationFacts.Of(Function);

    public bool IsIdentity => Function == Activation.Identity;

    /// <inheritdoc cref="ActivationFacts.IsRowWise"/>
    public bool IsRowWise => Facts.IsRowWise;

    /// <inheritdoc cref="ActivationFacts.IsPiecewise"/>
    public bool IsPiecewise => Facts.IsPiecewise;

    /// <summary>How many of the constants the function takes.</summary>
    public int ParameterCount => Facts.Constants.Length;

    /// <inheritdoc cref="ActivationFacts.Needs"/>
    public DerivativeNeeds Needs => Facts.Needs;
}
