using System.Collections.Generic;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>What a model file holds, whatever its format: layers in order of computation, and their weights.</summary>
internal sealed class ImportedModel
{
    /// <summary>The file's name as the project has it.</summary>
    public string Source { get; set; } = "";

    /// <summary>Values per input row.</summary>
    public int InputSize { get; set; }

    /// <summary>Values per output row.</summary>
    public int OutputSize => Layers.Count == 0 ? InputSize : Layers[Layers.Count - 1].OutputSize;

    /// <summary>Whether the file holds weights only: tensors without layers, in whatever order.</summary>
    public bool IsStateDict { get; set; }

    /// <summary>Each layer reads layers before it; the last one is the output.</summary>
    public List<ImportedLayer> Layers { get; } = [];

    /// <summary>The parameters, in PyTorch's order and layout.</summary>
    public List<ImportedTensor> Tensors { get; } = [];

    /// <summary>Tensors of a state dict that are no floats.</summary>
    public List<(string Name, int[] Shape, string DataType)> ForeignTensors { get; } = [];
}

/// <summary>One layer: PyTorch's name of its kind (activations as in the Activation enumeration; <c>Add</c> and <c>Concat</c> for two inputs).</summary>
/// <param name="Kind">For example <c>Linear</c>, <c>LeakyReLU</c>, <c>LayerNorm</c>, <c>Add</c>.</param>
/// <param name="Name">Prefix of the layer's parameters; its index where the file has no name for it.</param>
/// <param name="InputSize">Values read per row (of the first input).</param>
/// <param name="OutputSize">Values written per row.</param>
/// <param name="Inputs">Indices of the layers it reads; -1 is the network's input.</param>
/// <param name="Arguments">PyTorch's names and values: <c>negative_slope</c>, <c>eps</c>, …</param>
internal sealed record ImportedLayer(
    string Kind, string Name, int InputSize, int OutputSize, int[] Inputs, params (string Name, double Value)[] Arguments);

/// <summary>One parameter.</summary>
/// <param name="Layer">Index of its layer; -1 in a state dict.</param>
/// <param name="Name">Its full name: <c>hidden.weight</c>.</param>
/// <param name="Shape">[outputs, inputs] or [outputs].</param>
/// <param name="Values">Row-major.</param>
internal sealed record ImportedTensor(int Layer, string Name, int[] Shape, float[] Values);
