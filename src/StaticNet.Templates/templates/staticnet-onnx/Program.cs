using StaticNet;

// model.onnx was read while this program was compiled: its sizes, names and weights are part of the class below.
var model = new Model();
Console.WriteLine(model);

Span<float> outputs = stackalloc float[Model.OutputSize];
model.Forward([5.1f, 3.5f, 1.4f, 0.2f], outputs);
Console.WriteLine($"Outputs: {string.Join(", ", outputs.ToArray())}");

// model.io.json holds the outputs of the program that wrote the model; SelfTest throws where ours differ.
Console.WriteLine($"Largest deviation from the model's own outputs: {Model.SelfTest():E1} of the largest");

/// <summary>Replace model.onnx (and model.io.json, which is optional) by your own.</summary>
[ModelFile("model.onnx")]
public partial class Model;
