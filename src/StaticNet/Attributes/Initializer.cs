namespace StaticNet;

/// <summary>How the weights of a layer start. All draw from the seed given to the network's constructor.</summary>
public enum Initializer
{
    /// <summary>PyTorch's default for <c>nn.Linear</c>: weight and bias uniform in ±1/√inputs.</summary>
    Auto,
    /// <summary>He et al. 2015, uniform in ±√(6/inputs); bias 0.</summary>
    KaimingUniform,
    /// <summary>He et al. 2015, normal with deviation √(2/inputs); bias 0.</summary>
    KaimingNormal,
    /// <summary>Glorot and Bengio 2010, uniform in ±√(6/(inputs + outputs)); bias 0.</summary>
    XavierUniform,
    /// <summary>Glorot and Bengio 2010, normal with deviation √(2/(inputs + outputs)); bias 0.</summary>
    XavierNormal,
    /// <summary>All zero.</summary>
    Zeros,
    /// <summary>LeCun et al. 1998, uniform in ±√(3/inputs); bias 0.</summary>
    LeCunUniform,
    /// <summary>LeCun et al. 1998, normal with deviation √(1/inputs); bias 0.</summary>
    LeCunNormal,
    /// <summary>Saxe et al. 2014, a random (semi-)orthogonal matrix; bias 0.</summary>
    Orthogonal,
    /// <summary>Normal with deviation 0.02, drawn again outside ±2 deviations; bias 0.</summary>
    TruncatedNormal,
    /// <summary>All one; bias 0.</summary>
    Ones,
}
