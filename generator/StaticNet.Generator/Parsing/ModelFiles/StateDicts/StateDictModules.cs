using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>The tensors of a file, by module.</summary>
internal static class StateDictModules
{
    private static readonly string[] s_suffixes = ["weight", "bias", "running_mean", "running_var"];

    /// <summary>
    /// Sorts tensors by their modules. Names of Keras (<c>kernel</c>) and scikit-learn (<c>coefs_0</c>, <c>intercepts_0</c>) are understood too.
    /// </summary>
    /// <param name="tensors">The file's tensors.</param>
    /// <param name="prefix">Only names that begin with it count, and go on behind it; empty for all.</param>
    /// <param name="problem">Why there is no list; empty where there is one.</param>
    /// <param name="constants">Paths of modules that hold a vector per constant (<c>mean</c>, <c>std</c>); null for none.</param>
    public static List<StateDictModule>? Read(IReadOnlyList<FileTensor> tensors, string prefix, out string problem, IReadOnlyCollection<string>? constants = null)
    {
        var groups = new Dictionary<string, Dictionary<string, FileTensor>>(StringComparer.Ordinal);
        problem = "";
        foreach (FileTensor tensor in tensors)
        {
            if (BehindPrefix(tensor.Name, prefix) is not string name)
            {
                continue;
            }

            (string path, string suffix) = Split(name);
            string fault = tensor.IsForeign
                ? $"{tensor.Shown} has the dtype {tensor.Foreign}, expected F32, F64, F16 or BF16"
                : Array.IndexOf(s_suffixes, suffix) < 0 && !RecurrentTensors.IsName(suffix) && constants?.Contains(path) != true ? $"{tensor.Shown} is no parameter of a known layer{Explanation(suffix)}; {StateDictModule.Supported}" : "";
            if (fault.Length > 0)
            {
                problem = fault;
                return null;
            }

            if (!groups.TryGetValue(path, out Dictionary<string, FileTensor>? group))
            {
                groups.Add(path, group = new(StringComparer.Ordinal));
            }

            if (group.TryGetValue(suffix, out FileTensor? other))
            {
                problem = $"{other.Shown} and {tensor.Shown} are the same parameter of one layer";
                return null;
            }

            group.Add(suffix, tensor);
        }

        var modules = new List<StateDictModule>(groups.Count);
        foreach (KeyValuePair<string, Dictionary<string, FileTensor>> group in groups)
        {
            var module = new StateDictModule(group.Key, prefix, group.Value);
            if ((constants?.Contains(group.Key) == true ? module.ClassifyConstants() : module.Classify()) is string fault)
            {
                problem = fault;
                return null;
            }

            modules.Add(module);
        }

        return modules;
    }

    /// <summary>The name behind the prefix, which ends where a dot stands; null where the name has another beginning.</summary>
    public static string? BehindPrefix(string name, string prefix)
    {
        string start = prefix.Length == 0 || prefix[prefix.Length - 1] == '.' ? prefix : prefix + ".";
        return name.StartsWith(start, StringComparison.Ordinal) && name.Length > start.Length ? name.Substring(start.Length) : null;
    }

    /// <summary>The module that a tensor belongs to.</summary>
    public static string PathOf(FileTensor tensor, string prefix) => Split(BehindPrefix(tensor.Name, prefix) ?? "").Path;

    private static (string Path, string Suffix) Split(string name)
    {
        string last = name.Substring(name.LastIndexOfAny(['.', '/']) + 1);
        string path = name.Substring(0, Math.Max(0, name.Length - last.Length - 1)).Replace('/', '.');
        int colon = last.IndexOf(':');
        last = colon > 0 ? last.Substring(0, colon) : last;
        string Join(string module) => path.Length == 0 ? module : path + "." + module;
        return last switch
        {
            "kernel" => (path, "weight"),
            "coef_" => (Join("coef_"), "weight"),
            "intercept_" => (Join("coef_"), "bias"),
            _ when last.StartsWith("coefs_", StringComparison.Ordinal) => (Join(last), "weight"),
            _ when last.StartsWith("intercepts_", StringComparison.Ordinal) => (Join("coefs_" + last.Substring("intercepts_".Length)), "bias"),
            _ => (path, last),
        };
    }

    private static string Explanation(string suffix) => RecurrentTensors.Fault(suffix) ?? suffix switch
    {
        "in_proj_weight" or "in_proj_bias" => " but one of MultiheadAttention",
        "original0" or "original1" =>
            " but a part of a parametrized weight; call torch.nn.utils.parametrize.remove_parametrizations(layer, \"weight\") before saving",
        "weight_g" or "weight_v" => " but a part of a weight under weight_norm; call torch.nn.utils.remove_weight_norm(layer) before saving",
        "weight_orig" or "weight_mask" or "weight_u" or "bias_orig" or "bias_mask" =>
            " but a part of a weight under spectral_norm or pruning; call torch.nn.utils.remove_spectral_norm(layer) or torch.nn.utils.prune.remove(layer, \"weight\") before saving",
        "lora_A" or "lora_B" => " but half of a LoRA adapter; merge it before saving, in Python: model = model.merge_and_unload()",
        "gamma" or "beta" or "moving_mean" or "moving_variance" => " but one of a Keras norm, whose epsilon the file does not tell; export the model as ONNX",
        "mean" or "std" or "min" or "max" =>
            " but may be one of a feature scale, which the file does not prove; write the network's layers beside the attribute, Standardize or MinMax with the Name in front of its tensors first",
        _ when suffix.StartsWith("arr_", StringComparison.Ordinal) => " but an array that np.savez counted; save arrays by name, np.savez(path, **state_dict)",
        _ => "",
    };
}
