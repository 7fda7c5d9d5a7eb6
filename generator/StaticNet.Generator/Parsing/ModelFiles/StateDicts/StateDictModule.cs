using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>What the tensors of a module prove it to be.</summary>
internal enum ModuleKind
{
    Linear,
    LayerNorm,
    BatchNorm1d,

    /// <summary>One slope for all values: it fits any width.</summary>
    PReLU,

    /// <summary>A weight for each value and nothing else: RMSNorm, PReLU with a slope per value, LayerNorm without bias.</summary>
    Vector,

    /// <summary>Constants per value, as the declared layer names them: mean and std of Standardize.</summary>
    Constants,

    LSTM,
    GRU,

    /// <summary>Whether of tanh or of ReLU, no tensor tells.</summary>
    RNN,

    /// <summary>No tensor tells its dilation.</summary>
    Conv1d,
}

/// <summary>The tensors of one module of a state dict.</summary>
/// <param name="path">What its tensors' names begin with: <c>net.0</c>; empty for the module that was saved itself.</param>
/// <param name="prefix">What <c>Prefix</c> takes off in front of it.</param>
/// <param name="parameters">By PyTorch's suffix: <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>, <c>weight_ih_l0</c> and its kind.</param>
internal sealed class StateDictModule(string path, string prefix, IReadOnlyDictionary<string, FileTensor> parameters)
{
    /// <summary>What its tensors' names begin with, behind <c>Prefix</c>.</summary>
    public string Path { get; } = path;

    public string FullPath { get; } = prefix.TrimEnd('.') is { Length: > 0 } start ? (path.Length > 0 ? $"{start}.{path}" : start) : path;

    public IReadOnlyDictionary<string, FileTensor> Parameters { get; } = parameters;

    /// <summary>The layer's name: a module that was saved itself is the output layer.</summary>
    public string Name => Path.Length == 0 ? "output" : Path;

    public ModuleKind Kind { get; private set; }

    /// <summary>The matrix as stored, or the vector's length twice.</summary>
    public int Rows { get; private set; }

    public int Columns { get; private set; }

    /// <summary>Whether the weights can be [outputs, inputs], by the length of the bias and the name.</summary>
    public bool FitsPyTorch => Kind != ModuleKind.Linear || (!_isTransposedByName && (Bias is null || Bias.Count == Rows));

    /// <summary>Whether the weights can be [inputs, outputs], by the length of the bias and the name.</summary>
    public bool FitsTransposed => !IsOverTime && (Kind != ModuleKind.Linear || (!_isPyTorchByName && (Bias is null || Bias.Count == Columns)));

    public bool IsOverTime => IsRecurrent || Kind == ModuleKind.Conv1d;

    public bool IsRecurrent => Kind is ModuleKind.LSTM or ModuleKind.GRU or ModuleKind.RNN;

    /// <summary>Shapes by suffix with its dot, as layers ask for them.</summary>
    public IReadOnlyDictionary<string, int[]> Shapes => Parameters.ToDictionary(static parameter => "." + parameter.Key, static parameter => parameter.Value.Shape, StringComparer.Ordinal);

    public FileTensor? Weight => Parameters.TryGetValue("weight", out FileTensor? weight) ? weight : null;

    public FileTensor? Bias => Parameters.TryGetValue("bias", out FileTensor? bias) ? bias : null;

    public int Inputs(bool isTransposed) => isTransposed ? Rows : Columns;

    public int Outputs(bool isTransposed) => isTransposed ? Columns : Rows;

    // Keras and scikit-learn's MLP have names of their own, and store [inputs, outputs]; scikit-learn's linear models store [outputs, inputs].
    private bool _isTransposedByName;
    private bool _isPyTorchByName;

