using System;

namespace StaticNet;

/// <summary>
/// Compiles the network of a model file into the class it stands on: <c>[ModelFile("iris.safetensors")]</c> or
/// <c>[ModelFile("model.onnx")]</c>. Sizes, layers, names and weights come from the file, which the build reads; the program needs
/// it no longer. The class must be <c>partial</c>.
/// </summary>
/// <param name="path">
/// A <c>.safetensors</c>, <c>.onnx</c> or <c>.npz</c> file of the project: its path from the project's folder with <c>/</c> between folders, or
/// its name alone where only one file has it.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ModelFileAttribute(string path) : Attribute
{
    /// <summary>The model file.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// Whether the weights become constants of the assembly: nothing is loaded, no instance holds any, and they cannot be trained
    /// or replaced. Default false: each instance starts with a copy of the file's weights.
    /// </summary>
    public bool Frozen { get; set; }

    /// <summary>
    /// Whether losses, gradients and training are left out. The class then implements <see cref="IInferenceNetwork{TSelf}"/>
    /// instead of <see cref="INetwork{TSelf}"/>, with memory <see cref="IStreamingInferenceNetwork{TSelf}"/>. Default false.
    /// </summary>
    public bool InferenceOnly { get; set; }

    /// <summary>
    /// For a file that holds weights only (a state dict of PyTorch): stands where the numbers of an <c>nn.Sequential</c> leave out a
    /// module, and before every Linear layer but the first where layers have names. Default <see cref="StaticNet.Activation.ReLU"/>.
    /// Where a file does not tell its place, the layers are written beside this attribute.
    /// </summary>
    public Activation Activation { get; set; } = Activation.ReLU;

    /// <summary>For a file that holds weights only: follows the last layer. Default <see cref="StaticNet.Activation.Identity"/>.</summary>
    public Activation OutputActivation { get; set; } = Activation.Identity;

    /// <summary>
    /// For a file that holds weights only: takes the tensors whose names begin with it, <c>Prefix = "actor."</c>, under the rest of
    /// their names. Default: all tensors.
    /// </summary>
    public string Prefix { get; set; } = "";

    /// <summary>
    /// For a file that holds weights only: whether its weights are [inputs, outputs], as Keras, scikit-learn and Burn store them, and not
    /// [outputs, inputs] as PyTorch does. Default false; a file that shows the other layout is refused until it is accepted here.
    /// </summary>
    public bool Transposed { get; set; }

    /// <summary>
    /// Which of the outputs of an <c>.onnx</c> file the class computes, by the graph's name: <c>Output = "probabilities"</c>. What
    /// that output does not depend on is ignored. Needed only where the file has several. Of a state dict with the names of
    /// stable-baselines3: which of its two networks, <c>"action_net"</c> or <c>"value_net"</c>.
    /// </summary>
    public string? Output { get; set; }

    /// <summary>What training minimizes. Default: see <see cref="StaticNet.Loss.Auto"/>.</summary>
    public Loss Loss { get; set; } = Loss.Auto;

    /// <summary>Whether the single-sample pass is written out without loops.</summary>
    public Unroll Unroll { get; set; } = Unroll.Auto;
}
