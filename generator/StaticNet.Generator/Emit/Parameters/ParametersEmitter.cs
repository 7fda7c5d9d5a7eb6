using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Heads;
using StaticNet.Generator.Emit.Rows;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Parameters;

/// <summary>Where do the parameters lie, how do they start, and what does the network say of itself?</summary>
internal static class ParametersEmitter
{
    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        TypeShell type = plan.Spec.Type;
        using (writer.Block("private static class __Layout"))
        {
            writer.Line("// Weights are stored by input: one input is broadcast and multiplied with a vector of outputs.");
            writer.Line("public static readonly __T::ParameterLayout Instance = new __T::ParameterLayout(");
            var parameters = new List<string>();
            foreach ((LinearPlan? linear, ParameterPlan? vector) in Stored(plan))
            {
                if (vector is not null)
                {
                    string trainable = vector.IsTrainable ? "" : ", isTrainable: false";
                    string place = vector.Grouped is GroupedTensor grouped
                        ? $"new[] {{ {string.Join(", ", grouped.Shape)} }}, offset: {vector.Offset}, stride: {grouped.Stride}, groups: {grouped.Groups}, groupStride: {grouped.GroupStride}, firstSlot: {grouped.FirstSlot}"
                        : $"new[] {{ {vector.Count} }}, offset: {vector.Offset}";
                    parameters.Add($"    new __T::ParameterInfo({CSharpLiteral.Of(vector.Name)}, {place}{trainable})");
                }

                if (linear is not LinearPlan layer)
                {
                    continue;
                }

                parameters.Add($"    new __T::ParameterInfo({CSharpLiteral.Of(layer.Name + ".weight")}, new[] {{ {layer.Outputs}, {layer.Inputs} }}, offset: {layer.WeightOffset}, lastTileWidth: {layer.LastTileWidth})");
                if (layer.HasBias)
                {
                    parameters.Add($"    new __T::ParameterInfo({CSharpLiteral.Of(layer.Name + ".bias")}, new[] {{ {layer.Outputs} }}, offset: {layer.BiasOffset})");
                }
            }

            writer.Line($"    length: {plan.BufferLength}, trainableLength: {plan.TrainableLength}{(parameters.Count == 0 ? ");" : ",")}");
            if (parameters.Count > 0)
            {
                writer.Line(string.Join(",\n", parameters) + ");");
            }

