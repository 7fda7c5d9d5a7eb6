namespace StaticNet;

/// <summary>How far one output is from its targets.</summary>
/// <param name="Name">The output's name, for a network over typed rows; null where outputs have none.</param>
/// <param name="MeanAbsoluteError">Mean of |output − target|.</param>
/// <param name="RootMeanSquaredError">Root of the mean of (output − target)².</param>
/// <param name="R2">Coefficient of determination, 1 − Σ(target − output)²/Σ(target − mean)²; as in <see cref="Evaluation.R2"/> where all targets are equal.</param>
public readonly record struct OutputErrors(string? Name, double MeanAbsoluteError, double RootMeanSquaredError, double R2);
