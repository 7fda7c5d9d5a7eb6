using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>
/// Makes a network of a state dict where its names and shapes fit one network only. Where they fit several, the problem shows them: a file
/// is never guessed.
/// </summary>
internal sealed class StateDictNetwork
{
    private const int MaximumSuggestions = 6;

    /// <summary>Layers with one weight per value and nothing else.</summary>
    private static readonly string[] s_vectorKinds = ["RMSNorm", "PReLU", "LayerNorm"];

    private readonly ModelFileText _text;
    private readonly ModelFileOptions _options;
    private readonly string _prefix;
    private readonly Activation _activation;

    private StateDictNetwork(ModelFileText text, ModelFileOptions options, string prefix)
    {
        _text = text;
        _options = options;
        _prefix = prefix;
        _activation = options.Activation ?? Activation.ReLU;
    }

    /// <summary>Reads a state dict.</summary>
    /// <param name="text">A file that holds weights only.</param>
    /// <param name="options">What the attribute says.</param>
    public static StateDictResult Read(ModelFileText text, ModelFileOptions options)
    {
        StateDictResult result = new StateDictNetwork(text, options, options.Prefix).Read();
        if (result.Network is not null || result.Pair is not null || options.Prefix.Length > 0 || options.Output is not null || result.Kind == ProblemKind.ModelWeightsTransposed)
        {
            return result;
        }

        string[] parts =
        [
            .. Prefixes(text).Select(prefix => (Prefix: prefix, Part: new StateDictNetwork(text, options, prefix).Read()))
                .Where(static candidate => candidate.Part.Network is not null || candidate.Part.Pair is not null)
                .Take(MaximumSuggestions)
                .Select(static candidate => candidate.Part.Network is ModelFileText network
                    ? $"Prefix = \"{candidate.Prefix}.\" takes the one of {network.InputSize} inputs and {Outputs(network)} outputs"
                    : candidate.Part.Pair!),
        ];
        return parts.Length == 0 ? result
            : StateDictResult.Ambiguous($"{result.Problem}. Parts of it are networks: {string.Join(", ", parts)}");
    }

    private static int Outputs(ModelFileText network) => network.Layers[network.Layers.Count - 1].Outputs;

    /// <summary>Modules that hold more than one module each.</summary>
    private static IEnumerable<string> Prefixes(ModelFileText text)
    {
        string[] paths = [.. text.Tensors.Select(static tensor => tensor.Name.Split('.')).Where(static parts => parts.Length > 2)
            .SelectMany(static parts => Enumerable.Range(1, Math.Min(2, parts.Length - 2)).Select(count => string.Join(".", parts.Take(count))))];
        return paths.Distinct(StringComparer.Ordinal).Take(64).Where(path =>
            !PairedNetworks.IsHeadless(path)
            && text.Tensors.Exists(tensor => StateDictModules.BehindPrefix(tensor.Name, path) is null)
            && text.Tensors.Select(tensor => StateDictModules.BehindPrefix(tensor.Name, path)).Where(static name => name is not null)
                .Select(static name => name!.Substring(0, Math.Max(0, name.LastIndexOf('.')))).Distinct(StringComparer.Ordinal).Skip(1).Any());
    }

    private StateDictResult Read()
    {
        FileTensor[] tensors = [.. _text.Tensors.Where(tensor => !PairedNetworks.IsDeviation(tensor, _text.Tensors))];
        if (StateDictModules.Read(tensors, _prefix, out string problem) is not List<StateDictModule> modules)
        {
            return StateDictResult.Unusable(problem);
        }

        if (modules.Count == 0)
        {
            return _prefix.Length == 0
                ? StateDictResult.Unusable("it holds no tensors")
                : new(null, ProblemKind.ModelPrefixUnknown, UnknownPrefix());
        }

        if (modules.Exists(static module => module.Kind == ModuleKind.Conv1d))
        {
            IReadOnlyList<IReadOnlyList<string>> convolutions =
                TimeReadings.OfConvolutions([.. modules.OrderBy(static module => ModuleNames.NaturalKey(module.Path), StringComparer.Ordinal)], out string dilation);
            return Readings(dilation, convolutions);
        }

        string[] paths = [.. modules.Select(static module => module.Path)];
        PairedNetworks? pair = PairedNetworks.Find(paths);
        if (_options.Output is string output)
        {
            if (pair?.EndingWith(output, paths) is not Func<string, bool> isPart)
            {
                return UnknownOutput(output, modules);
            }

            modules = [.. modules.Where(module => isPart(module.Path))];
        }
        else if (pair is not null && ReadPair(pair, modules) is StateDictResult two)
        {
            return two;
        }

        if (UnsupportedNames.Find(modules) is string unsupported)
        {
            return StateDictResult.Unusable(unsupported);
        }

        StateDictModule? row = modules.Find(static module => !module.FitsPyTorch);
        StateDictModule? column = modules.Find(static module => !module.FitsTransposed);
        if (row is not null && column is not null)
        {
            return StateDictResult.Unusable($"{row.Evidence} is stored as [inputs, outputs] and {column.Evidence} as [outputs, inputs]; a file of one layout is expected");
        }

        return _options.Transposed is bool isTransposed
            ? ReadAs(modules, isTransposed, (isTransposed ? column : row)?.Evidence)
            : ReadEither(modules, row, column);
    }

