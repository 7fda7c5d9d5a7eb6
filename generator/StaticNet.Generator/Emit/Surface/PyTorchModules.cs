using System.Collections.Generic;
using System.Globalization;
using System.Text;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Surface;

/// <summary>A network as the <c>nn.Module</c> that a PyTorch user would write.</summary>
internal static class PyTorchModules
{
    /// <summary>What <c>print(model)</c> shows.</summary>
    public static string Print(NetworkPlan plan)
    {
        var text = new StringBuilder(plan.Spec.Type.DisplayName).Append("(\n");
        foreach ((string name, string module) in Of(plan))
        {
            text.Append("  (").Append(name).Append("): ").Append(module).Append('\n');
        }

        return text.Append(')').ToString();
    }

    /// <summary>Linear layers under their names, activations under the module names a PyTorch user would give them (relu, or relu1, relu2, …).</summary>
    public static IEnumerable<(string Name, string Module)> Of(NetworkPlan plan)
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
                yield return (plan.Layers[index].Name, PyTorchText.Of(plan.Layers[index]));
                index++;
            }
            else if (layer is ActivationSpec activation)
            {
                string module = ModuleName(activation.Function);
                counts.TryGetValue(module, out int count);
                counts[module] = count + 1;
                string name = sequence ? activation.Name : totals[module] > 1 ? module + (count + 1).ToString(CultureInfo.InvariantCulture) : module;
                yield return (name, PyTorchText.Of(ActivationPlan.Of(activation)));
            }
            else if (plan.StageOf(i) is StagePlan stage)
            {
                yield return (layer.Name, StageEmitters.Of(stage).Module(stage));
            }
        }
    }

    private static string ModuleName(Activation function) => function.ToString().ToLowerInvariant();
}
