namespace StaticNet.Samples.Playground.Networks;

/// <summary>The layers of a network, apart from the activation between them.</summary>
public enum NetworkShape
{
    /// <summary>2 → 2, no hidden layer.</summary>
    Line,

    /// <summary>2 → 8 → 2.</summary>
    Narrow,

    /// <summary>2 → 16 → 16 → 2.</summary>
    Wide,

    /// <summary>2 → 8 → 8 → 8 → 2.</summary>
    Deep,

    /// <summary>2 → 16 → 16 → 2 with layer normalization.</summary>
    Normed,
}
