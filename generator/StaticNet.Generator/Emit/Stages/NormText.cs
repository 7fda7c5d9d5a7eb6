using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>The formulas that all norms share: y = n·weight + bias with n the normalized value, and its gradients.</summary>
/// <param name="Root">What the value is divided by.</param>
/// <param name="IsCentered">Whether the mean is taken away first, and a bias added in the end.</param>
internal sealed record NormText(string Root, bool IsCentered)
{
    private string Normalized => $"{(IsCentered ? "(x − mean)" : "x")}/{Root}";

    public string Formula(StagePlan stage) => $"y = {Normalized}{(stage.IsTrained ? IsCentered ? "·weight + bias" : "·weight" : "")}";

    public string Derivative(StagePlan stage)
    {
        string own = !stage.IsTrained ? "g = dy" : IsCentered ? "dweight = Σ dy·n, dbias = Σ dy; g = dy·weight" : "dweight = Σ dy·n; g = dy·weight";
        return $"n = {Normalized}: {own}, dx = (g − {(IsCentered ? "mean(g) − " : "")}n·mean(g·n))/{Root}";
    }
}
