using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.Onnx.Interpretation;
using StaticNet.ModelFiles.Onnx.Sequences;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Reads an ONNX graph into layers, one list for each of its outputs.</summary>
internal static class OnnxImporter
{
    /// <summary>More outputs than any network of ours has: caches of a language model.</summary>
    private const int MaximumOutputCount = 64;

    /// <summary>That of ONNX 1.20.</summary>
    private const int NewestOperatorSet = 25;

    /// <summary>Reads a file's content.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">What is read, to begin error messages with.</param>
    /// <param name="files">The files beside it; null where none may be read.</param>
    /// <returns>The graph's outputs, in its order, each with its layers or its problem.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="ModelFileException">No output can be read.</exception>
    public static IReadOnlyList<ImportedOutput> Import(byte[] bytes, string source, DataFiles? files = null)
    {
        OnnxModel model = OnnxProtoReader.Read(bytes, source);
        OnnxGraph graph = model.Graph ?? throw new InvalidDataException($"{source}: the file holds no graph; is this an ONNX file?");
        if (model.OperatorSet < 1 && graph.Nodes.Exists(node => node.Domain is "" or "ai.onnx"))
        {
            throw new InvalidDataException($"{source}: the file does not say which operator set it uses; is this an ONNX file?");
        }

        if (model.OperatorSet > NewestOperatorSet)
        {
            throw Problem($"it uses operator set {model.OperatorSet}, which may have changed what operators mean; up to {NewestOperatorSet} is supported. Export it with that (opset_version={NewestOperatorSet} in torch.onnx.export)");
        }

        if (graph.HasSparseInitializers)
        {
            throw Problem("sparse initializers are not supported; store the weights densely");
        }

        if (graph.Outputs.Count is 0 or > MaximumOutputCount)
        {
            throw Problem($"the graph has {graph.Outputs.Count} outputs; 1 to {MaximumOutputCount} are supported");
        }

        ModelFunctions.WriteOut(model);
        CheckSingleAssignment(graph);
        ExternalData.Attach(model, files);

        // A state behind the last step is no result where there is another.
        string[] outputs = [.. graph.Outputs.Select(static output => output.Name)];
        string[] results = [.. outputs.Where(output => !SequenceInputs.IsState(graph, output))];
        GraphInterpreter? interpreter = null;
        return [.. (results.Length > 0 ? results : outputs).Select(output => ImportOrProblem(model, graph, output, () => interpreter ??= new GraphInterpreter(model)))];
    }

    /// <summary>A value that two nodes write could be either.</summary>
    private static void CheckSingleAssignment(OnnxGraph graph)
    {
        var writers = new Dictionary<string, OnnxNode>(StringComparer.Ordinal);
        foreach (OnnxNode node in graph.Nodes)
        {
            foreach (string output in node.Outputs.Where(static name => name.Length > 0))
            {
                if (writers.TryGetValue(output, out OnnxNode? first))
                {
                    throw ImportContext.Problem(node, $"it writes the value {SafetensorsHeader.Show(output)}, which the node {SafetensorsHeader.Show(first.Label)} ({first.Operation}) writes as well; a value is written once in ONNX. Export the model again");
                }

                writers.Add(output, node);
            }
        }
    }

    private static ImportedOutput ImportOrProblem(OnnxModel model, OnnxGraph graph, string output, Func<GraphInterpreter> interpreter)
    {
        try
        {
            UsedNodes used = UsedNodes.Of(graph, output);
            if (SequenceInputs.Has(graph, used))
            {
                return new(output, ImportSequences(model, graph, output, used, interpreter), null);
            }

            (ImportedModel layers, GraphInput input) = Import(model, graph, output);
            layers.NotFinite = NotFiniteWeights.Of(layers);
            if (layers.NotFinite.Count > 0)
            {
                return new(output, layers, null);
            }

            try
            {
                TranslationValidator.Validate(interpreter(), input, output, layers);
            }
            catch (Exception e) when (e is InterpretationException or ArithmeticException or IndexOutOfRangeException or ArgumentException
                or InvalidOperationException or NotSupportedException)
            {
                throw NotRun(e);
            }

            return new(output, layers, null);
        }
        catch (ModelFileException e)
        {
            return new(output, null, e);
        }
    }

