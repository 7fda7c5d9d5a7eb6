using System.Collections.Generic;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>The sequences that a graph reads.</summary>
/// <param name="Name">The input's name.</param>
/// <param name="Axes">What its dimensions are.</param>
/// <param name="Features">Values per step.</param>
/// <param name="Batch">Sequences per run where the file fixes it, otherwise −1.</param>
/// <param name="Steps">Steps where the file fixes them, otherwise −1.</param>
/// <param name="States">Other inputs, which recurrent operators begin with.</param>
internal sealed record SequenceInput(string Name, string Axes, int Features, long Batch, long Steps, IReadOnlyCollection<string> States);
