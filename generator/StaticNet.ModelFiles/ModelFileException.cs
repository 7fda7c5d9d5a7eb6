using System;

namespace StaticNet.ModelFiles;

/// <summary>A model file that is sound but holds something that is not supported; says where.</summary>
internal class ModelFileException(string node, string operation, string message) : Exception(message)
{
    /// <summary>The node's name, or the first value that it writes; empty where no node is to blame.</summary>
    public string Node { get; } = node;

    /// <summary>The node's operator; empty where no node is to blame.</summary>
    public string Operation { get; } = operation;

    /// <summary>Whether the import is at fault and not the file: the layers compute something else than the graph.</summary>
    public bool IsFault { get; init; }
}