    private static StateDictResult UnknownOutput(string output, List<StateDictModule> modules)
    {
        string names = string.Join(", ", modules.OrderBy(static module => ModuleNames.NaturalKey(module.Path), StringComparer.Ordinal).Take(12).Select(static module => $"'{module.Name}'"));
        string problem = $"Output = \"{output}\" chooses none of its networks: a state dict names modules ({names}) and no outputs. Remove Output; Prefix takes a part of the file, and layers "
            + "beside the attribute take any modules, the last one being the output";
        return StateDictResult.Unusable(problem) with { IsOfOutput = true };
    }

    /// <summary>Two networks, each with its declaration; null where one of them is more than its names tell.</summary>
    private StateDictResult? ReadPair(PairedNetworks pair, List<StateDictModule> modules)
    {
        StateDictModule[]? first = Part(modules, pair.IsOfFirst), second = Part(modules, pair.IsOfSecond);
        if (first is null || second is null || _options.Transposed == true)
        {
            return null;
        }

        Activation activation = _options.Activation ?? pair.Activation;
        string shown = $"{Reading(first, ActivationPlaces.Find(first, out _, out _), null, activation)} for {pair.First} or "
            + $"{Reading(second, ActivationPlaces.Find(second, out _, out _), null, activation)} for {pair.Second}";
        string which = _options.Activation is null ? $". The file does not tell the activation; {activation} is the default of the policies with these names" : "";
        return StateDictResult.Ambiguous($"it holds two networks, with the names of stable-baselines3. Write the layers of one beside the attribute, {shown}{which}") with { Pair = shown };
    }

    /// <summary>One network of a pair in its one order, or null.</summary>
    private static StateDictModule[]? Part(List<StateDictModule> modules, Func<string, bool> isPart)
    {
        StateDictModule[] part = [.. modules.Where(module => isPart(module.Path))];
        return !Array.Exists(part, static module => module.IsOverTime || !module.FitsPyTorch)
            && ModuleOrders.Of(part, isTransposed: false) is { Found: [StateDictModule[] only], IsIncomplete: false } ? only : null;
    }

    /// <summary>In the layout that the attribute says.</summary>
    private StateDictResult ReadAs(List<StateDictModule> modules, bool isTransposed, string? evidence)
    {
        if (evidence is not null)
        {
            return new(null, ProblemKind.ModelWeightsTransposed, isTransposed
                ? $"{evidence} is stored as [outputs, inputs], as PyTorch does; remove Transposed = true"
                : $"{evidence} is stored as [inputs, outputs]; write Transposed = true");
        }

        return Arrange(modules, ModuleOrders.Of(modules, isTransposed), isTransposed);
    }

    /// <summary>In PyTorch's layout, unless it is the other or may be.</summary>
    private StateDictResult ReadEither(List<StateDictModule> modules, StateDictModule? row, StateDictModule? column)
    {
        if (row is not null)
        {
            return new(null, ProblemKind.ModelWeightsTransposed, $"{row.Evidence} is stored as [inputs, outputs], as Keras, scikit-learn and Burn do; write Transposed = true");
        }

        ModuleOrders orders = ModuleOrders.Of(modules, isTransposed: false);
        ModuleOrders? transposed = column is null && (orders.Found.Count == 0 || !ModuleOrders.IsProvedByNames(orders.Found[0]))
            ? ModuleOrders.Of(modules, isTransposed: true)
            : null;
        if (orders is { Found.Count: 0, IsIncomplete: false } && transposed is { Found.Count: > 0 })
        {
            return new(
                null, ProblemKind.ModelWeightsTransposed,
                $"read as [outputs, inputs], no order of its layers fits names and sizes; read as [inputs, outputs], as Keras, scikit-learn and Burn store them, {Shapes(transposed.Found[0], true)} does; write Transposed = true");
        }

        // Without a bias, weights that make a chain make one backwards too.
        if (orders.Found.Count == 1 && transposed is { Found.Count: > 0 })
        {
            return StateDictResult.Ambiguous(
                $"its weights may be [outputs, inputs] as PyTorch stores them, {Shapes(orders.Found[0], false)} with Transposed = false, or [inputs, outputs], {Shapes(transposed.Found[0], true)} with Transposed = true; write one of the two");
        }

        return Arrange(modules, orders, isTransposed: false);
    }

