using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>
/// Reads a graph with LSTM, GRU, RNN or Conv into layers. What the dimensions of its input are, the graph does not say: each order is tried,
/// and the operators over time accept one of them.
/// </summary>
internal static class SequenceImporter
{
    private static readonly string[] s_orders = ["BTF", "TBF", "BFT"];

    /// <summary>Imports one output.</summary>
    /// <exception cref="ModelFileException">It cannot be read.</exception>
    public static (ImportedModel Model, SequenceInput Input, string OutputAxes) Import(OnnxModel model, OnnxGraph graph, string output, UsedNodes used)
    {
        HashSet<string> states = SequenceInputs.States(graph, used);
        OnnxValueInfo main = OnlyInput(graph, used, states);
        ModelFileException? problem = null;
        foreach (string axes in s_orders)
        {
            try
            {
                return Import(model, graph, output, used, Input(main, axes, states));
            }
            catch (AxesException e)
            {
                problem ??= e;
            }
            catch (ModelFileException e)
            {
                problem = problem is null or AxesException ? e : problem;
            }
        }

        throw problem!;
    }

    private static (ImportedModel Model, SequenceInput Input, string OutputAxes) Import(OnnxModel model, OnnxGraph graph, string output, UsedNodes used, SequenceInput input)
    {
        var context = new ImportContext(model.OperatorSet, new GraphInput(input.Name, [input.Features], HasBatch: true, input.Batch, IsTransposed: false), used);
        context.Define(input.Name, new RowsValue(-1, [input.Features], hasBatch: true, input.Name));
        foreach (string state in input.States)
        {
            context.Define(state, new StateValue(state, graph.Inputs.Find(value => value.Name == state)?.Shape));
        }

        OnnxImporter.DefineInitializers(context, graph, used);
        var operators = new SequenceOperators(context, input);
        OnnxImporter.DefineNodes(context, used, operators.Apply);
        int[] types = [.. graph.Initializers.Where(initializer => used.Uses(initializer.Name) > 0).Select(static initializer => initializer.DataType)];
        var result = new ImportedModel
        {
            Tolerance = types.Contains(16) ? ImportedModel.BrainTolerance : types.Contains(10) ? ImportedModel.HalfTolerance : ImportedModel.SingleTolerance,
            InputSize = input.Features,
            Output = output,
        };
        var end = new OnnxNode { Name = output, Operation = "output" };
        end.Inputs.Add(output);
        context.Layers.CopyTo(result, context.GetRows(end, 0));
        return (result, input, operators.AxesOf(output));
    }

    private static OnnxValueInfo OnlyInput(OnnxGraph graph, UsedNodes used, HashSet<string> states)
    {
        var stored = new HashSet<string>(graph.Initializers.Select(static initializer => initializer.Name));
        OnnxValueInfo[] inputs = [.. graph.Inputs.Where(value => !stored.Contains(value.Name) && !states.Contains(value.Name) && used.Uses(value.Name) > 0)];
        return inputs.Length == 1 ? inputs[0]
            : throw new ModelFileException("", "", inputs.Length == 0 ? "the output depends on no input of the graph"
                : $"the output depends on {inputs.Length} inputs ({string.Join(", ", inputs.Take(8).Select(static value => SafetensorsHeader.Show(value.Name)))}) beside the states of its layers; one sequence is supported. Join them before the export (torch.cat along the features)");
    }

    private static SequenceInput Input(OnnxValueInfo input, string axes, HashSet<string> states)
    {
        string name = SafetensorsHeader.Show(input.Name);
        List<long> shape = input.Shape ?? throw new ModelFileException("", "", $"the input {name} has no shape; export the network with one, such as [batch, steps, 4]");
        if (!TensorDecoder.IsFloat(input.ElementType))
        {
            throw new ModelFileException("", "", $"the input {name} is of type {TensorDecoder.TypeName(input.ElementType)}; FLOAT is expected");
        }

        // Without batch, as PyTorch's layers take a single sequence.
        string own = shape.Count == 2 ? axes.Replace("B", "") : axes;
        if (shape.Count != own.Length)
        {
            throw new ModelFileException("", "", $"the input {name} has {shape.Count} dimensions; batch, steps and features are expected");
        }

        long features = shape[own.IndexOf(SequenceAxes.Feature)];
        long At(char axis) => own.IndexOf(axis) is int place and >= 0 ? (shape[place] < 1 ? -1 : shape[place]) : 1;
        return features is >= 1 and <= ImportContext.MaximumSize
            ? new(input.Name, own, (int)features, At(SequenceAxes.Batch), At(SequenceAxes.Time), states)
            : throw new AxesException("", "", $"the input {name} has an open dimension where {SequenceAxes.Text(own)} has its features; only batch and steps may be open");
    }
}

/// <summary>An order of dimensions that the graph does not have; another may be right.</summary>
internal sealed class AxesException(string node, string operation, string message) : ModelFileException(node, operation, message);
