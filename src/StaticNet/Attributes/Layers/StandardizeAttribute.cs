namespace StaticNet;

/// <summary>
/// Standardizes features. As a network's first layer: y = (x − mean)/std, each input to mean 0 and deviation 1. As its last layer it scales the outputs
/// back to the units of the targets, y = x·std + mean, and the loss is computed in those units. <c>model.FitStandardize(x)</c> or
/// <c>FitStandardize(x, y)</c> measures the numbers. Buffers <c>mean</c> and <c>std</c>, [values] each, 0 and 1 in a new network: saved, loaded, exported,
/// never trained. A deviation of 0 counts as 1.
/// </summary>
public sealed class StandardizeAttribute : LayerAttribute;
