using System.ComponentModel;

namespace StaticNet.Layers;

/// <summary>Selects a generated constructor that leaves the parameters at zero, for copies. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Uninitialized;
