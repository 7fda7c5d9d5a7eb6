namespace StaticNet;

/// <summary>
/// While training, sets each value to 0 with a probability and divides the others by 1 − probability; otherwise does nothing
/// (Srivastava et al. 2014; PyTorch's <c>nn.Dropout</c>). The masks follow from the trainer's seed.
/// </summary>
/// <param name="probability">Of a value being dropped: 0 or more, less than 1.</param>
public sealed class DropoutAttribute(float probability = 0.5f) : LayerAttribute
{
    /// <summary>Probability of a value being dropped.</summary>
    public float Probability { get; } = probability;
}
