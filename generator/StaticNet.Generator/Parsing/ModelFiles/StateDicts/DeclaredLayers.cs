using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Layers;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>
/// The layers that stand beside <c>[ModelFile]</c>, with sizes and weights from the file: <c>[ModelFile("x.safetensors"),
/// Linear(Name = "fc1"), LayerNorm(Name = "ln1"), ReLU, Linear(Name = "out")]</c>.
/// </summary>
internal sealed class DeclaredLayers
{
    private static readonly string[] s_suffixes = ["weight", "bias", "running_mean", "running_var"];

    private readonly ModelFileText _text;
    private readonly bool _isTransposed;
    private readonly List<StateDictModule> _modules;
    private readonly List<SpecProblem> _problems;
    private readonly HashSet<StateDictModule> _read = [];
    private readonly List<LayerDraft> _layers = [];
    private readonly List<ModelTensor> _tensors = [];

    private DeclaredLayers(ModelFileText text, bool isTransposed, List<StateDictModule> modules, List<SpecProblem> problems)
    {
        _text = text;
        _isTransposed = isTransposed;
        _modules = modules;
        _problems = problems;
    }

    /// <summary>Fills the layers from the file; null where they do not fit, which is said.</summary>
    /// <param name="text">A file that holds weights only.</param>
    /// <param name="declaration">The layers and options.</param>
    /// <param name="problems">Receives what does not fit.</param>
    public static FileNetwork? Read(ModelFileText text, ModelFileDeclaration declaration, List<SpecProblem> problems)
    {
        ProblemPlace place = ProblemPlace.OfArgument(declaration.Attribute, 0);
        string[] names = [.. declaration.Layers.Where(static draft => !draft.Layer.IsFreeParameter).Select(static draft => draft.Layer.Name)];

        // Tensors of layers that are not declared may be of any kind.
        FileTensor[] behind = [.. text.Tensors.Where(tensor => StateDictModules.BehindPrefix(tensor.Name, declaration.Options.Prefix) is not null)];
        string[] free = [.. declaration.Layers.Where(static draft => draft.Layer.IsFreeParameter).Select(static draft => draft.Layer.Name)];
        FileTensor[] ours = [.. behind.Where(tensor => Array.IndexOf(free, StateDictModules.BehindPrefix(tensor.Name, declaration.Options.Prefix)) < 0)];
        FileTensor[] wanted = [.. ours.Where(tensor => Array.IndexOf(names, StateDictModules.PathOf(tensor, declaration.Options.Prefix)) >= 0)];
        string[] paths = [.. ours.Select(tensor => StateDictModules.PathOf(tensor, declaration.Options.Prefix)).Distinct(StringComparer.Ordinal)];
        string? rootScale = RootScale(declaration, ours, paths, out FileTensor[] constants);
        wanted = [.. wanted, .. constants];
        bool isModuleItself = wanted.Length == 0 && declaration.Layers.Count(IsModule) == 1
            && ours.All(tensor => StateDictModules.PathOf(tensor, declaration.Options.Prefix).Length == 0);
        string[] scales = [.. declaration.Layers.Where(static draft => IsOfConstants(draft.Layer)).Select(draft => draft.Layer.Name == rootScale ? "" : draft.Layer.Name)];
        if (StateDictModules.Read(isModuleItself ? ours : wanted, declaration.Options.Prefix, out string problem, scales) is not List<StateDictModule> modules)
        {
            problems.Add(new(ProblemKind.ModelFileUnusable, place, text.Source, problem));
            return null;
        }

        bool isTransposed = declaration.Options.Transposed ?? false;
        if (modules.Find(module => isTransposed ? !module.FitsTransposed : !module.FitsPyTorch) is StateDictModule other)
        {
            problems.Add(new(ProblemKind.ModelWeightsTransposed, place, text.Source, isTransposed
                ? $"{other.Evidence} is stored as [outputs, inputs], as PyTorch does; remove Transposed = true"
                : $"{other.Evidence} is stored as [inputs, outputs], as Keras, scikit-learn and Burn do; write Transposed = true"));
            return null;
        }

        var layers = new DeclaredLayers(text, isTransposed, modules, problems);
        FileNetwork? network = layers.Fill(declaration, isModuleItself ? declaration.Layers.First(IsModule).Layer.Name : rootScale, ours, behind);
        bool isOneOfPair = PairedNetworks.IsOneOfPair(
            [.. ours.Where(tensor => !PairedNetworks.IsDeviation(tensor, text.Tensors)).Select(tensor => StateDictModules.PathOf(tensor, declaration.Options.Prefix)).Distinct(StringComparer.Ordinal)],
            [.. layers._read.Select(static module => module.Path)]);
        string[] unread = [.. ours.Where(tensor => !layers.IsRead(tensor) && !isOneOfPair && !PairedNetworks.IsDeviation(tensor, text.Tensors)).Select(static tensor => tensor.Shown)];
        if (network is not null && unread.Length > 0)
        {
            const int MaximumShown = 8;
            problems.Add(new(ProblemKind.ModelTensorsUnread, place, text.Source,
                string.Join(", ", unread.Take(MaximumShown)) + (unread.Length > MaximumShown ? $" and {(unread.Length - MaximumShown).ToString(CultureInfo.InvariantCulture)} more" : "")));
        }

        return network;
    }

