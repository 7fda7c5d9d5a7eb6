using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>
/// Names of modules that are no chain of layers although their matrices may join to one: halves of LoRA adapters, projections of attention,
/// embeddings, gated layers.
/// </summary>
internal static class UnsupportedNames
{
    private static readonly string[][] s_attention =
        [["q_proj", "k_proj"], ["query", "key"], ["to_q", "to_k"], ["q", "k"], ["q_lin", "k_lin"], ["wq", "wk"], ["W_q", "W_k"], ["q_linear", "k_linear"]];

    /// <summary>Why modules with these names are no network; null where the names do not say so.</summary>
    public static string? Find(IReadOnlyList<StateDictModule> modules)
    {
        if (modules.FirstOrDefault(static module => module.Path.Split('.').Any(static part => part is "lora_A" or "lora_B" or "lora_down" or "lora_up")) is StateDictModule adapter)
        {
            return $"{adapter.Shown} is half of a LoRA adapter, which changes the weight of another layer; merge it before saving, in Python: model = model.merge_and_unload()";
        }

        var names = new HashSet<string>(modules.Select(static module => LastPart(module.Path)), StringComparer.Ordinal);
        return Array.Find(s_attention, pair => pair.All(names.Contains)) is [var query, var key]
            ? $"its modules '{query}' and '{key}' have the names of attention, whose layers are no chain; {StateDictModule.Supported}"
            : null;
    }

    /// <summary>What the names of a chain leave open; null where nothing.</summary>
    public static string? OpenReason(IReadOnlyList<StateDictModule> chain)
    {
        if (chain.FirstOrDefault(IsEmbedding) is StateDictModule embedding)
        {
            return $"{embedding.Weight!.Shown} has the name of an nn.Embedding, which reads indices and is not supported; the file does not tell whether it is a Linear without bias";
        }

        // LLaMA's feed-forward: w2(silu(w1 x) * w3 x).
        return chain is [var first, var second, var third] && LastPart(first.Path) == "w1" && LastPart(second.Path) == "w2" && LastPart(third.Path) == "w3"
            && (first.Rows, first.Columns) == (second.Columns, second.Rows) && (first.Rows, first.Columns) == (third.Rows, third.Columns)
            ? "'w1', 'w2' and 'w3' of these sizes are also a gated layer, w2(silu(w1 x) * w3 x), which is no chain"
            : null;
    }

    private static bool IsEmbedding(StateDictModule module)
    {
        string stem = ModuleNames.Stem(module.Path);
        return module is { Kind: ModuleKind.Linear, Bias: null } && (stem is "emb" or "embed" or "embeddings" or "wte" or "wpe"
            || stem.EndsWith("embedding", StringComparison.Ordinal) || stem.EndsWith("_emb", StringComparison.Ordinal) || stem.EndsWith("_embed", StringComparison.Ordinal) || stem.EndsWith("_embeddings", StringComparison.Ordinal));
    }

    private static string LastPart(string path) => path.Substring(path.LastIndexOf('.') + 1);
}
