using System.ComponentModel;

namespace StaticNet.Activations;

/// <summary>The constants of an activation, as a type: of one value where the function takes one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IActivationConstants
{
    /// <summary>The slope, α, λ, β or minimum.</summary>
    static abstract float First { get; }

    /// <summary>The threshold or maximum; unused where the function takes one constant.</summary>
    static abstract float Second { get; }
}