    /// <summary>Whether a layer has tensors that belong to a module.</summary>
    private static bool IsModule(LayerDraft draft) => draft.Layer is { HasParameters: true, IsFreeParameter: false };

    /// <summary>Whether a layer stores constants per value and nothing that is trained.</summary>
    private static bool IsOfConstants(LayerSpec layer) => layer.NeededTensors.Count > 0 && !layer.NeededTensors[0].StartsWith(".weight", StringComparison.Ordinal);

    /// <summary>
    /// The one feature scale whose name the file does not have, where the file has its two constants without a name in front:
    /// <c>register_buffer("mean", …)</c> of the network itself.
    /// </summary>
    private static string? RootScale(ModelFileDeclaration declaration, FileTensor[] ours, string[] paths, out FileTensor[] constants)
    {
        LayerSpec[] nameless = [.. declaration.Layers.Select(static draft => draft.Layer).Where(layer => layer.IsScaling && Array.IndexOf(paths, layer.Name) < 0)];
        FileTensor[] found = nameless.Length != 1 ? []
            : [.. ours.Where(tensor => nameless[0].NeededTensors.Contains("." + StateDictModules.BehindPrefix(tensor.Name, declaration.Options.Prefix)))];
        constants = nameless.Length == 1 && found.Length == nameless[0].NeededTensors.Count ? found : [];
        return constants.Length > 0 ? nameless[0].Name : null;
    }

    /// <param name="declaration">The layers and options.</param>
    /// <param name="root">The layer whose tensors have no name in front; null for none.</param>
    /// <param name="ours">The tensors behind the prefix, without those of free parameters.</param>
    /// <param name="behind">All tensors behind the prefix.</param>
    private FileNetwork? Fill(ModelFileDeclaration declaration, string? root, FileTensor[] ours, FileTensor[] behind)
    {
        int inputSize = 0;
        foreach (LayerDraft draft in declaration.Layers)
        {
            LayerSpec spec = draft.Layer;
            if (spec.IsFreeParameter)
            {
                if (FreeFault(spec, declaration.Options.Prefix, behind, out FileTensor? values) is string freeFault)
                {
                    return Refuse(draft, freeFault);
                }

                _layers.Add(draft);
                _tensors.Add(new(spec.Name, values!.Count, values.Base64, values.Start));
                continue;
            }

            StateDictModule? module = _modules.Find(module => module.Path == (spec.Name == root ? "" : spec.Name));
            int width = _layers.Count == 0 || inputSize == 0 ? inputSize : NetworkSpec.ValueSizes(inputSize, _layers.Select(static layer => layer.Layer))[_layers.Count];
            if (module is null)
            {
                if (spec.HasParameters)
                {
                    return Refuse(draft, $"the file has no '{spec.Name}{(spec.NeededTensors.Count > 0 ? spec.NeededTensors[0] : ".weight")}'{(IsOfConstants(spec) ? KnownTensors(ours) : Known(ours, declaration.Options.Prefix))}");
                }

                _layers.Add(draft);
                continue;
            }

            if (width == 0 && (inputSize = InputSize(spec, module)) == 0)
            {
                return Refuse(draft, "the number of inputs does not follow from it; the first layer with weights must be a Linear, a norm or a layer over time, without Concat or PReLU before it");
            }

            if (Fault(draft, module, width == 0 ? inputSize : width, out LayerSpec filled) is string fault)
            {
                return Refuse(draft, fault);
            }

            _read.Add(module);
            _layers.Add(draft with { Layer = filled, SizePlace = draft.Place });
            foreach (KeyValuePair<string, FileTensor> parameter in module.Parameters)
            {
                bool isTurned = _isTransposed && spec is LinearSpec && parameter.Key == "weight";
                _tensors.Add(new(spec.Name + "." + parameter.Key, parameter.Value.Count, parameter.Value.Base64, parameter.Value.Start, IsTransposed: isTurned));
            }
        }

        if (inputSize == 0)
        {
            _problems.Add(new(ProblemKind.SequentialWithoutWeights, ProblemPlace.OfAttribute(declaration.Attribute)));
            return null;
        }

        return new(inputSize, _layers, _tensors);
    }

