namespace StaticNet;

/// <summary>The mean over the steps of a sequence: layers behind it see one row per sequence (many to one). In a stream, the mean of all steps so far.</summary>
public sealed class MeanOverTimeAttribute : LayerAttribute;
