using System.Collections.Generic;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>How a tensor of a layer over time lies: rows of inputs, each with its outputs in padded groups.</summary>
/// <param name="Shape">PyTorch's shape: [outputs], [outputs, inputs] or [outputs, inputs per group, kernel].</param>
/// <param name="Stride">Floats from one row to the next.</param>
/// <param name="Groups">Groups of outputs: the gates of a recurrent layer.</param>
/// <param name="GroupStride">Floats from one group to the next.</param>
/// <param name="FirstSlot">Where the first group lies.</param>
/// <param name="FanIn">It starts from the uniform distribution between ±1/√fanIn.</param>
internal sealed record GroupedTensor(IReadOnlyList<int> Shape, int Stride, int Groups, int GroupStride, int FirstSlot, int FanIn);