    private StateDictResult Arrange(List<StateDictModule> modules, ModuleOrders orders, bool isTransposed)
    {
        if (orders.Found.Count == 0 && !orders.IsIncomplete)
        {
            string listed = string.Join(", ", ModuleNames.ForDisplay(modules).Take(12).Select(module => Describe(module, isTransposed)));
            ModuleOrders byShape = ModuleOrders.Of(modules, isTransposed, heedsNames: false);
            return byShape.Found.Count > 0
                ? Readings("its names say another order than its sizes", byShape.Found.Select(chain => (chain, ActivationPlaces.Find(chain, out _, out _))))
                : StateDictResult.Unusable($"its layers {listed} do not make one chain in any order; a network that is not a chain comes over as ONNX");
        }

        if (orders.Found.Count > 1 && modules.Exists(static module => module.IsOverTime))
        {
            return Readings("neither names nor sizes tell the order of its layers", [.. orders.Found.OrderBy(static chain => chain[0].IsRecurrent ? 0 : 1).SelectMany(TimeReadings.All)]);
        }

        if (orders.Found.Count != 1 || orders.IsIncomplete)
        {
            return Readings(
                $"neither names nor sizes tell the order of its layers{(orders.Found.Count >= ModuleOrders.Most ? $" ({ModuleOrders.Most} orders or more fit)" : "")}",
                (orders.Found.Count == 0 ? [[.. ModuleNames.ForDisplay(modules)]] : orders.Found).Select(chain => (chain, ActivationPlaces.Find(chain, out _, out _))));
        }

        StateDictModule[] chain = orders.Found[0];
        if (TimeReadings.Of(chain, out string unknown) is { Count: > 0 } timeReadings)
        {
            return Readings(unknown, timeReadings);
        }

        bool[] places = ActivationPlaces.Find(chain, out bool[]? others, out string reason);
        places = _activation == Activation.Identity ? new bool[chain.Length] : places;
        if (OpenKind(chain, isTransposed) is int open)
        {
            return Readings(
                $"{chain[open].Parameters.Values.First().Shown} alone may be an RMSNorm, a PReLU or a LayerNorm without bias",
                s_vectorKinds.Select(kind => (chain, places, (string?)kind)));
        }

        if (UnsupportedNames.OpenReason(chain) is string doubt)
        {
            return Readings(doubt, [(chain, places)]);
        }

        return others is not null && _activation != Activation.Identity
            ? Readings(reason, [(chain, places), (chain, others)])
            : StateDictResult.Of(Network(chain, places, isTransposed), hasActivations: Array.IndexOf(places, true) >= 0) with
            {
                Unstated = PairedNetworks.Unstated([.. chain.Select(static module => module.FullPath)], Array.IndexOf(places, true) >= 0, _options),
            };
    }

    /// <summary>The first module whose tensor does not tell its kind; null where all tell.</summary>
    private static int? OpenKind(StateDictModule[] chain, bool isTransposed)
    {
        int width = InputSize(chain, isTransposed);
        for (int i = 0; i < chain.Length; i++)
        {
            if (chain[i].Kind == ModuleKind.Vector || (chain[i].Kind == ModuleKind.PReLU && width <= 1))
            {
                return i;
            }

            width = chain[i].Kind == ModuleKind.Linear ? chain[i].Outputs(isTransposed) : width;
        }

        return null;
    }

    /// <summary>A PReLU of one slope fits any width; 0 where there is nothing else.</summary>
    private static int InputSize(StateDictModule[] chain, bool isTransposed) =>
        chain.FirstOrDefault(static module => module.Kind != ModuleKind.PReLU)?.Inputs(isTransposed) ?? 0;

    private StateDictResult Readings(string reason, IEnumerable<(StateDictModule[] Chain, bool[] Places)> readings) =>
        Readings(reason, readings.Select(static reading => (reading.Chain, reading.Places, (string?)null)));

