using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Parameters;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Frozen;

/// <summary>
/// How do weights that the build embedded as a resource reach the parameter storage? Loaded networks copy them into each new instance;
/// frozen ones once per process, with running averages folded as <see cref="WeightImage"/> folds them.
/// </summary>
internal static class EmbeddedWeightsEmitter
{
    private const string Weights = "global::StaticNet.Persistence.Constants.EmbeddedWeights";

    public static void Emit(SourceWriter writer, NetworkPlan plan, ModelFileSpec model, WeightsResource resource)
    {
        if (model.IsFrozen)
        {
            writer.Line("// Stands where other networks have a buffer of parameters: one for all instances, filled when it is first read.");
            using (writer.Block("private static class __parameters"))
            {
                writer.Line("private static readonly global::StaticNet.ParameterBuffer s_weights = __CreateLoaded();");
                writer.Line();
                WeightsEmitter.EmitValues(writer, plan);
                using (writer.Block("public static ref float Reference"))
                {
                    writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
                    writer.Line("get => ref s_weights.Reference;");
                }
            }

            writer.Line();
        }

        EmitCreate(writer, plan, model, resource);
    }

    private static void EmitCreate(SourceWriter writer, NetworkPlan plan, ModelFileSpec model, WeightsResource resource)
    {
        (string Name, int Count, float InitialValue)[] parameters = [.. ParametersEmitter.Names(plan)];
        ModelTensor?[] tensors = [.. parameters.Select(parameter => Find(model.Weights, parameter.Name, parameter.Count))];
        string starts = string.Join(", ", tensors.Select(static tensor => CSharpLiteral.Of(tensor?.Start ?? -1)));
        string rotations = !Array.Exists(tensors, static tensor => tensor is { RotatedColumns: > 0 } or { IsTransposed: true }) ? ""
            : $", [{string.Join(", ", tensors.Select(static tensor => CSharpLiteral.Of(tensor is { IsTransposed: true } ? -1 : tensor?.RotatedColumns ?? 0)))}]";
        writer.Line("// Where each parameter begins in the resource that the build made of the file; -1 where the file has none.");
        using (writer.Block("private static global::StaticNet.ParameterBuffer __CreateLoaded()"))
        {
            writer.Line($"global::StaticNet.ParameterBuffer parameters = {Weights}.Load(");
            writer.Line($"    typeof({plan.Spec.Type.SelfReference}).Assembly, {CSharpLiteral.Of(resource.Name)}, {CSharpLiteral.Of(resource.Count)}, __Layout.Instance, [{starts}]{rotations});");

            // A file may leave out what changes nothing, such as a bias of zeros.
            for (int i = 0; i < parameters.Length; i++)
            {
                if (tensors[i] is null && parameters[i].InitialValue != 0f)
                {
                    writer.Line($"global::StaticNet.ParameterInitializers.Fill(parameters, {CSharpLiteral.Of(i)}, {CSharpLiteral.Of(parameters[i].InitialValue)});");
                }
            }

            if (model.IsFrozen)
            {
                EmitFolding(writer, plan, [.. parameters.Select(static parameter => parameter.Name)]);
            }

            writer.Line("return parameters;");
        }
    }

    private static ModelTensor? Find(ModelWeights weights, string name, int count)
    {
        ModelTensor? found = weights.Tensors.FirstOrDefault(tensor => tensor.Name == name);
        return found is null || found.Count == count ? found
            : throw new InvalidOperationException($"'{name}' has {found.Count} values, expected {count}.");
    }

    private static void EmitFolding(SourceWriter writer, NetworkPlan plan, List<string> names)
    {
        foreach (RunningStatisticsPlan norm in plan.Stages.Select(static stage => stage.Folded?.Statistics).OfType<RunningStatisticsPlan>())
        {
            string Index(ParameterPlan? parameter) => CSharpLiteral.Of(parameter is null ? -1 : names.IndexOf(parameter.Name));
            writer.Line($"{Weights}.FoldRunningStatistics(parameters, mean: {Index(norm.Mean)}, variance: {Index(norm.Variance)}, weight: {Index(norm.Weight)}, bias: {Index(norm.Bias)}, {CSharpLiteral.Of(norm.Epsilon)});");
        }
    }
}
