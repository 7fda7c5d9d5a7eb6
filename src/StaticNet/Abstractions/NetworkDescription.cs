using System;
using System.Collections.Generic;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>What a network type is: its sizes, layers, loss and parameter layout. One instance per network type.</summary>
/// <param name="Name">The type's name without namespace.</param>
/// <param name="InputSize">Values per input row.</param>
/// <param name="OutputSize">Values per output row.</param>
/// <param name="Loss">The declared loss, <see cref="StaticNet.Loss.Auto"/> included.</param>
/// <param name="Layout">Where the parameters lie.</param>
/// <param name="Layers">The layers in order, activations included.</param>
public sealed record NetworkDescription(
    string Name, int InputSize, int OutputSize, Loss Loss, ParameterLayout Layout, params LayerDescription[] Layers)
{
    /// <summary>The loss's options, as declared.</summary>
    public LossOptions LossOptions { get; init; }

    /// <summary>What inputs and outputs mean, for a network over typed rows; null where they have no names.</summary>
    public NetworkColumns? Columns { get; init; }

    /// <summary>The heads of a network with several outputs, each with a loss of its own; otherwise empty.</summary>
    public IReadOnlyList<OutputHead> Heads { get; init; } = [];

    /// <summary>
    /// Rows whose gradients <c>ComputeGradients</c> sums together; the sums of such blocks are added in the order of the rows. The plan fixes it,
    /// so blocks can be computed on several threads or machines with the same bits. 0 where a batch is one block: batch normalization needs all rows at once.
    /// </summary>
    public int GradientRows { get; init; }

    /// <summary>The last layer's activation kind, or <c>Identity</c> where the network ends in a layer with weights.</summary>
    public string OutputActivation { get; } = Layers.Length > 0 && Enum.TryParse<Activation>(Layers[^1].Kind, out _) ? Layers[^1].Kind : "Identity";

    /// <summary>The loss used for class labels (int targets), or null where labels make no sense for this network.</summary>
    public Loss? LabelLoss => Heads.Count > 0 ? null : Loss switch
    {
        Loss.CrossEntropy or Loss.NegativeLogLikelihood => Loss,
        Loss.BinaryCrossEntropy or Loss.Perceptron => OutputSize == 1 ? Loss : null,
        Loss.Auto => OutputActivation switch
        {
            "Softmax" => Loss.CrossEntropy,
            "LogSoftmax" => Loss.NegativeLogLikelihood,
            "Sigmoid" => OutputSize == 1 ? Loss.BinaryCrossEntropy : null,
            "Identity" => OutputSize == 1 ? Loss.BinaryCrossEntropy : Loss.CrossEntropy,
            _ => null,
        },
        _ => null,
    };

    /// <summary>The first layer that needs all rows of a training batch at once, or null. It needs at least two of them.</summary>
    internal LayerDescription? WholeBatchLayer => Array.Find(Layers, static layer => layer.Kind == "BatchNorm1d");

    /// <summary>Whether numbers of NaN are targets that do not count.</summary>
    internal bool MayMissTargets => Heads.Count == 0 && PresentTargets.MayMiss(NumberLoss, LossOptions);

    /// <summary>The loss used for numbers (float targets).</summary>
    public Loss NumberLoss => Loss != Loss.Auto ? Loss : OutputActivation switch
    {
        "Softmax" => Loss.CrossEntropy,
        "LogSoftmax" => Loss.NegativeLogLikelihood,
        "Sigmoid" => Loss.BinaryCrossEntropy,
        _ => Loss.MeanSquaredError,
    };
}
