using System;
using System.ComponentModel;

namespace StaticNet.Persistence.Constants;

/// <summary>The <c>ForwardSequences</c> of a network with memory: whole sequences, each from a new state.</summary>
/// <param name="steps">Steps of each sequence.</param>
/// <param name="inputs">[count, steps, InputSize].</param>
/// <param name="outputs">[count, steps, OutputSize], many to one [count, OutputSize].</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void SequencePass(int steps, ReadOnlySpan<float> inputs, Span<float> outputs);
