namespace StaticNet;

/// <summary>The maximum over the steps of a sequence, value by value: layers behind it see one row per sequence (many to one). In a stream, the maximum of all steps so far.</summary>
public sealed class MaxOverTimeAttribute : LayerAttribute;
