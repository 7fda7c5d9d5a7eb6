using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Networks with memory: what turns steps into one row stands behind the layers over time, once, and joins stay on one side of it.</summary>
internal static class TimeRules
{
    /// <summary>A second of audio.</summary>
    private const long LongestField = 48_000;

    /// <summary>The first-level data cache of many processors, in bytes; others have 48 KiB and more. Weights of a cell that do not fit come from the second level at every step.</summary>
    private const long FirstLevelCache = 32 << 10;

    /// <summary>Bytes from the second-level cache in a nanosecond, computed, not measured: 32 in a cycle, at 3.6 GHz.</summary>
    private const double SecondLevelRate = 115;

    /// <summary>Floats of 1 MiB.</summary>
    private const long LargestState = 1 << 18;

    public static void CheckOrder(NetworkDraft network, List<SpecProblem> problems)
    {
        int end = -1;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerDraft draft = network.Layers[i];
            LayerSpec layer = draft.Layer;
            if (layer.WithoutEffect is (int argument, string why))
            {
                problems.Add(new(ProblemKind.DilationWithoutEffect, ProblemPlace.OfArgument(draft.Place.Attribute, argument), why) { Replacement = "1" });
            }

            if (layer.EndsTime)
            {
                CheckEnd(network, i, end, problems);
                end = i;
            }
            else if (layer.IsOverTime && end >= 0)
            {
                string ended = network.Layers[end].Layer.Kind;
                problems.Add(new(ProblemKind.TimeLayerMisplaced, draft.Place, $"{layer.Kind} works on the steps of a sequence, and {ended} before it left one row per sequence; move {ended} behind it"));
            }

            if (layer.EarlierValue is int earlier && end >= 0 && earlier <= end)
            {
                string ended = network.Layers[end].Layer.Kind;
                problems.Add(new(ProblemKind.JoinAcrossTime, draft.Place, $"{layer.Kind} joins one row per sequence with a value that has one per step, from before {ended}; refer to a layer behind {ended}"));
            }
        }
    }

    /// <summary>How much memory a stream takes, how long its past is, and whether a step's weights may not fit in the cache: worth knowing where it is much.</summary>
    public static void CheckSizes(NetworkDraft network, List<SpecProblem> problems)
    {
        int[] sizes = network.ValueSizes();
        long state = 0, weights = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerSpec layer = network.Layers[i].Layer;
            state += layer.StateSize(sizes[i]);

            // A convolution's weights serve a block of steps, those of a cell are read at each.
            if (layer is { IsOverTime: true, StepsBefore: null })
            {
                (long rows, long length) = layer.StoredRows(sizes[i]);
                weights += sizeof(float) * rows * length;
            }
        }

        if (weights > FirstLevelCache)
        {
            problems.Add(new(ProblemKind.WeightsLeaveCache, network.Attribute, Text(weights / 1024), Text((long)(weights / SecondLevelRate))));
        }

        long? field = PastSteps.Of(network.Layers.Select(static draft => draft.Layer));
        if (state > LargestState || field > LongestField)
        {
            string past = field is long steps ? $"{Text(steps)} steps" : "all steps";
            problems.Add(new(ProblemKind.StreamIsLarge, network.Attribute, Text(4 * state / 1024), past));
        }
    }

    /// <summary>The error-to-signal ratio compares signals: one output per step, no probabilities.</summary>
    public static void CheckLoss(NetworkDraft network, List<SpecProblem> problems)
    {
        if (network.Training.Loss != Loss.ErrorToSignal)
        {
            return;
        }

        if (!network.Layers.Any(static draft => draft.Layer.IsOverTime) || network.Layers.Any(static draft => draft.Layer.EndsTime))
        {
            problems.Add(new(ProblemKind.LossNeedsSteps, network.LossPlace, "this network has no output per step of a sequence; use MeanSquaredError, or a layer over time such as LSTM") { Replacement = nameof(Loss.MeanSquaredError) });
        }
        else if (network.OutputActivation is Activation.Softmax or Activation.LogSoftmax)
        {
            problems.Add(new(ProblemKind.LossNeedsSteps, network.LossPlace, $"the outputs are those of {network.OutputActivation}, which are no signal; use CrossEntropy, or remove {network.OutputActivation}") { Replacement = nameof(Loss.CrossEntropy) });
        }
    }

    private static void CheckEnd(NetworkDraft network, int index, int end, List<SpecProblem> problems)
    {
        LayerDraft draft = network.Layers[index];
        if (end >= 0)
        {
            problems.Add(new(ProblemKind.TimeLayerMisplaced, draft.Place, $"{draft.Layer.Kind} finds no steps, because {network.Layers[end].Layer.Kind} before it left one row per sequence; remove one of them"));
        }
        else if (!network.Layers.Take(index).Any(static earlier => earlier.Layer.IsOverTime))
        {
            problems.Add(new(ProblemKind.TimeLayerMisplaced, draft.Place, $"No layer before {draft.Layer.Kind} works on the steps of a sequence; put LSTM, GRU, RNN or Conv1d before it"));
        }
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
