using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace StaticNet.Layers;

/// <summary>A function of every value, applied by a kernel to its results before they are stored. Generated code names one per activation.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowFunction
{
    /// <summary>f(x), element by element; the same bits wherever a value stands.</summary>
    static abstract Vector256<float> Invoke(Vector256<float> x);
}
