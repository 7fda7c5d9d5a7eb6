using System.Collections.Generic;

namespace StaticNet;

/// <summary>A network's loss on some data in double, as a function of its parameters.</summary>
internal interface IDoubleLoss
{
    /// <summary>The parameters by name, in PyTorch's order; may be changed between calls of <see cref="Loss"/>.</summary>
    Dictionary<string, double[]> Parameters { get; }

    /// <summary>The mean loss.</summary>
    double Loss();
}
