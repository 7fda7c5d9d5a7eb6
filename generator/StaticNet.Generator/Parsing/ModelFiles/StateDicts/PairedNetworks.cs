using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>
/// Two networks of one file whose modules have the fixed names of stable-baselines3: policy and value network (PPO, A2C), or mean and
/// deviation of the actions (SAC). Modules that neither name claims belong to both.
/// </summary>
/// <param name="First">What the first is called in messages.</param>
/// <param name="FirstHead">Its last module.</param>
/// <param name="FirstNames">Parts of paths that only the first has.</param>
/// <param name="Second">What the second is called in messages.</param>
/// <param name="SecondHead">Its last module.</param>
/// <param name="SecondNames">Parts of paths that only the second has.</param>
/// <param name="Activation">What stands between the layers unless the user of the library chose another.</param>
internal sealed record PairedNetworks(
    string First, string FirstHead, string[] FirstNames, string Second, string SecondHead, string[] SecondNames, Activation Activation)
{
    private static readonly PairedNetworks[] s_known =
    [
        new("the policy", "action_net", ["policy_net", "action_net"], "the value network", "value_net", ["value_net"], Activation.Tanh),
        new("the mean of the actions (before tanh)", "mu", ["mu"], "the logarithm of their deviation", "log_std", ["log_std"], Activation.ReLU),
    ];

    /// <summary>The pair that modules with these paths are; null where they are none.</summary>
    public static PairedNetworks? Find(IReadOnlyCollection<string> paths) => Array.Find(s_known, pair =>
        paths.Any(path => IsHead(path, pair.FirstHead) && paths.Contains(ParentOf(path) + pair.SecondHead)));

    public bool IsOfFirst(string path) => !HasPart(path, SecondNames);

    public bool IsOfSecond(string path) => !HasPart(path, FirstNames);

    /// <summary>Whether modules with the prefix compute what only a head behind them makes a network.</summary>
    public static bool IsHeadless(string prefix) => prefix.Substring(prefix.LastIndexOf('.') + 1) is "policy_net" or "latent_pi" or "mlp_extractor"
        || prefix.EndsWith("mlp_extractor.value_net", StringComparison.Ordinal);

    /// <summary>
    /// Whether a tensor is the deviation that exploration draws actions with, <c>log_std</c> beside <c>action_net</c>: no layer reads it, and the policy
    /// computes the mean without it.
    /// </summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="tensors">All of the file.</param>
    public static bool IsDeviation(FileTensor tensor, IReadOnlyList<FileTensor> tensors) =>
        tensor is { Shape.Length: > 0, IsForeign: false } && IsHead(tensor.Name, "log_std")
        && tensors.Any(other => other.Name == ParentOf(tensor.Name) + "action_net.weight" && other.Shape.Length == 2 && other.Shape[0] == tensor.Shape[tensor.Shape.Length - 1]);

    /// <summary>Whether the modules that layers read are one network of a pair, and all of it: the others belong to the other.</summary>
    /// <param name="paths">All modules.</param>
    /// <param name="read">Those that layers read.</param>
    public static bool IsOneOfPair(IReadOnlyCollection<string> paths, IReadOnlyCollection<string> read) => Find(paths) is PairedNetworks pair
        && (new HashSet<string>(read, StringComparer.Ordinal).SetEquals(paths.Where(pair.IsOfFirst)) || new HashSet<string>(read, StringComparer.Ordinal).SetEquals(paths.Where(pair.IsOfSecond)));

    /// <summary>Which modules are the network that ends with this head; null where it is none of the two.</summary>
    /// <param name="output">The path of a module.</param>
    /// <param name="paths">All modules.</param>
    public Func<string, bool>? EndingWith(string output, IReadOnlyCollection<string> paths) =>
        !paths.Contains(output) ? null : IsHead(output, FirstHead) ? IsOfFirst : IsHead(output, SecondHead) ? IsOfSecond : null;

    /// <summary>
    /// What the library of these names computes by default and the class does not, because the attribute is silent: PPO and A2C have Tanh between
    /// the layers (ActorCriticPolicy's activation_fn); the actors of TD3 and DDPG end with Tanh (squash_output), and so does what SAC's do without
    /// noise (SquashedDiagGaussianDistribution.mode); null where nothing is open.
    /// </summary>
    /// <param name="paths">Of the modules, in order, with the prefix.</param>
    /// <param name="hasActivations">Whether an activation stands between them.</param>
    /// <param name="options">What the attribute says.</param>
    public static (string Difference, string Remedy)? Unstated(string[] paths, bool hasActivations, ModelFileOptions options)
    {
        if (options.Activation is null && hasActivations && Array.Exists(paths, static path => HasPart(path, ["mlp_extractor"]) || IsHead(path, "action_net")))
        {
            return ("whose PPO and A2C policies have Tanh between their layers by default, and ReLU is compiled as for other files", "Activation = Activation.Tanh or Activation = Activation.ReLU");
        }

        string last = paths[paths.Length - 1];
        bool isNumbered = ModuleNames.Number(last) is not null, isSac = Array.Exists(paths, static path => HasPart(path, ["latent_pi"]));
        bool endsWithMean = IsHead(isNumbered ? ModuleNames.Container(last) : last, "mu");
        if (options.OutputActivation is not null || !endsWithMean || !(isSac || (isNumbered && HasPart(last, ["actor", "actor_target"]))))
        {
            return null;
        }

        return ($"{(isSac ? "whose SAC actors act with tanh of this mean" : "whose TD3 and DDPG actors end with Tanh")}, and nothing is compiled behind the last layer",
            "OutputActivation = Activation.Tanh or OutputActivation = Activation.Identity");
    }

    private static bool IsHead(string path, string head) => path == head || path.EndsWith("." + head, StringComparison.Ordinal);

    /// <summary>The path of the module around, with its dot; empty where there is none.</summary>
    private static string ParentOf(string path) => path.Substring(0, path.LastIndexOf('.') + 1);

    private static bool HasPart(string path, string[] names) => path.Split('.').Any(part => Array.IndexOf(names, part) >= 0);
}