            writer.Line();
            HeadSurfaceEmitter.EmitLayout(writer, plan);
            writer.Line("public static readonly __T::NetworkDescription Description = new __T::NetworkDescription(");
            writer.Line($"    {CSharpLiteral.Of(type.DisplayName)}, {plan.InputSize}, {plan.OutputSize}, __T::Loss.{plan.Spec.Training.Loss}, Instance,");
            writer.Line(string.Join(",\n", Descriptions(plan)) + ")" + Properties(plan) + ";");
            EmitLossOptions(writer, plan.Spec.Training);
        }

        if (plan.Spec.ModelFile is not { IsFrozen: true })
        {
            writer.Line();
            string start = plan.Spec.ModelFile is null ? "new __T::ParameterBuffer(__Layout.Instance)" : "__CreateLoaded()";
            writer.Line($"private readonly __T::ParameterBuffer __parameters = {start};");
        }

        if (plan.HasBackward && plan.Spec.ModelFile is not { IsFrozen: true })
        {
            writer.Line();
            EmitInitialize(writer, plan);
        }
    }

    private static void EmitInitialize(SourceWriter writer, NetworkPlan plan)
    {
        using (writer.Block("private void __Initialize(ulong seed)"))
        {
            writer.Line("__T::Pcg32 random = new __T::Pcg32(seed);");
            int index = 0;
            foreach ((LinearPlan? linear, ParameterPlan? vector) in Stored(plan))
            {
                if (vector is not null)
                {
                    writer.Line(vector.Grouped is GroupedTensor grouped
                        ? $"__T::ParameterInitializers.Uniform(__parameters, {index++}, {grouped.FanIn}, ref random);"
                        : $"__T::ParameterInitializers.Fill(__parameters, {index++}, {CSharpLiteral.Of(vector.InitialValue)});");
                }

                if (linear is not LinearPlan layer)
                {
                    continue;
                }

                int weight = index++;
                int bias = layer.HasBias ? index++ : -1;
                writer.Line($"__T::ParameterInitializers.Linear(__parameters, {weight}, {bias}, __T::Initializer.{layer.Initializer}, ref random);");
            }
        }
    }

    /// <summary>The names of the parameters in the order of the layout, and how many values each has.</summary>
    public static IEnumerable<(string Name, int Count, float InitialValue)> Names(NetworkPlan plan)
    {
        foreach ((LinearPlan? linear, ParameterPlan? vector) in Stored(plan))
        {
            if (vector is not null)
            {
                yield return (vector.Name, vector.Count, vector.InitialValue);
            }

            if (linear is LinearPlan layer)
            {
                yield return (layer.Name + ".weight", layer.MultiplyAdds, 0f);
                if (layer.HasBias)
                {
                    yield return (layer.Name + ".bias", layer.Outputs, 0f);
                }
            }
        }
    }

    /// <summary>What is stored, in PyTorch's order: linear layers (weight and bias together) and single vectors.</summary>
    private static IEnumerable<(LinearPlan? Linear, ParameterPlan? Vector)> Stored(NetworkPlan plan) => plan is DensePlan
        ? plan.Layers.Select(layer => ((LinearPlan?)layer, (ParameterPlan?)null))
        : plan.Stages.SelectMany(stage => stage is LinearStage linear
            ? [(linear.Linear, null)]
            : stage.Parameters.Select(parameter => ((LinearPlan?)null, (ParameterPlan?)parameter)));

    private static string Properties(NetworkPlan plan)
    {
        NetworkSpec spec = plan.Spec;
        var properties = new List<string>();
        if (plan.HasBackward && plan.GradientRows > 0)
        {
            properties.Add($"GradientRows = {CSharpLiteral.Of(plan.GradientRows)}");
        }

        if (spec.Training != TrainingSpec.Default(spec.Training.Loss))
        {
            properties.Add($"LossOptions = {LossOptions(spec.Training)}");
        }

        if (spec.Heads.Count > 0)
        {
            properties.Add("Heads = Heads");
        }

        if (spec.Rows is TypedRowsSpec rows)
        {
            properties.Add($"Columns = {TypedRowsEmitter.Columns(rows)}");
        }

        return properties.Count == 0 ? "" : $" {{ {string.Join(", ", properties)} }}";
    }

    private static void EmitLossOptions(SourceWriter writer, TrainingSpec training)
    {
        writer.Line();
        writer.Line($"public static readonly __T::Losses.LossOptions LossOptions = {LossOptions(training)};");
    }

    private static string LossOptions(TrainingSpec training)
    {
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

        if (training.OutputWeights.Count > 0)
        {
            options.Add($"OutputWeights = {Array(training.OutputWeights)}");
        }

        if (training.MissingTargets != MissingTargets.Throw)
        {
            options.Add($"MissingTargets = __T::MissingTargets.{training.MissingTargets}");
        }

        if (training.FocalGamma != 0f)
        {
            options.Add($"FocalGamma = {CSharpLiteral.Of(training.FocalGamma)}");
        }

        if (training.HuberDelta != 1f)
        {
            options.Add($"HuberDelta = {CSharpLiteral.Of(training.HuberDelta)}");
        }

        if (training.SmoothL1Beta != 1f)
        {
            options.Add($"SmoothL1Beta = {CSharpLiteral.Of(training.SmoothL1Beta)}");
        }

        if (training.HingeMargin != 1f)
        {
            options.Add($"HingeMargin = {CSharpLiteral.Of(training.HingeMargin)}");
        }

        if (training.PreEmphasis != 0f)
        {
            options.Add($"PreEmphasis = {CSharpLiteral.Of(training.PreEmphasis)}");
        }

        if (training.DirectCurrentWeight != 0f)
        {
            options.Add($"DirectCurrentWeight = {CSharpLiteral.Of(training.DirectCurrentWeight)}");
        }

        return options.Count == 0 ? "default" : $"new __T::Losses.LossOptions {{ {string.Join(", ", options)} }}";
    }

    private static IEnumerable<string> Descriptions(NetworkPlan plan)
    {
        int[] sizes = plan.Spec.ValueSizes();
        for (int i = 0; i < plan.Spec.Layers.Count; i++)
        {
            LayerSpec layer = plan.Spec.Layers[i];

            // A Select reads another value than the one before it.
            int inputs = layer is not (LinearSpec or ActivationSpec) && plan.StageOf(i) is StagePlan stage ? stage.Inputs : sizes[i];
            string arguments = string.Concat(layer.Arguments.Select(a => $", ({CSharpLiteral.Of(a.Name)}, {CSharpLiteral.Of(a.Value)})"));
            yield return $"    new __T::LayerDescription(\"{layer.Kind}\", {CSharpLiteral.Of(layer.Name)}, {inputs}, {sizes[i + 1]}{arguments})";
        }
    }
}
