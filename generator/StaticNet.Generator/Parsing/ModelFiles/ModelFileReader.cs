using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary><c>[ModelFile("iris.onnx")]</c>: what the attributes tell, before the file is looked at.</summary>
internal static class ModelFileReader
{
    /// <summary>The declaration, or null where it does not compile yet.</summary>
    public static ModelFileDeclaration? Read(
        INamedTypeSymbol type, TypeShell shell, AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        List<LayerDraft>? layers = LayerListReader.Read(attribute, attributes, problems);
        UserMembers.Check(type, outputs: null, isStreaming: false, problems);
        string? file = attribute.Argument<string?>(0, null);
        bool isFrozen = attribute.Property("Frozen", false);
        bool isInferenceOnly = attribute.Property("InferenceOnly", false);
        Activation? activation = attribute.Has("Activation") ? attribute.Enum("Activation", Activation.ReLU) : null;
        Activation? outputActivation = attribute.Has("OutputActivation") ? attribute.Enum("OutputActivation", Activation.Identity) : null;
        string? output = attribute.Has("Output") ? attribute.Property<string?>("Output", null) : null;
        Loss loss = attribute.Enum("Loss", Loss.Auto);
        Unroll unroll = attribute.Enum("Unroll", Unroll.Auto);
        string prefix = attribute.Property<string?>("Prefix", null) ?? "";
        bool? transposed = attribute.Has("Transposed") ? attribute.Property("Transposed", false) : null;
        if (attribute.IsBroken || file is null || layers is null)
        {
            return null;
        }

        // The options of training are read onto a network without layers; the layers come with the file.
        NetworkDraft? draft = new(
            0, attribute.Place, "", [], TrainingSpec.Default(loss), attribute.Place,
            attribute.Has("Loss") ? attribute.PlaceOf("Loss") : attribute.Place);
        if (!TrainingReader.TryAdd(attributes, ref draft, problems))
        {
            return null;
        }

        bool hasSelfTest = type.GetMembers("SelfTest").Any(static member => !UserMembers.IsOurs(member));
        bool hasPredict = type.GetMembers("Predict").Any(static member => !UserMembers.IsOurs(member));
        BudgetSpec? budget = BudgetReader.Read(type, attributes, problems);
        return new(
            shell,
            file,
            attribute.Index,
            new(isFrozen, isInferenceOnly, activation, outputActivation, unroll, hasSelfTest, prefix, transposed, hasPredict, output),
            draft.Training,
            draft.TrainingAttribute,
            draft.LossPlace,
            new EquatableArray<LayerDraft>([.. layers]),
            new EquatableArray<SpecProblem>([.. problems]))
        {
            Budget = budget,
        };
    }
}
