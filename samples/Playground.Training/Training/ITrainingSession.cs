using System;
using System.Collections.Generic;
using StaticNet.Samples.Playground.Data;

namespace StaticNet.Samples.Playground.Training;

/// <summary>A network in training, whichever network and optimizer it is.</summary>
public interface ITrainingSession
{
    /// <summary>Sizes, layers and parameters of the network.</summary>
    NetworkDescription Description { get; }

    /// <summary>What the network is trained on; points drawn while it trains take part from the next pass on.</summary>
    PointSet Points { get; }

    /// <summary>Completed updates.</summary>
    long UpdateCount { get; }

    /// <summary>Completed passes over all points.</summary>
    int EpochCount { get; }

    /// <summary>The learning rate of the next update; may be changed between updates.</summary>
    double LearningRate { get; set; }

    /// <summary>The parameters, live.</summary>
    ParameterBuffer Parameters { get; }

    /// <summary>Names of the layers with parameters, first to last.</summary>
    IReadOnlyList<string> LayerNames { get; }

    /// <summary>One update on the next points.</summary>
    /// <returns>The mean loss of these points before the update.</returns>
    /// <exception cref="InvalidOperationException">There are no points.</exception>
    float Update();

    /// <summary>The same update, with everything that was computed on the way.</summary>
    /// <exception cref="InvalidOperationException">There are no points.</exception>
    StepInNumbers UpdateInNumbers();

    /// <summary>The probability of class 1 for any number of points.</summary>
    /// <param name="inputs">[count, 2].</param>
    /// <param name="probabilities">[count].</param>
    void Predict(ReadOnlySpan<float> inputs, Span<float> probabilities);

    /// <summary>Loss and accuracy on points.</summary>
    Score Evaluate(PointSet points);

    /// <summary>The Euclidean norm of each layer's gradient in the last update.</summary>
    /// <param name="norms">As many as <see cref="LayerNames"/>.</param>
    void CopyGradientNorms(Span<double> norms);
}
