namespace StaticNet;

/// <summary>The last step of a sequence: layers behind it see one row per sequence (many to one). With <c>SequenceBatch.Lengths</c>, each sequence's own last step. In a stream, the current step.</summary>
public sealed class LastStepAttribute : LayerAttribute;
