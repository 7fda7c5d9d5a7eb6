using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.ModelFiles.StateDicts;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>A declaration and the project's model files make a network, or say why not.</summary>
internal static class ModelFileNetwork
{
    /// <param name="declaration">What the attributes say.</param>
    /// <param name="files">The project's model files.</param>
    /// <param name="checksVectors">Whether test vectors that the network of a state dict does not compute are reported as a problem.</param>
    public static NetworkDeclaration Complete(ModelFileDeclaration declaration, ModelFileSet files, bool checksVectors)
    {
        List<SpecProblem> problems = [.. declaration.Problems];
        ProblemPlace place = ProblemPlace.OfArgument(declaration.Attribute, 0);
        if (files.Find(declaration.File, out string missing) is not ModelFileText text)
        {
            problems.Add(new(ProblemKind.ModelFileNotFound, place, declaration.File, missing));
            return Unavailable(declaration, problems);
        }

        string source = text.Source;
        text = text.OfOutput(declaration.Options.Output, out string? unknown);
        if (unknown is not null)
        {
            ProblemPlace where = declaration.Options.Output is null ? place : ProblemPlace.OfProperty(declaration.Attribute, "Output");
            problems.Add(new(ProblemKind.ModelFileUnusable, where, source, unknown));
            return Unavailable(declaration, problems);
        }

        if (Read(text, declaration, place, problems) is not FileNetwork network)
        {
            return Unavailable(declaration, problems);
        }

        if (NotFinite(text, network) is { Length: > 0 } notFinite)
        {
            problems.Add(new(ProblemKind.ModelWeightsNotFinite, place, text.Source, notFinite));
            return Unavailable(declaration, problems);
        }

        if (text.VectorsProblem is string difference)
        {
            problems.Add(new(ProblemKind.TestVectorsDiffer, place, text.Source, difference));
        }

        var draft = new NetworkDraft(
            network.InputSize, place, "The file's input size", network.Layers, declaration.Training,
            ProblemPlace.OfAttribute(declaration.Attribute), declaration.LossPlace, declaration.TrainingAttribute, declaration.Options.Unroll)
        { IsFinishedModel = true };
        var found = new List<SpecProblem>();
        NetworkSpecValidator.Validate(draft, found);

        // The order of a finished model's layers is nothing its user would change.
        problems.AddRange(found.Where(static problem => problem.Kind is not (ProblemKind.NormAfterOutput or ProblemKind.DropoutAfterOutput)));
        if (problems.Exists(static problem => problem.Kind.PreventsGeneration()))
        {
            return Unavailable(declaration, problems);
        }

        var reported = new List<SpecProblem>();
        ModelFileEntry? stored = files.VectorsOf(text);
        TestVectors? vectors = Vectors(stored, text, draft, place, reported);

        // The weights tell how exact SelfTest() can be, so the generator asks as well.
        if (vectors is not null && stored is not null && text.IsStateDict)
        {
            (string wrong, float tolerance) = StateDictVectors.Check(text, declaration.Options, network, vectors, stored.Hash, files.WeightsPathOf(text));
            vectors = vectors.Within(tolerance);
            if (checksVectors && wrong.Length > 0)
            {
                problems.Add(new(ProblemKind.TestVectorsDiffer, place, text.Source, wrong));
            }
        }

        // The message is about the SelfTest() that would be generated.
        problems.AddRange(declaration.Options.HasSelfTest ? [] : reported);
        var model = new ModelFileSpec(
            text.Source,
            new ModelWeights($"{text.Hash} {declaration.Options.Prefix} {declaration.Options.Transposed}", network.Tensors, text.Weights),
            declaration.Options.IsFrozen,
            declaration.Options.IsInferenceOnly,
            declaration.Options.HasSelfTest ? null : vectors);
        var specs = new EquatableArray<LayerSpec>([.. network.Layers.Select(static layer => layer.Layer)]);
        return new(
            new NetworkSpec(declaration.Type, network.InputSize, specs, declaration.Training, declaration.Options.Unroll) { ModelFile = model, Budget = declaration.Budget }, problems);
    }

    /// <summary>The members are generated all the same.</summary>
    private static NetworkDeclaration Unavailable(ModelFileDeclaration declaration, List<SpecProblem> problems)
    {
        ModelFileOptions options = declaration.Options;
        return new(null, problems)
        {
            Unavailable = UnavailableNetworks.Of(declaration.Type, problems) is UnavailableNetwork network
                ? network with
                {
                    IsFrozen = options.IsFrozen,
                    IsInferenceOnly = options.IsInferenceOnly,
                    IsStreaming = declaration.Layers.Any(static draft => draft.Layer.IsOverTime),
                    HasSelfTest = !options.HasSelfTest,
                    HasPredict = !options.HasPredict,
                    HasBudgetCheck = declaration.Budget is { Nanoseconds: > 0 },
                }
                : null,
        };
    }

    /// <summary>What the network reads of the file that is not finite; empty where nothing is. Tensors that it does not read may hold anything.</summary>
    private static string NotFinite(ModelFileText text, FileNetwork network)
    {
        const int MaximumShown = 4;
        string[] found = [.. text.NotFinite.Where(problem => problem.Tensor < 0 || IsRead(text.Tensors[problem.Tensor], network)).Select(static problem => problem.What)];
        return string.Join("; ", found.Take(MaximumShown)) + (found.Length > MaximumShown ? $"; and {(found.Length - MaximumShown).ToString(CultureInfo.InvariantCulture)} more" : "");
    }

