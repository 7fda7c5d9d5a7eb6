using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>Writes layers one after the other, each of which can stand where it does.</summary>
internal sealed class StackBuilder(int inputs)
{
    /// <summary>Networks with more products than this are not written out, whatever they ask for.</summary>
    private const int FullyUnrolledProducts = 2000;

    private const int WidestConcat = 150;

    // A norm of one value has gradient 0, of two it knows nothing but which is larger: what is left of the gradient is rounding.
    private const int NarrowestNorm = 3;

    /// <summary>Every activation of one number.</summary>
    public static readonly string[] Activations =
        [.. Enum.GetNames<Activation>().Where(a => a is not (nameof(Activation.Identity) or nameof(Activation.Softmax) or nameof(Activation.LogSoftmax)))];

    private readonly List<int> _sizes = [inputs];
    private readonly List<string> _references = [];
    private int _products;

    public List<string> Layers { get; } = [];

    /// <summary>Values per row of the last layer.</summary>
    public int Size => _sizes[^1];

    public bool IsSmall => _products <= FullyUnrolledProducts;

    public void Add(StackStep step)
    {
        string name = step.IsNamed ? $"Name = \"layer{Layers.Count}\"" : "", constant = Text(step.Constant);
        switch (step.Kind)
        {
            case StackStepKind.Activation:
                Append(ActivationLayer(step, Activations[step.Choice % Activations.Length]));
                break;
            case StackStepKind.LinearWithActivation:
                Linear(step.Width, step.Flag, name);
                Add(step with { Kind = StackStepKind.Activation });
                break;
            case StackStepKind.ActivationBeforeLinear:
                Add(step with { Kind = StackStepKind.Activation });
                Linear(step.Width, step.IsNamed, name: "");
                break;
            case StackStepKind.LayerNorm or StackStepKind.RMSNorm or StackStepKind.BatchNorm1d when _sizes[^1] < NarrowestNorm:
                Linear(step.Width + NarrowestNorm - 1, step.Flag, name: "");
                Add(step with { IsNamed = false });
                break;
            case StackStepKind.LayerNorm or StackStepKind.RMSNorm:
                Append(Call(step.Kind.ToString(), step.Choice % 2 == 0 ? "1e-3f" : "", step.Flag ? "Affine = false" : "", name), step.IsNamed);
                break;
            case StackStepKind.BatchNorm1d:
                Append(Call("BatchNorm1d", step.Choice % 2 == 0 ? $"1e-3f, {constant}" : "", step.Flag ? "Affine = false" : "", name), step.IsNamed);
                break;
            case StackStepKind.Dropout:
                Append(Call("Dropout", step.Flag ? constant : ""));
                break;
            case StackStepKind.PReLU:
                Append(Call("PReLU", step.Flag ? constant : "", step.Choice % 2 == 0 ? "PerFeature = true" : "", name), step.IsNamed);
                break;
            case StackStepKind.Residual:
                int[] equal = Earlier(value => _sizes[value] == _sizes[^1]), wider = Earlier(value => _sizes[value] > _sizes[^1]);
                if (step.IsNamed && wider.Length > 0)
                {
                    int wide = wider[step.Choice % wider.Length];
                    Residual(wide, step.Flag, $"From = {Text(step.Width % (_sizes[wide] - _sizes[^1] + 1))}, Count = {Text(_sizes[^1])}");
                    break;
                }

                if (equal.Length == 0)
                {
                    int earlier = step.Choice % _sizes.Count;
                    Linear(_sizes[earlier], step.IsNamed, name: "");
                    equal = [earlier];
                }

                Residual(equal[step.Choice % equal.Length], byName: step.Flag);
                break;
            case StackStepKind.Concat:
                int[] narrow = Earlier(value => _sizes[value] + _sizes[^1] <= WidestConcat);
                if (narrow.Length > 0)
                {
                    int value = narrow[step.Choice % narrow.Length], first = step.Flag ? step.Width % _sizes[value] : 0;
                    int count = step.IsNamed ? 1 + (step.Choice % (_sizes[value] - first)) : 0;
                    Append(
                        Call("Concat", value == 0 ? "" : $"\"{_references[value - 1]}\"", first == 0 ? "" : $"From = {Text(first)}", count == 0 ? "" : $"Count = {Text(count)}"),
                        size: _sizes[^1] + (count == 0 ? _sizes[value] - first : count));
                }

                break;
            default:
                Linear(step.Width, step.Flag, name);
                break;
        }
    }

    /// <summary>The layer with the outputs, now and then a join or PReLU behind it where the loss allows all, then the activation.</summary>
    public void End(int outputs, Activation output, StackStep last)
    {
        Linear(outputs, last.Flag, name: "");
        int[] equal = Earlier(value => _sizes[value] == outputs);
        if (last.Kind == StackStepKind.Residual && equal.Length > 0)
        {
            Residual(equal[last.Choice % equal.Length], byName: last.IsNamed);
        }
        else if (last.Kind is StackStepKind.PReLU or StackStepKind.Concat)
        {
            Add(last with { IsNamed = false });
        }

        if (output != Activation.Identity)
        {
            Append(ActivationLayer(last, output.ToString()));
        }
    }

    // The values before the one that comes next, without the last: x + x and x beside x say nothing about joins.
    private int[] Earlier(Func<int, bool> fits) => [.. Enumerable.Range(0, _sizes.Count - 1).Where(fits)];

    private void Linear(int width, bool hasBias, string name)
    {
        _products += _sizes[^1] * width;
        Append(Call("Linear", Text(width), hasBias ? "" : "Bias = false", name), isNamed: name.Length > 0, size: width);
    }

    private void Residual(int value, bool byName, string columns = "") =>
        Append(Call("Residual", value > 0 && byName ? $"\"{_references[value - 1]}\"" : Text(_sizes.Count - 1 - value), columns));

    private void Append(string layer, bool isNamed = false, int size = 0)
    {
        _references.Add(isNamed ? $"layer{Layers.Count}" : Text(Layers.Count));
        Layers.Add(layer);
        _sizes.Add(size == 0 ? _sizes[^1] : size);
    }

    private static string ActivationLayer(StackStep step, string kind) => !step.Flag ? kind : kind switch
    {
        "LeakyReLU" or "Softshrink" or "Hardshrink" => Call(kind, Text(step.Constant)),
        "ELU" or "CELU" => Call(kind, Text(step.Constant + 0.3f)),
        "Softplus" => Call(kind, $"{Text(step.Constant + 0.8f)}, 10f"),
        "HardTanh" => Call(kind, $"{Text(-step.Constant)}, {Text(step.Constant + 0.25f)}"),
        _ => kind,
    };

    private static string Call(string kind, params string[] arguments) =>
        string.Join(", ", arguments.Where(a => a.Length > 0)) is { Length: > 0 } list ? $"{kind}({list})" : kind;

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
