using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Every size is 1 or more, and all parameters, a row's values and a stream's state can be addressed.</summary>
internal static class SizeRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        bool sound = CheckSize(network.InputSize, network.InputSizePlace, network.InputSizeText, problems);
        foreach (LayerDraft draft in network.Layers)
        {
            sound &= draft.Layer is not LinearSpec linear || CheckSize(linear.Outputs, draft.SizePlace, draft.SizeText, problems);
        }

        CheckDeclaredInputs(network, sound ? network.ValueSizes() : null, problems);
        if (sound)
        {
            CheckTotal(network, problems);
        }
    }

    // What belongs there is known: the size that arrives.
    private static void CheckDeclaredInputs(NetworkDraft network, int[]? sizes, List<SpecProblem> problems)
    {
        for (int i = 0; i < network.Layers.Count; i++)
        {
            if (network.Layers[i] is { DeclaredInputs: int inputs and < 1 } draft)
            {
                CheckSize(
                    inputs, ProblemPlace.OfArgument(draft.Place.Attribute, 0),
                    $"The number of inputs of layer {(i + 1).ToString(CultureInfo.InvariantCulture)} (Linear)", problems, sizes?[i] ?? 1);
            }
        }
    }

    private static void CheckTotal(NetworkDraft network, List<SpecProblem> problems)
    {
        int[] sizes = network.ValueSizes();
        long values = 0;
        long parameters = 0;
        long past = 0;
        long state = 0;

        // The inputs of a plain perceptron are read where they lie; other networks copy them.
        long row = network.Layers.All(static draft => draft.Layer is LinearSpec or ActivationSpec) ? 0 : NetworkLimits.Padded(sizes[0]);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            // At most 2^31 · 2^31 is added to at most 2^29, so nothing overflows before it is found out.
            (long rows, long length) = network.Layers[i].Layer.StoredRows(sizes[i]);
            values += rows * NetworkLimits.Padded(length);
            parameters += rows * length;
            row += NetworkLimits.Padded(sizes[i + 1]);
            past += network.Layers[i].Layer.StepsBefore ?? 0;
            state += past > NetworkLimits.MaxPastSteps ? 0 : network.Layers[i].Layer.StateSize((int)NetworkLimits.Padded(Math.Min(sizes[i], NetworkLimits.MaxRowValues)));
            (string Taken, string Most)? exceeded =
                values > NetworkLimits.MaxParameterValues ? (Text(values) + " parameter values", Text(NetworkLimits.MaxParameterValues) + " (2 GiB)")
                : row > NetworkLimits.MaxRowValues ? (Text(row) + " values for one row, all layers together", Text(NetworkLimits.MaxRowValues))
                : past > NetworkLimits.MaxPastSteps ? (Text(past) + " steps of the past", Text(NetworkLimits.MaxPastSteps))
                : state > NetworkLimits.MaxStateValues ? (Text(state) + " values of state for each stream", Text(NetworkLimits.MaxStateValues))
                : null;
            if (exceeded is (string taken, string most))
            {
                problems.Add(new(ProblemKind.TooManyParameters, network.Layers[i].SizePlace, taken, most));
                return;
            }
        }

        if (parameters >= NetworkLimits.ParametersForAnotherTool)
        {
            problems.Add(new(
                ProblemKind.AnotherToolFits,
                network.Attribute,
                Text(parameters),
                Text(parameters / (1 << 18))));
        }
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static bool CheckSize(int size, ProblemPlace place, string text, List<SpecProblem> problems, int fitting = 1)
    {
        if (size >= 1)
        {
            return true;
        }

        problems.Add(new(ProblemKind.SizeBelowOne, place, text, size.ToString(CultureInfo.InvariantCulture)) { Replacement = fitting.ToString(CultureInfo.InvariantCulture) });
        return false;
    }
}
