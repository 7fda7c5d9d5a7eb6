using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>The formulas that all norms share: y = n·weight + bias with n the normalised value, and its gradients.</summary>
/// <param name="Root">What the value is divided by.</param>
/// <param name="IsCentred">Whether the mean is taken away first, and a bias added in the end.</param>
internal sealed record NormText(string Root, bool IsCentred)
{
    private string Normalised => $"{(IsCentred ? "(x − mean)" : "x")}/{Root}";

    public string Formula(StagePlan stage) => $"y = {Normalised}{(stage.IsTrained ? IsCentred ? "·weight + bias" : "·weight" : "")}";

    public string Derivative(StagePlan stage)
    {
        string own = !stage.IsTrained ? "g = dy" : IsCentred ? "dweight = Σ dy·n, dbias = Σ dy; g = dy·weight" : "dweight = Σ dy·n; g = dy·weight";
        return $"n = {Normalised}: {own}, dx = (g − {(IsCentred ? "mean(g) − " : "")}n·mean(g·n))/{Root}";
    }
}
