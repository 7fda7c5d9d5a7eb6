using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>A declaration and the project's model files make a network, or say why not.</summary>
internal static class ModelFileNetwork
{
    public static NetworkDeclaration Complete(ModelFileDeclaration declaration, ModelFileSet files)
    {
        List<SpecProblem> problems = [.. declaration.Problems];
        ProblemPlace place = ProblemPlace.OfArgument(declaration.Attribute, 0);
        if (files.Find(declaration.File, out string missing) is not ModelFileText text)
        {
            problems.Add(new(ProblemKind.ModelFileNotFound, place, declaration.File, missing));
            return new(null, problems);
        }

        string? error = text.Error;
        ModelFileLayers? layers = error is null ? ModelFileLayers.Read(text, declaration.Options, place, out error) : null;
        if (layers is null)
        {
            problems.Add(new(ProblemKind.ModelFileUnusable, place, text.Source, error ?? ""));
            return new(null, problems);
        }

        ReportIdleOptions(declaration, text, problems);
        var draft = new NetworkDraft(
            text.InputSize, place, "The file's input size", layers.Layers, declaration.Training,
            ProblemPlace.OfAttribute(declaration.Attribute), declaration.LossPlace, declaration.TrainingAttribute, declaration.Options.Unroll);
        var found = new List<SpecProblem>();
        NetworkSpecValidator.Validate(draft, found);

        // The order of a finished model's layers is nothing its user would change.
        problems.AddRange(found.Where(static problem => problem.Kind is not (ProblemKind.NormAfterOutput or ProblemKind.DropoutAfterOutput)));
        if (problems.Exists(static problem => problem.Kind.PreventsGeneration()))
        {
            return new(null, problems);
        }

        var model = new ModelFileSpec(
            text.Source,
            new ModelWeights(text.Hash, layers.Tensors, text.Weights),
            declaration.Options.IsFrozen,
            declaration.Options.IsInferenceOnly,
            declaration.Options.HasSelfTest ? null : Vectors(files.VectorsOf(text), draft, place, problems));
        var specs = new EquatableArray<LayerSpec>([.. layers.Layers.Select(static layer => layer.Layer)]);
        return new(
            new NetworkSpec(declaration.Type, text.InputSize, specs, declaration.Training, declaration.Options.Unroll) { ModelFile = model }, problems);
    }

    private static void ReportIdleOptions(ModelFileDeclaration declaration, ModelFileText text, List<SpecProblem> problems)
    {
        if (!text.HasActivations)
        {
            return;
        }

        foreach ((string option, Activation? value) in new[] { ("Activation", declaration.Options.Activation), ("OutputActivation", declaration.Options.OutputActivation) })
        {
            if (value is not null)
            {
                problems.Add(new(
                    ProblemKind.OptionWithoutEffect, ProblemPlace.OfProperty(declaration.Attribute, option), option,
                    $"'{text.Source}', which tells its activations", "a file that holds weights only"));
            }
        }
    }

    private static TestVectors? Vectors(ModelFileEntry? file, NetworkDraft draft, ProblemPlace place, List<SpecProblem> problems)
    {
        if (file is null)
        {
            return null;
        }

        int[] sizes = draft.ValueSizes();
        string name = file.Path.Substring(file.Path.LastIndexOfAny(['/', '\\']) + 1);
        TestVectors? vectors = TestVectorReader.Read(file.Vectors, name, file.Hash, sizes[0], sizes[sizes.Length - 1], out string problem);
        if (vectors is null)
        {
            problems.Add(new(ProblemKind.TestVectorsUnusable, place, name, problem));
        }

        return vectors;
    }
}
