using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary><c>[TrainedNetwork("""…""")]</c>: a network by itself, or the weights of one that another attribute declares.</summary>
internal static class TrainedNetworkReader
{
    /// <summary>The network of a class that nothing else declares.</summary>
    public static NetworkDraft? Read(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        attributes.RefuseLayers(problems);
        if (Text(attribute) is not TrainedText text)
        {
            return null;
        }

        ModelFileLayers? layers = Layers(attribute, text, out string? error);
        if (layers is null)
        {
            Report(attribute, problems, error ?? "");
            return null;
        }

        if (text.Heads.Count == 0)
        {
            return new(text.Model.InputSize, attribute.Place, "The input size of the text", layers.Layers, text.Training, attribute.Place, attribute.Place);
        }

        // Each head has a loss of its own; the options are those of all.
        var network = new NetworkDraft(
            text.Model.InputSize, attribute.Place, "The input size of the text", layers.Layers, text.Training with { Loss = Loss.Auto }, attribute.Place, attribute.Place)
        {
            Heads = text.Heads,
        };
        int[] sizes = network.ValueSizes();
        if (HeadRules.FaultOfFile(text.Heads, sizes[sizes.Length - 1]) is string fault)
        {
            Report(attribute, problems, fault);
            return null;
        }

        return network;
    }

    /// <summary>What the attribute adds to the network of its class; null where there is none, or where it does not fit.</summary>
    public static ModelFileSpec? Weights(DeclaredAttributes attributes, NetworkDraft network, List<SpecProblem> problems)
    {
        if (attributes.Trained < 0)
        {
            return null;
        }

        AttributeReader attribute = attributes.Reader(attributes.Trained, problems);
        bool isFrozen = attribute.Property("Frozen", true);
        if (Text(attribute) is not TrainedText text)
        {
            return null;
        }

        ModelFileLayers? layers = Layers(attribute, text, out string? error);
        if (layers is null)
        {
            Report(attribute, problems, error ?? "");
            return null;
        }

        string[] declared = Signatures(network.InputSize, network.Layers);
        string[] trained = Signatures(text.Model.InputSize, layers.Layers);
        int different = 0;
        while (different < declared.Length && different < trained.Length && declared[different] == trained[different])
        {
            different++;
        }

        if (network.InputSize != text.Model.InputSize)
        {
            Report(attribute, problems, $"they are of a network with {text.Model.InputSize} inputs, but this one has {network.InputSize}; train it anew, or give them a class of their own");
            return null;
        }

        if (different < declared.Length || different < trained.Length)
        {
            string found = different < trained.Length ? trained[different] : "none";
            string expected = different < declared.Length ? declared[different] : "none";
            Report(attribute, problems, $"they are of another network: its layer {different} is {found}, but this class declares {expected}; train it anew, or give them a class of their own");
            return null;
        }

        return new ModelFileSpec(Source: null, new ModelWeights(text.Model.Hash, layers.Tensors, resource: null), isFrozen, IsInferenceOnly: false, TestVectors: null);
    }

    private static string[] Signatures(int inputs, IReadOnlyList<LayerDraft> layers)
    {
        int[] sizes = NetworkSpec.ValueSizes(inputs, layers.Select(static draft => draft.Layer));
        return [.. layers.Select((draft, i) => draft.Layer.Explicit([.. sizes.Take(i + 1)]).Signature())];
    }

    private static void Report(AttributeReader attribute, List<SpecProblem> problems, string error) =>
        problems.Add(new(ProblemKind.ModelFileUnusable, ProblemPlace.OfArgument(attribute.Index, 0), "trained weights", error));

    private static TrainedText? Text(AttributeReader attribute)
    {
        string? text = attribute.Argument<string?>(0, null);
        return attribute.IsBroken || text is null ? null : TrainedText.Read(text);
    }

    private static ModelFileLayers? Layers(AttributeReader attribute, TrainedText text, out string? error)
    {
        error = text.Model.Error;
        return error is not null ? null : ModelFileLayers.Read(
            text.Model, new(IsFrozen: false, IsInferenceOnly: false, null, null, Unroll.Auto, HasSelfTest: false), ProblemPlace.OfArgument(attribute.Index, 0), out error);
    }
}