    private static (ImportedModel Model, GraphInput Input) Import(OnnxModel model, OnnxGraph graph, string output)
    {
        UsedNodes used = UsedNodes.Of(graph, output);
        GraphInput input = GraphInputReader.Read(graph, used);
        int[] types = [.. graph.Initializers.Where(initializer => used.Uses(initializer.Name) > 0)
            .Concat(used.Nodes.Where(node => node.Operation == "Constant").Select(node => node.Attribute("value")?.Tensor).OfType<OnnxTensor>())
            .Select(tensor => tensor.DataType)];
        var context = new ImportContext(model.OperatorSet, input, used) { IsHalfPrecision = types.Any(TensorDecoder.IsHalf) };
        context.Define(input.Name, new RowsValue(-1, input.Shape, input.HasBatch, input.Name));
        DefineInitializers(context, graph, used);
        DefineNodes(context, used, node => Define(context, node, OperatorTable.Apply(context, node)));
        var result = new ImportedModel
        {
            Tolerance = types.Contains(16) ? ImportedModel.BrainTolerance : types.Contains(10) ? ImportedModel.HalfTolerance : ImportedModel.SingleTolerance,
            InputSize = input.Shape.Aggregate(1, (size, dimension) => size * dimension),
            Output = output,
        };
        var end = new OnnxNode { Name = output, Operation = "output" };
        end.Inputs.Add(output);
        RowsValue last = context.GetRows(end, 0);
        bool isInput = last.Layer < 0;
        context.Layers.CopyTo(result, isInput ? context.Layers.Add(new PendingLayer("Identity", last.Size, last.Size, [-1]), true, "") : last);
        return (result, input);
    }

    private static ImportedModel ImportSequences(OnnxModel model, OnnxGraph graph, string output, UsedNodes used, Func<GraphInterpreter> interpreter)
    {
        (ImportedModel layers, SequenceInput input, string axes) = SequenceImporter.Import(model, graph, output, used);
        layers.NotFinite = NotFiniteWeights.Of(layers);
        if (layers.NotFinite.Count > 0)
        {
            return layers;
        }

        try
        {
            SequenceValidator.Validate(interpreter(), graph, input, output, axes, layers);
        }
        catch (Exception e) when (e is InterpretationException or ArithmeticException or IndexOutOfRangeException or ArgumentException
            or InvalidOperationException or NotSupportedException)
        {
            throw NotRun(e);
        }

        return layers;
    }

    /// <summary>Goes on behind a node that is not supported, so that all of them are reported at once.</summary>
    /// <param name="context">The import.</param>
    /// <param name="used">The nodes.</param>
    /// <param name="apply">Applies a node and defines what it writes.</param>
    internal static void DefineNodes(ImportContext context, UsedNodes used, Action<OnnxNode> apply)
    {
        var problems = new List<ModelFileException>();
        foreach (OnnxNode node in used.Nodes)
        {
            // What follows from a problem is no problem by itself.
            bool followsFromProblem = node.Inputs.Exists(context.IsUnknown);
            try
            {
                if (node.Problem is not null)
                {
                    throw node.Problem;
                }

                if (followsFromProblem)
                {
                    OperatorTable.CheckKnown(node);
                    node.Outputs.ForEach(context.DefineUnknown);
                }
                else
                {
                    apply(node);
                }
            }
            catch (ModelFileException e) when (e is not AxesException)
            {
                problems.Add(e);
                node.Outputs.ForEach(context.DefineUnknown);
            }
        }

        if (problems.Count > 0)
        {
            throw ProblemList.Combine(problems);
        }
    }

    private static void Define(ImportContext context, OnnxNode node, GraphValue value)
    {
        if (value is SeveralValues several)
        {
            for (int i = 0; i < node.Outputs.Count; i++)
            {
                if (node.Outputs[i].Length > 0 && context.IsDefined(node.Outputs[i]))
                {
                    throw ImportContext.Problem(node, $"its output {SafetensorsHeader.Show(node.Outputs[i])} has a name that is taken already");
                }

                context.Define(node.Outputs[i], several.Values[i]);
            }

            return;
        }

        // The label of a classifier is not read; all others have what they compute in front.
        int index = node.Operation == "LinearClassifier" ? 1 : 0;
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (i != index && context.Uses(node.Outputs[i]) > 0)
            {
                string shown = SafetensorsHeader.Show(node.Outputs[i]);
                throw ImportContext.Problem(node, index == 1
                    ? $"its output {i} {shown}, the label, is read; only the scores, output 1, are computed: PredictClass takes their maximum"
                    : $"its output {i} {shown} is read; only output {index} is supported");
            }
        }

        string output = index < node.Outputs.Count ? node.Outputs[index] : "";
        if (output.Length == 0 || context.IsDefined(output))
        {
            throw ImportContext.Problem(node, "its output has no name, or one that is taken already");
        }

        context.Define(output, value);
    }

    internal static void DefineInitializers(ImportContext context, OnnxGraph graph, UsedNodes used)
    {
        foreach (OnnxTensor initializer in graph.Initializers.Where(initializer => used.Uses(initializer.Name) > 0))
        {
            if (context.IsDefined(initializer.Name))
            {
                throw Problem($"the initializer {SafetensorsHeader.Show(initializer.Name)} appears twice");
            }

            context.Define(initializer.Name, TensorDecoder.Decode(initializer, initializer.Name));
        }
    }

    private static ModelFileException NotRun(Exception e)
    {
        OnnxNode? node = (e as InterpretationException)?.Node;
        return new(node?.Label ?? "", node?.Operation ?? "", $"the graph cannot be run, so its translation cannot be checked: {e.Message}");
    }

    private static ModelFileException Problem(string what) => new("", "", what);
}
