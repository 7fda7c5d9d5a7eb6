using System;

namespace StaticNet;

/// <summary>
/// Compiles the network of a model file into the class it stands on: <c>[ModelFile("iris.safetensors")]</c> or
/// <c>[ModelFile("model.onnx")]</c>. Sizes, layers, names and weights come from the file, which the build reads; the program needs
/// it no longer. The class must be <c>partial</c>.
/// </summary>
/// <param name="path">
/// A <c>.safetensors</c> or <c>.onnx</c> file of the project: its path from the project's folder with <c>/</c> between folders, or
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
    /// instead of <see cref="INetwork{TSelf}"/>. Default false.
    /// </summary>
    public bool InferenceOnly { get; set; }

    /// <summary>
    /// For a file that holds weights only (a state dict of PyTorch): stands before every Linear layer but the first. Default
    /// <see cref="StaticNet.Activation.ReLU"/>.
    /// </summary>
    public Activation Activation { get; set; } = Activation.ReLU;

    /// <summary>For a file that holds weights only: follows the last layer. Default <see cref="StaticNet.Activation.Identity"/>.</summary>
    public Activation OutputActivation { get; set; } = Activation.Identity;

    /// <summary>What training minimises. Default: see <see cref="StaticNet.Loss.Auto"/>.</summary>
    public Loss Loss { get; set; } = Loss.Auto;

    /// <summary>Whether the single-sample pass is written out without loops.</summary>
    public Unroll Unroll { get; set; } = Unroll.Auto;
}
