namespace StaticNet.Generator;

/// <summary>Names of the pipeline's steps; tests read their run reasons by these.</summary>
internal static class TrackingNames
{
    /// <summary>One per attribute that declares networks: the specs read from its types.</summary>
    public const string Networks = nameof(Networks);

    /// <summary>The texts of model files, and what lies beside them.</summary>
    public const string ModelFiles = nameof(ModelFiles);

    /// <summary>The classes that name a model file, before it is looked at.</summary>
    public const string ModelFileDeclarations = nameof(ModelFileDeclarations);

    /// <summary>Stems of file names that need a hash.</summary>
    public const string CollidingHintNames = nameof(CollidingHintNames);

    /// <summary>The networks that <c>[assembly: NetworkTests]</c> writes tests for.</summary>
    public const string NetworkTests = nameof(NetworkTests);

    /// <summary>The specs as they go to the emitter.</summary>
    public const string NamedNetworks = nameof(NamedNetworks);
}