    /// <summary>Whether the values of a tensor of the file are those of a parameter.</summary>
    private static bool IsRead(FileTensor tensor, FileNetwork network) => network.Tensors.Any(parameter => tensor.Base64 is null
        ? parameter.Base64 is null && parameter.Start == tensor.Start && parameter.Count == tensor.Count
        : ReferenceEquals(parameter.Base64, tensor.Base64));

    /// <summary>The file's network; null where there is none, which is said.</summary>
    private static FileNetwork? Read(ModelFileText text, ModelFileDeclaration declaration, ProblemPlace place, List<SpecProblem> problems)
    {
        string? error = text.Error;
        if (error is null && declaration.Layers.Count > 0)
        {
            return ReadDeclared(text, declaration, problems);
        }

        if (error is null && text.IsStateDict)
        {
            StateDictResult result = StateDictNetwork.Read(text, declaration.Options);
            if (result.Network is null)
            {
                problems.Add(new(result.Kind, result.IsOfOutput ? ProblemPlace.OfProperty(declaration.Attribute, "Output") : place, text.Source, result.Problem));
                return null;
            }

            if (!result.HasActivations && declaration.Options.Activation is not (null or Activation.Identity))
            {
                ReportIdle(declaration, "Activation", $"'{text.Source}', whose layers leave no room for one", "a file with an activation between its layers", problems);
            }

            if (result.Unstated is var (difference, remedy))
            {
                problems.Add(new(ProblemKind.ModelFunctionUnstated, place, text.Source, difference, remedy));
            }

            text = result.Network;
        }
        else if (error is null)
        {
            ReportIdleOptions(declaration, $"'{text.Source}', which tells its layers and activations", "a file that holds weights only", ["Activation", "OutputActivation", "Prefix", "Transposed"], problems);
        }

        ModelFileLayers? layers = error is null ? ModelFileLayers.Read(text, declaration.Options, place, out error) : null;
        if (layers is null)
        {
            problems.Add(new(text.IsFault ? ProblemKind.TranslationDiffers : ProblemKind.ModelFileUnusable, place, text.Source, error ?? ""));
            return null;
        }

        return new(text.InputSize, layers.Layers, layers.Tensors);
    }

    private static FileNetwork? ReadDeclared(ModelFileText text, ModelFileDeclaration declaration, List<SpecProblem> problems)
    {
        if (!text.IsStateDict)
        {
            LayerDraft first = declaration.Layers[0];
            problems.Add(new(
                ProblemKind.ModelLayerDoesNotFit, first.Place, $"{first.Layer.Kind} '{first.Layer.Name}'", text.Source,
                "the file tells its layers itself; remove the layers here, or export the weights alone"));
            return null;
        }

        if (declaration.Options.Output is string output)
        {
            problems.Add(new(
                ProblemKind.ModelFileUnusable, ProblemPlace.OfProperty(declaration.Attribute, "Output"), text.Source,
                $"the last layer beside the attribute is the output, so Output = \"{output}\" chooses none; remove Output, and end the layers with '{output}' where that is meant"));
            return null;
        }

        ReportIdleOptions(
            declaration, "a network whose layers stand beside it", "a file whose layers do not", ["Activation", "OutputActivation"], problems);
        return DeclaredLayers.Read(text, declaration, problems);
    }

    private static void ReportIdleOptions(ModelFileDeclaration declaration, string on, string belongs, string[] options, List<SpecProblem> problems)
    {
        ModelFileOptions given = declaration.Options;
        foreach (string option in options)
        {
            bool isGiven = option switch
            {
                "Activation" => given.Activation is not null,
                "OutputActivation" => given.OutputActivation is not null,
                "Prefix" => given.Prefix.Length > 0,
                _ => given.Transposed is not null,
            };
            if (isGiven)
            {
                ReportIdle(declaration, option, on, belongs, problems);
            }
        }
    }

    private static void ReportIdle(ModelFileDeclaration declaration, string option, string on, string belongs, List<SpecProblem> problems) =>
        problems.Add(new(ProblemKind.OptionWithoutEffect, ProblemPlace.OfProperty(declaration.Attribute, option), option, on, belongs));

    /// <summary>What <c>SelfTest()</c> compares: the vectors beside the file, or those in it.</summary>
    private static TestVectors? Vectors(ModelFileEntry? file, ModelFileText text, NetworkDraft draft, ProblemPlace place, List<SpecProblem> problems)
    {
        int[] sizes = draft.ValueSizes();
        bool isStreaming = draft.Layers.Any(static layer => layer.Layer.IsOverTime);
        if (file is null)
        {
            return text.Cases.Count == 0 ? null : TestVectors.OfBase64(text.Source, text.Hash, sizes[0], text.Cases, text.Tolerance, isStreaming);
        }

        string name = file.Path.Substring(file.Path.LastIndexOfAny(['/', '\\']) + 1);
        TestVectors? vectors = TestVectorReader.Read(
            file.Vectors, name, file.Hash, sizes[0], sizes[sizes.Length - 1], out string problem, text.Tolerance, isStreaming, draft.Layers.Any(static layer => layer.Layer.EndsTime));
        if (vectors is null)
        {
            problems.Add(new(ProblemKind.TestVectorsUnusable, place, name, problem));
        }

        return vectors;
    }
}
