using System;
using System.ComponentModel;

namespace StaticNet;

/// <summary>What a network over typed rows implements: how a row becomes features, and outputs a value. Implemented by generated code.</summary>
/// <typeparam name="TSelf">The network class.</typeparam>
/// <typeparam name="TIn">The rows it reads.</typeparam>
/// <typeparam name="TOut">What it predicts: an enum, a number, or a record of several.</typeparam>
public interface ITypedNetwork<TSelf, TIn, TOut> : INetwork<TSelf>
    where TSelf : class, ITypedNetwork<TSelf, TIn, TOut>
{
    /// <summary>Writes a row's features.</summary>
    /// <param name="row">The row.</param>
    /// <param name="features">[InputSize], overwritten.</param>
    /// <exception cref="ArgumentException">An enum has a value that is none of its members.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void ReadFeatures(in TIn row, Span<float> features);

    /// <summary>A target as a class, or its numbers.</summary>
    /// <param name="target">The target.</param>
    /// <param name="numbers">[OutputSize], overwritten where targets are numbers; not touched where they are classes.</param>
    /// <returns>The class; −1 where targets are numbers.</returns>
    /// <exception cref="ArgumentException">An enum has a value that is none of its members.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract int ReadTarget(in TOut target, Span<float> numbers);

    /// <summary>Whether <typeparamref name="TOut"/> is an enum.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract bool PredictsClasses { get; }

    /// <summary>What the network predicts for a row; nothing is allocated.</summary>
    /// <param name="row">The row.</param>
    TOut Predict(in TIn row);
}
