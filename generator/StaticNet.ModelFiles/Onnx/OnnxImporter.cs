using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Reads a feed-forward ONNX graph into layers.</summary>
internal static class OnnxImporter
{
    /// <summary>Reads a file's content.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">What is read, to begin error messages with.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="ModelFileException">The graph holds something that is not supported.</exception>
    public static ImportedModel Import(byte[] bytes, string source)
    {
        OnnxModel model = OnnxProtoReader.Read(bytes, source);
        OnnxGraph graph = model.Graph ?? throw new InvalidDataException($"{source}: the file holds no graph; is this an ONNX file?");
        if (model.OperatorSet < 1)
        {
            throw new InvalidDataException($"{source}: the file does not say which operator set it uses; is this an ONNX file?");
        }

        if (graph.HasSparseInitializers)
        {
            throw Problem("sparse initializers are not supported; store the weights densely");
        }

        OnnxValueInfo input = OnlyInput(graph);
        OnnxValueInfo output = graph.Outputs.Count == 1
            ? graph.Outputs[0]
            : throw Problem($"the graph has {graph.Outputs.Count} outputs ({List(graph.Outputs)}); exactly one is supported");
        RowsValue rows = InputRows(graph, input, out long batch);
        var context = new ImportContext(model.OperatorSet, batch);
        context.Define(input.Name, rows);
        HashSet<OnnxNode> needed = CountUses(context, graph, output.Name);
        DefineInitializers(context, graph);
        foreach (OnnxNode node in graph.Nodes.Where(needed.Contains))
        {
            Define(context, node, OperatorTable.Apply(context, node));
        }

        var result = new ImportedModel { InputSize = rows.Size };
        var end = new OnnxNode { Name = output.Name, Operation = "output" };
        end.Inputs.Add(output.Name);
        RowsValue last = context.GetRows(end, 0);
        bool isInput = last.Layer < 0;
        context.Layers.CopyTo(result, isInput ? context.Layers.Add(new PendingLayer("Identity", last.Size, last.Size, [-1]), true, "") : last);
        return result;
    }

    private static void Define(ImportContext context, OnnxNode node, GraphValue value)
    {
        if (node.Outputs.Count == 0 || node.Outputs[0].Length == 0 || context.IsDefined(node.Outputs[0]))
        {
            throw ImportContext.Problem(node, "its output has no name, or one that is taken already");
        }

        context.Define(node.Outputs[0], value);
    }

    private static OnnxValueInfo OnlyInput(OnnxGraph graph)
    {
        // Old files list their weights among the inputs.
        var stored = new HashSet<string>(graph.Initializers.Select(initializer => initializer.Name));
        List<OnnxValueInfo> inputs = graph.Inputs.FindAll(value => !stored.Contains(value.Name));
        return inputs.Count == 1
            ? inputs[0]
            : throw Problem($"the graph has {inputs.Count} inputs ({List(inputs)}); exactly one is supported");
    }

    private static RowsValue InputRows(OnnxGraph graph, OnnxValueInfo input, out long batch)
    {
        string name = SafetensorsHeader.Show(input.Name);
        List<long> shape = input.Shape ?? throw Problem($"the input {name} has no shape; export the network with one, such as [batch, 4]");
        if (!TensorDecoder.IsFloat(input.ElementType))
        {
            throw Problem($"the input {name} is of type {TensorDecoder.TypeName(input.ElementType)}; FLOAT is expected");
        }

        // Samples in columns are rows to us if every reader transposes them.
        List<OnnxNode> readers = graph.Nodes.FindAll(node => node.Inputs.Contains(input.Name));
        bool isTransposed = shape.Count == 2 && readers.Count > 0
            && readers.TrueForAll(node => node.Operation == "Gemm" && node.Input(0) == input.Name && node.Integer("transA", 0) != 0);
        if (readers.Exists(node => node.Operation == "Gemm" && node.Integer("transA", 0) != 0) && !isTransposed)
        {
            throw Problem($"the input {name} is read both transposed and as it is; write samples in rows");
        }

        long[] perSample = [.. isTransposed ? shape.Take(1) : shape.Skip(shape.Count > 1 ? 1 : 0)];
        batch = shape.Count > 1 ? shape[isTransposed ? 1 : 0] : -1;
        if (perSample.Any(dimension => dimension < 1))
        {
            throw Problem($"the input {name} has the shape [{string.Join(", ", shape.Select(d => d < 1 ? "?" : $"{d}"))}]; only the first dimension, the batch, may be open");
        }

        long size = 1;
        foreach (long dimension in perSample)
        {
            size = dimension <= ImportContext.MaximumSize ? size * dimension : long.MaxValue;
            if (size > ImportContext.MaximumSize)
            {
                throw Problem($"the input {name} has more than {ImportContext.MaximumSize} values per sample");
            }
        }

        return new RowsValue(-1, [.. perSample.Select(dimension => (int)dimension)], shape.Count > 1, input.Name);
    }

    /// <summary>Walks back from the output: nodes that do not matter to it need not be supported.</summary>
    private static HashSet<OnnxNode> CountUses(ImportContext context, OnnxGraph graph, string output)
    {
        var producers = new Dictionary<string, OnnxNode>();
        foreach (OnnxNode node in graph.Nodes)
        {
            foreach (string name in node.Outputs.Where(name => name.Length > 0 && !producers.ContainsKey(name)))
            {
                producers.Add(name, node);
            }
        }

        var needed = new HashSet<OnnxNode>();
        var open = new Stack<string>([output]);
        context.CountUse(output);
        while (open.Count > 0)
        {
            if (producers.TryGetValue(open.Pop(), out OnnxNode? node) && needed.Add(node))
            {
                foreach (string name in node.Inputs.Where(name => name.Length > 0))
                {
                    context.CountUse(name);
                    open.Push(name);
                }
            }
        }

        return needed;
    }

    private static void DefineInitializers(ImportContext context, OnnxGraph graph)
    {
        foreach (OnnxTensor initializer in graph.Initializers.Where(initializer => context.Uses(initializer.Name) > 0))
        {
            if (context.IsDefined(initializer.Name))
            {
                throw Problem($"the initializer {SafetensorsHeader.Show(initializer.Name)} appears twice");
            }

            context.Define(initializer.Name, TensorDecoder.Decode(initializer, initializer.Name));
        }
    }

    private static string List(List<OnnxValueInfo> values) =>
        string.Join(", ", values.Take(8).Select(value => SafetensorsHeader.Show(value.Name))) + (values.Count > 8 ? ", ..." : "");

    private static ModelFileException Problem(string what) => new("", "", what);
}