    /// <summary>Finds out the kind; what is wrong, or null.</summary>
    public string? Classify()
    {
        if (Parameters.Keys.FirstOrDefault(RecurrentTensors.IsName) is not null)
        {
            Kind = RecurrentTensors.KindOf(this, out int inputs, out int units, out string? fault);
            (Rows, Columns) = (units, inputs);
            return fault;
        }

        bool hasStatistics = Parameters.ContainsKey("running_mean") || Parameters.ContainsKey("running_var");
        if ((Weight ?? (hasStatistics ? Parameters.Values.First() : null)) is not FileTensor first)
        {
            return $"{Shown} has {Parameters.Values.First().Shown} and no weight";
        }

        int[] shape = first.Shape;
        if (hasStatistics)
        {
            Kind = ModuleKind.BatchNorm1d;
            return Parameters.ContainsKey("running_mean") && Parameters.ContainsKey("running_var")
                ? Vectors()
                : $"{Shown} has one of running_mean and running_var; a BatchNorm1d has both";
        }

        string name = first.Name.Substring(first.Name.LastIndexOfAny(['.', '/']) + 1);
        _isTransposedByName = name.StartsWith("kernel", StringComparison.Ordinal) || name.StartsWith("coefs_", StringComparison.Ordinal);
        _isPyTorchByName = name == "coef_";
        if (shape.Length == 2 || (shape.Length == 1 && _isPyTorchByName))
        {
            Kind = ModuleKind.Linear;
            Rows = shape.Length == 2 ? shape[0] : 1;
            Columns = shape[shape.Length - 1];
            return (FitsPyTorch || FitsTransposed) && Bias is null or { Shape.Length: <= 1 } ? null : $"{Parameters["weight"].Shown} and {Bias!.Shown} do not belong together: the bias has neither a value per row nor one per column";
        }

        if (shape.Length == 3 && !_isTransposedByName && Bias is null or { Shape.Length: 1 } && (Bias is null || Bias.Count == shape[0]))
        {
            Kind = ModuleKind.Conv1d;
            (Rows, Columns) = (shape[0], shape[1]);
            return null;
        }

        if (shape.Length == 3)
        {
            return _isTransposedByName
                ? $"{first.Shown} is a convolution of Keras, whose kernel is [kernel, inputs, outputs]; PyTorch's [outputs, inputs / groups, kernel] is expected"
                : $"{first.Shown} and {Bias!.Shown} do not belong together: a Conv1d has a bias of {shape[0]} values, one per output";
        }

        if (shape.Length > 2)
        {
            return $"{first.Shown} has {shape.Length} dimensions, as those of a convolution; {Supported}";
        }

        string stem = ModuleNames.Stem(Path);
        if (Bias is not null && (stem is "gn" or "groupnorm" or "group_norm" or "bn" or "batchnorm" or "batch_norm" || stem.EndsWith("_gn", StringComparison.Ordinal) || stem.EndsWith("_bn", StringComparison.Ordinal)))
        {
            return $"{Shown} has a weight and a bias of {first.Count} values and no running statistics, and its name says that it is no LayerNorm; {Supported}";
        }

        Kind = Bias is not null ? ModuleKind.LayerNorm : first.Count == 1 ? ModuleKind.PReLU : ModuleKind.Vector;
        return Vectors();
    }

    /// <summary>Takes the tensors for vectors of one length, whatever they are called; what is wrong, or null.</summary>
    public string? ClassifyConstants()
    {
        Kind = ModuleKind.Constants;
        Rows = Columns = Parameters.Values.Max(static tensor => tensor.Count);
        return Parameters.Values.FirstOrDefault(static tensor => tensor.Shape.Length > 0 && tensor.Shape[tensor.Shape.Length - 1] != tensor.Count) is FileTensor other
            ? $"{other.Shown} is no vector of one constant per value"
            : null;
    }

    /// <summary>What a state dict may hold.</summary>
    public const string Supported = "Linear, LayerNorm, RMSNorm, BatchNorm1d, PReLU, LSTM, GRU, RNN and Conv1d are supported";

    /// <summary>The kind as a declaration writes it.</summary>
    public string KindName => Kind == ModuleKind.Vector ? "RMSNorm" : Kind.ToString();

    /// <summary>What shows the layout of the weights.</summary>
    public string Evidence => Weight is null ? Parameters.Values.First().Shown : Bias is null || _isTransposedByName || _isPyTorchByName ? Weight.Shown : $"{Weight.Shown} with {Bias.Shown}";

    public string Shown => Path.Length == 0 ? "the module" : $"'{Path}'";

    private string? Vectors()
    {
        Rows = Columns = Parameters.Values.First().Count;
        return Parameters.Values.FirstOrDefault(tensor => tensor.Shape.Length > 1 || tensor.Count != Rows) is FileTensor other
            ? $"{Parameters.Values.First().Shown} and {other.Shown} do not belong together: the parameters of a norm have one length"
            : null;
    }
}
