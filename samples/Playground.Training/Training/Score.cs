namespace StaticNet.Samples.Playground.Training;

/// <summary>How well a network does on a set of points.</summary>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Accuracy">Share of points whose class has the larger output, 0 to 1.</param>
/// <param name="Count">How many points; with 0 the others are NaN.</param>
public readonly record struct Score(double Loss, double Accuracy, int Count);
