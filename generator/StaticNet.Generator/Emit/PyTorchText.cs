using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit;

/// <summary>What PyTorch's <c>print(model)</c> shows for the same <c>nn.Module</c>.</summary>
internal static class PyTorchText
{
    public static string Of(NetworkPlan plan)
    {
        var text = new StringBuilder(plan.Spec.Type.DisplayName).Append("(\n");
        foreach ((string name, string module) in Modules(plan))
        {
            text.Append("  (").Append(name).Append("): ").Append(module).Append('\n');
        }

        return text.Append(')').ToString();
    }

    public static string Of(LinearPlan layer) =>
        $"Linear(in_features={layer.Inputs}, out_features={layer.Outputs}, bias={(layer.HasBias ? "True" : "False")})";

    public static string Of(ActivationPlan activation) => string.Format(
        CultureInfo.InvariantCulture, activation.Facts.Module, Number(activation.Parameter), Number(activation.SecondParameter));

    /// <summary>Linear layers under their names, activations under the module names a PyTorch user would give them (relu, or relu1, relu2, …).</summary>
    public static IEnumerable<(string Name, string Module)> Modules(NetworkPlan plan)
    {
        bool sequence = true;
        foreach (LayerSpec layer in plan.Spec.Layers)
        {
            sequence &= plan is StagedNetworkPlan || layer is not LinearSpec linear || int.TryParse(linear.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        }

        var counts = new Dictionary<string, int>();
        var totals = new Dictionary<string, int>();
        foreach (LayerSpec layer in plan.Spec.Layers)
        {
            if (layer is ActivationSpec activation)
            {
                string module = ModuleName(activation.Function);
                totals.TryGetValue(module, out int total);
                totals[module] = total + 1;
            }
        }

        int index = 0;
        for (int i = 0; i < plan.Spec.Layers.Count; i++)
        {
            LayerSpec layer = plan.Spec.Layers[i];
            if (layer is LinearSpec)
            {
                yield return (plan.Layers[index].Name, Of(plan.Layers[index]));
                index++;
            }
            else if (layer is ActivationSpec activation)
            {
                string module = ModuleName(activation.Function);
                counts.TryGetValue(module, out int count);
                counts[module] = count + 1;
                string name = sequence ? activation.Name : totals[module] > 1 ? module + (count + 1).ToString(CultureInfo.InvariantCulture) : module;
                yield return (name, Of(ActivationPlan.Of(activation)));
            }
            else if (plan.StageOf(i) is StagePlan stage)
            {
                yield return (layer.Name, StageEmitters.Of(stage).Module(stage));
            }
        }
    }

    private static string ModuleName(Activation function) => function.ToString().ToLowerInvariant();

    public static string Number(float value)
    {
        if (float.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(['.', 'E', 'N', 'I']) < 0 ? text + ".0" : text.Replace("E-", "e-").Replace("E+", "e+");
    }
}
