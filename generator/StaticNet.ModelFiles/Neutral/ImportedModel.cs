using System;
using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>What a model file holds, whatever its format: layers in order of computation, and their weights.</summary>
internal sealed class ImportedModel
{
    /// <summary>Of arithmetic in float.</summary>
    public const double SingleTolerance = TestVectors.SingleTolerance;

    /// <summary>Of arithmetic in float16, whose unit roundoff is 4.9e-4.</summary>
    public const double HalfTolerance = 4e-3;

    /// <summary>Of arithmetic in bfloat16, whose unit roundoff is 3.9e-3.</summary>
    public const double BrainTolerance = 3e-2;

    /// <summary>The file's name as the project has it.</summary>
    public string Source { get; set; } = "";

    /// <summary>The output of the file that this is; empty where the format has no names for outputs.</summary>
    public string Output { get; set; } = "";

    /// <summary>Values per input row.</summary>
    public int InputSize { get; set; }

    /// <summary>Values per output row.</summary>
    public int OutputSize => Layers.Count == 0 ? InputSize : Layers[Layers.Count - 1].OutputSize;

    /// <summary>How stored test vectors beside the file differ from what the layers compute; empty where they do not.</summary>
    public string VectorsProblem { get; set; } = "";

    /// <summary>How far outputs of the class may be from stored ones, relative to the largest: more where the file computes in half precision.</summary>
    public double Tolerance { get; set; } = SingleTolerance;

    /// <summary>The tolerance that fits weights of these dtypes.</summary>
    public static double ToleranceOf(IEnumerable<string> dataTypes)
    {
        double tolerance = SingleTolerance;
        foreach (string type in dataTypes)
        {
            tolerance = Math.Max(tolerance, type == "BF16" ? BrainTolerance : type == "F16" ? HalfTolerance : SingleTolerance);
        }

        return tolerance;
    }

    /// <summary>Whether the file holds weights only: tensors without layers, in whatever order.</summary>
    public bool IsStateDict { get; set; }

    /// <summary>Sequences of inputs and outputs that the file itself holds, each from the zero state.</summary>
    public List<(float[] Inputs, float[] Outputs)> Cases { get; } = [];

    /// <summary>Whether a step depends on the steps before it.</summary>
    public bool IsStreaming => Layers.Exists(static layer => TimeLayers.HasMemory(layer.Kind));

    /// <summary>Whether a sequence has one output.</summary>
    public bool IsManyToOne => Layers.Exists(static layer => TimeLayers.EndsTime(layer.Kind));

    /// <summary>Each layer reads layers before it; the last one is the output.</summary>
    public List<ImportedLayer> Layers { get; } = [];

    /// <summary>The file's name of the value that each layer writes, where its format has names for values; not part of the text form.</summary>
    public List<string> ValueNames { get; } = [];

    /// <summary>The parameters, in PyTorch's order and layout.</summary>
    public List<ImportedTensor> Tensors { get; } = [];

    /// <summary>Tensors, by their index, that hold numbers that are not finite, and what they hold; −1 for a number of a layer. Null until it has been looked for.</summary>
    public List<(int Tensor, string What)>? NotFinite { get; set; }

    /// <summary>Tensors of a state dict that are no floats.</summary>
    public List<(string Name, int[] Shape, string DataType)> ForeignTensors { get; } = [];
}

/// <summary>One output of a model file: its layers, or why it cannot be compiled.</summary>
/// <param name="Name">The file's name of it; empty where there is only one and it has none.</param>
/// <param name="Model">The layers; null where there is a problem.</param>
/// <param name="Problem">What is wrong; null where nothing is.</param>
internal sealed record ImportedOutput(string Name, ImportedModel? Model, ModelFileException? Problem);

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
/// <param name="Shape">[outputs, inputs] or [outputs]; of a Conv1d [outputs, inputs / groups, kernel_size].</param>
/// <param name="Values">Row-major.</param>
internal sealed record ImportedTensor(int Layer, string Name, int[] Shape, float[] Values)
{
    /// <summary>What the file calls it, where that is something else; not part of the text form.</summary>
    public string Origin { get; init; } = "";
}
