using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Parameters;

/// <summary>Where do the parameters lie, how do they start, and what does the network say of itself?</summary>
internal static class ParametersEmitter
{
    public static string Emit(NetworkPlan plan)
    {
        TypeShell type = plan.Spec.Type;
        SourceWriter writer = FileHeader.Begin(type, "parameter storage, initial values, description.", isSurface: false);
        System.Action end = FileHeader.Shell(writer, type);

        using (writer.Block("private static class __Layout"))
        {
            writer.Line("// Weights are stored by input: one input is broadcast and multiplied with a vector of outputs.");
            writer.Line("public static readonly global::StaticNet.ParameterLayout Instance = new global::StaticNet.ParameterLayout(");
            var parameters = new List<string>();
            foreach (LinearPlan layer in plan.Layers)
            {
                parameters.Add($"    new global::StaticNet.ParameterInfo({CSharpLiteral.Of(layer.Name + ".weight")}, new[] {{ {layer.Outputs}, {layer.Inputs} }}, offset: {layer.WeightOffset}, lastTileWidth: {layer.LastTileWidth})");
                if (layer.HasBias)
                {
                    parameters.Add($"    new global::StaticNet.ParameterInfo({CSharpLiteral.Of(layer.Name + ".bias")}, new[] {{ {layer.Outputs} }}, offset: {layer.BiasOffset})");
                }
            }

            writer.Line($"    length: {plan.BufferLength}, trainableLength: {plan.BufferLength},");
            writer.Line(string.Join(",\n", parameters) + ");");
            writer.Line();
            writer.Line("public static readonly global::StaticNet.NetworkDescription Description = new global::StaticNet.NetworkDescription(");
            writer.Line($"    {CSharpLiteral.Of(type.DisplayName)}, {plan.InputSize}, {plan.OutputSize}, global::StaticNet.Loss.{plan.Spec.Training.Loss}, Instance,");
            writer.Line(string.Join(",\n", Descriptions(plan)) + ");");
            EmitLossOptions(writer, plan.Spec.Training);
        }

        writer.Line();
        writer.Line("private readonly global::StaticNet.ParameterBuffer __parameters = new global::StaticNet.ParameterBuffer(__Layout.Instance);");
        writer.Line();
        using (writer.Block("private void __Initialize(ulong seed)"))
        {
            writer.Line("var random = new global::StaticNet.Pcg32(seed);");
            int index = 0;
            foreach (LinearPlan layer in plan.Layers)
            {
                int weight = index++;
                int bias = layer.HasBias ? index++ : -1;
                writer.Line($"global::StaticNet.ParameterInitializers.Linear(__parameters, {weight}, {bias}, global::StaticNet.Initializer.{layer.Initializer}, ref random);");
            }
        }

        end();
        return writer.ToString();
    }

    private static void EmitLossOptions(SourceWriter writer, TrainingSpec training)
    {
        writer.Line();
        static string Array(IEnumerable<float> values) => $"new[] {{ {string.Join(", ", values.Select(CSharpLiteral.Of))} }}";
        var options = new List<string>();
        if (training.LabelSmoothing != 0f)
        {
            options.Add($"LabelSmoothing = {CSharpLiteral.Of(training.LabelSmoothing)}");
        }

        if (training.ClassWeights.Count > 0)
        {
            options.Add($"ClassWeights = {Array(training.ClassWeights)}");
        }

        if (training.PositiveWeights.Count > 0)
        {
            options.Add($"PositiveWeights = {Array(training.PositiveWeights)}");
        }

        options.Add($"HuberDelta = {CSharpLiteral.Of(training.HuberDelta)}");
        options.Add($"SmoothL1Beta = {CSharpLiteral.Of(training.SmoothL1Beta)}");
        options.Add($"HingeMargin = {CSharpLiteral.Of(training.HingeMargin)}");
        writer.Line($"public static readonly global::StaticNet.Losses.LossOptions LossOptions = new global::StaticNet.Losses.LossOptions {{ {string.Join(", ", options)} }};");
    }

    private static IEnumerable<string> Descriptions(NetworkPlan plan)
    {
        int width = plan.InputSize;
        foreach (LayerSpec layer in plan.Spec.Layers)
        {
            switch (layer)
            {
                case LinearSpec linear:
                    yield return $"    new global::StaticNet.LayerDescription(\"Linear\", {CSharpLiteral.Of(linear.Name)}, {width}, {linear.Outputs}, (\"bias\", {(linear.HasBias ? "1" : "0")}))";
                    width = linear.Outputs;
                    break;
                case ActivationSpec activation:
                    string arguments = string.Concat(Arguments(activation).Select(a => $", ({CSharpLiteral.Of(a.Name)}, {CSharpLiteral.Of(a.Value)})"));
                    yield return $"    new global::StaticNet.LayerDescription(\"{activation.Function}\", {CSharpLiteral.Of(activation.Name)}, {width}, {width}{arguments})";
                    break;
            }
        }
    }

    private static IEnumerable<(string Name, float Value)> Arguments(ActivationSpec activation) => activation.Function switch
    {
        Activation.LeakyReLU => [("negative_slope", activation.Parameter)],
        Activation.ELU or Activation.CELU => [("alpha", activation.Parameter)],
        Activation.Softplus => [("beta", activation.Parameter), ("threshold", activation.SecondParameter)],
        Activation.HardTanh => [("min_val", activation.Parameter), ("max_val", activation.SecondParameter)],
        Activation.Softshrink or Activation.Hardshrink => [("lambd", activation.Parameter)],
        _ => [],
    };
}
