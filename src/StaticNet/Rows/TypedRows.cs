using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;

namespace StaticNet;

/// <summary>Training and evaluation of networks over typed rows. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TypedRows
{
    /// <summary>Trains a network on typed rows.</summary>
    /// <exception cref="ArgumentException">There are no rows, an enum has a value that is none of its members, or options do not fit; nothing has been trained.</exception>
    public static TrainingHistory Fit<TNetwork, TIn, TOut, TOptimizer>(
        TNetwork model, IReadOnlyList<(TIn Features, TOut Target)> rows, TOptimizer optimizer, FitOptions? options, CancellationToken cancellationToken)
        where TNetwork : class, ITypedNetwork<TNetwork, TIn, TOut>
        where TOptimizer : IOptimizer
    {
        (float[] inputs, int[] labels, float[] targets) = Matrices<TNetwork, TIn, TOut>(rows);
        return TNetwork.PredictsClasses
            ? model.Fit(inputs.AsSpan(), labels.AsSpan(), optimizer, options, cancellationToken)
            : model.Fit(inputs.AsSpan(), targets.AsSpan(), optimizer, options, cancellationToken);
    }

    /// <summary>Measures a network on typed rows; the result names the classes.</summary>
    /// <exception cref="ArgumentException">There are no rows, or an enum has a value that is none of its members.</exception>
    public static Evaluation Evaluate<TNetwork, TIn, TOut>(TNetwork model, IReadOnlyList<(TIn Features, TOut Target)> rows)
        where TNetwork : class, ITypedNetwork<TNetwork, TIn, TOut>
    {
        (float[] inputs, int[] labels, float[] targets) = Matrices<TNetwork, TIn, TOut>(rows);
        Evaluation evaluation = TNetwork.PredictsClasses ? model.Evaluate(inputs.AsSpan(), labels.AsSpan()) : model.Evaluate(inputs.AsSpan(), targets.AsSpan());
        evaluation.ClassNames = TNetwork.PredictsClasses ? TNetwork.Description.Columns?.Outputs : null;
        foreach (OutputHead head in TNetwork.Description.Heads)
        {
            Evaluation measured = evaluation.Heads[head.Name];
            measured.ClassNames = measured.ConfusionMatrix is null ? null : ClassNames(head, TNetwork.Description.Columns);
        }

        return evaluation;
    }

    // The columns of an enum are Kind=Mint, Kind=Sage, ….
    private static string[]? ClassNames(OutputHead head, NetworkColumns? columns) =>
        head.Size == 1 ? ["false", "true"] : columns is null ? null : [.. columns.Outputs.Skip(head.Start).Take(head.Size).Select(static name => name[(name.IndexOf('=') + 1)..])];

    /// <summary>Fits the scales of a network over typed rows: of its targets too where it ends in Standardize or MinMax.</summary>
    /// <exception cref="ArgumentException">There are no rows, an enum has a value that is none of its members, or a value is NaN or infinite; the network is unchanged.</exception>
    public static void FitStandardize<TNetwork, TIn, TOut>(TNetwork model, IReadOnlyList<(TIn Features, TOut Target)> rows)
        where TNetwork : class, ITypedNetwork<TNetwork, TIn, TOut>
    {
        (float[] inputs, _, float[] targets) = Matrices<TNetwork, TIn, TOut>(rows);
        if (ScalingExtensions.ScalesTargets(TNetwork.Description))
        {
            model.FitStandardize(inputs.AsSpan(), targets.AsSpan());
        }
        else
        {
            model.FitStandardize(inputs.AsSpan());
        }
    }

    /// <summary>Refuses a value that is no member of its enum.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static int NotAMember(string name, string value, string members) =>
        throw new ArgumentException($"{name} is {value}, which is none of {members}.");

    private static (float[] Inputs, int[] Labels, float[] Targets) Matrices<TNetwork, TIn, TOut>(IReadOnlyList<(TIn Features, TOut Target)> rows)
        where TNetwork : class, ITypedNetwork<TNetwork, TIn, TOut>
    {
        ArgumentNullException.ThrowIfNull(rows);
        NetworkDescription network = TNetwork.Description;
        float[] inputs = new float[rows.Count * network.InputSize];
        int[] labels = new int[TNetwork.PredictsClasses ? rows.Count : 0];
        float[] targets = new float[TNetwork.PredictsClasses ? 0 : rows.Count * network.OutputSize];
        for (int i = 0; i < rows.Count; i++)
        {
            (TIn features, TOut target) = rows[i];
            try
            {
                TNetwork.ReadFeatures(features, inputs.AsSpan(i * network.InputSize, network.InputSize));
                int label = TNetwork.ReadTarget(target, targets.Length == 0 ? [] : targets.AsSpan(i * network.OutputSize, network.OutputSize));
                if (labels.Length > 0)
                {
                    labels[i] = label;
                }
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"Row {i}: {e.Message}", nameof(rows), e);
            }
        }

        return (inputs, labels, targets);
    }
}
