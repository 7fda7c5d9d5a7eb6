using System;
using System.IO;
using StaticNet;

// A model file becomes a class, and a class becomes an ONNX file, by nothing but the packages.
var iris = new Iris();
Console.WriteLine($"iris.safetensors as a class: largest deviation {Iris.SelfTest():E1}, class {iris.PredictClass([6.3f, 3.3f, 6.0f, 2.5f])}");
var flowers = new Flowers(seed: 1);
flowers.ExportOnnx("flowers.onnx");
Console.WriteLine($"flowers.onnx: {new FileInfo("flowers.onnx").Length} bytes");

[ModelFile("iris.safetensors")]
internal sealed partial class Iris;

[Mlp(4, 10, 3)]
internal sealed partial class Flowers;