    private StateDictResult Readings(string reason, IEnumerable<(StateDictModule[] Chain, bool[] Places, string? VectorKind)> readings)
    {
        string[] shown = [.. readings.Select(reading => Reading(reading.Chain, reading.Places, reading.VectorKind, _activation)).Distinct(StringComparer.Ordinal)];
        return StateDictResult.Ambiguous($"{reason}. Write its layers beside the attribute, for example {string.Join(" or ", shown)}");
    }

    /// <summary>Readings of modules with memory, each as the layers that a declaration would list.</summary>
    private StateDictResult Readings(string reason, IReadOnlyList<IReadOnlyList<string>> readings) =>
        StateDictResult.Ambiguous($"{reason}. Write its layers beside the attribute, for example {string.Join(" or ", readings.Select(Bracket))}");

    private string Bracket(IEnumerable<string> layers)
    {
        const int MaximumShown = 16;
        string prefix = _prefix.Length == 0 ? "" : $", Prefix = \"{_prefix}\"";
        string layout = _options.Transposed == true ? ", Transposed = true" : "";
        string[] all = [$"ModelFile(\"{_text.Source}\"{prefix}{layout})", .. layers];
        return $"[{string.Join(", ", all.Take(MaximumShown))}{(all.Length > MaximumShown ? ", …" : "")}]";
    }

    /// <summary>A reading as its declaration.</summary>
    private string Reading(StateDictModule[] chain, bool[] places, string? vectorKind, Activation activation)
    {
        List<string> layers = [];
        for (int i = 0; i < chain.Length; i++)
        {
            if (places[i] && activation != Activation.Identity)
            {
                layers.Add(activation.ToString());
            }

            bool isOpen = vectorKind is not null && chain[i].Kind is ModuleKind.Vector or ModuleKind.PReLU;
            layers.Add($"{(isOpen ? vectorKind : chain[i].KindName)}(Name = \"{chain[i].Name}\")");
        }

        if (_options.OutputActivation is Activation last and not Activation.Identity)
        {
            layers.Add(last.ToString());
        }

        return Bracket(layers);
    }

    private ModelFileText Network(StateDictModule[] chain, bool[] places, bool isTransposed)
    {
        var layers = new List<FileLayer>();
        var tensors = new List<FileTensor>();
        int inputSize = InputSize(chain, isTransposed);
        int width = inputSize;
        void AddActivation(Activation function) => layers.Add(new(
            function.ToString(), "activation" + layers.Count.ToString(CultureInfo.InvariantCulture), width, [layers.Count - 1], s_noArguments));

        for (int i = 0; i < chain.Length; i++)
        {
            if (places[i])
            {
                AddActivation(_activation);
            }

            StateDictModule module = chain[i];
            width = module.Kind == ModuleKind.PReLU ? width : module.Outputs(isTransposed);
            tensors.AddRange(module.Parameters.Select(parameter => parameter.Value with
            {
                Layer = layers.Count,
                Name = $"{module.Name}.{parameter.Key}",
                IsTransposed = isTransposed && module.Kind == ModuleKind.Linear && parameter.Key == "weight",
            }));
            layers.Add(new(module.KindName, module.Name, width, [layers.Count - 1], module.IsRecurrent ? RecurrentTensors.Arguments(module) : s_noArguments));
        }

        if (_options.OutputActivation is Activation last and not Activation.Identity)
        {
            AddActivation(last);
        }

        return ModelFileText.Of(_text.Source, _text.Hash, inputSize, layers, tensors);
    }

    private static readonly Dictionary<string, float> s_noArguments = [];

    private string UnknownPrefix()
    {
        string[] starts = [.. _text.Tensors.Select(static tensor => tensor.Name.Substring(0, tensor.Name.IndexOf('.') + 1)).Where(static start => start.Length > 0)
            .Distinct(StringComparer.Ordinal).Take(12).Select(static start => $"'{start}'")];
        return $"no tensor's name begins with '{_prefix}'{(starts.Length > 0 ? $"; they begin with {string.Join(", ", starts)}" : "; none has a prefix")}";
    }

    private static string Describe(StateDictModule module, bool isTransposed) => module.Kind == ModuleKind.PReLU
        ? module.Shown
        : $"{module.Shown} ({module.Inputs(isTransposed)} to {module.Outputs(isTransposed)})";

    private static string Shapes(StateDictModule[] chain, bool isTransposed) => string.Join(", ", chain.Take(8).Select(module => Describe(module, isTransposed)));
}