    /// <summary>What is wrong with the tensor that has the name of a free parameter, or null.</summary>
    private static string? FreeFault(LayerSpec parameter, string prefix, FileTensor[] behind, out FileTensor? values)
    {
        values = Array.Find(behind, tensor => StateDictModules.BehindPrefix(tensor.Name, prefix) == parameter.Name);
        return values is null
            ? $"the file has no tensor '{(prefix.Length == 0 ? "" : prefix.TrimEnd('.') + ".")}{parameter.Name}'; it has {string.Join(", ", behind.Take(12).Select(static tensor => tensor.Shown))}"
            : values.IsForeign ? $"{values.Shown} has the dtype {values.Foreign}, expected F32, F64, F16 or BF16"
            : values.Count != parameter.TensorCount("", 0) ? $"{values.Shown} has {values.Count} values, not {parameter.TensorCount("", 0)}"
            : null;
    }

    private int InputSize(LayerSpec spec, StateDictModule module) =>
        _layers.Exists(static draft => draft.Layer.EarlierValue is not null && !draft.Layer.JoinsEqualSizes) || module.Weight is { Count: 1, Shape.Length: <= 1 } && spec is not LinearSpec
            ? 0
            : module.IsOverTime ? Math.Max(spec.InputsOf(module.Shapes), module.IsRecurrent ? module.Columns : 0) : spec is LinearSpec ? module.Inputs(_isTransposed) : module.Columns;

    /// <summary>What is wrong with a layer and its tensors, or null; the layer with what the file tells.</summary>
    private string? Fault(LayerDraft draft, StateDictModule module, int width, out LayerSpec filled)
    {
        filled = draft.Layer;
        if (filled is LinearSpec linear)
        {
            if (module.Kind != ModuleKind.Linear)
            {
                return $"{module.Parameters.Values.First().Shown} is {(module.IsOverTime ? $"of {module.KindName}" : "no matrix")}";
            }

            int inputs = module.Inputs(_isTransposed);
            int outputs = module.Outputs(_isTransposed);
            filled = linear with { Outputs = outputs, HasBias = module.Bias is not null };
            return inputs != width ? $"{module.Weight!.Shown} takes {inputs} values, and {width} arrive{Advice(inputs, outputs, width)}"
                : draft.DeclaredInputs is int declared && declared != inputs ? $"{module.Weight!.Shown} takes {inputs} values, not {declared}"
                : linear.Outputs != 0 && linear.Outputs != outputs ? $"{module.Weight!.Shown} gives {outputs} values, not {linear.Outputs}; the size may be left out"
                : !linear.HasBias && module.Bias is not null ? $"the file has {module.Bias.Shown}; remove Bias = false"
                : null;
        }

        filled = filled.WithTensors(module.Shapes, width, out string? problem);
        if (problem is not null)
        {
            return problem;
        }

        foreach (KeyValuePair<string, FileTensor> parameter in module.Parameters)
        {
            filled = filled.WithTensor("." + parameter.Key, parameter.Value.Count, width);
            long expected = filled.TensorCount("." + parameter.Key, width);
            if (parameter.Value.Count != expected)
            {
                return expected == 0 ? $"it does not read {parameter.Value.Shown}" : $"{parameter.Value.Shown} has {parameter.Value.Count} values, expected {expected}";
            }
        }

        foreach (string suffix in s_suffixes.Concat(filled.NeededTensors.Select(static suffix => suffix.Substring(1))))
        {
            // LayerNorm may come without bias.
            if (suffix != "bias" && filled.TensorCount("." + suffix, width) > 0 && !module.Parameters.ContainsKey(suffix))
            {
                return $"the file has no '{draft.Layer.Name}.{suffix}'";
            }
        }

        return module.Kind == ModuleKind.BatchNorm1d && filled.TensorCount(".running_mean", width) == 0 ? "the file's running_mean and running_var are those of BatchNorm1d" : null;
    }

    private string Advice(int inputs, int outputs, int width) => outputs == width && inputs != width && !_isTransposed
        ? "; if the file stores [inputs, outputs], write Transposed = true"
        : "";

    private static string Known(FileTensor[] ours, string prefix)
    {
        string[] paths = [.. ours.Select(tensor => StateDictModules.PathOf(tensor, prefix)).Where(static path => path.Length > 0).Distinct(StringComparer.Ordinal).Take(12).Select(static path => $"'{path}'")];
        return paths.Length == 0 ? "" : $"; it has {string.Join(", ", paths)}: give the layer its name, Linear(Name = {paths[0].Replace('\'', '"')})";
    }

    private static string KnownTensors(FileTensor[] ours) =>
        $"; it has {string.Join(", ", ours.Take(12).Select(static tensor => tensor.Shown))}: give the layer the Name that stands in front of its constants, or rename them in the file";

    private bool IsRead(FileTensor tensor) => _read.Any(module => module.Parameters.Values.Contains(tensor));

    private FileNetwork? Refuse(LayerDraft draft, string fault)
    {
        _problems.Add(new(ProblemKind.ModelLayerDoesNotFit, draft.Place, $"{draft.Layer.Kind} '{draft.Layer.Name}'", _text.Source, fault));
        return null;
    }
}
