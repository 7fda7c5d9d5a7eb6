using System.Collections.Generic;
using System.Globalization;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>Every size is 1 or more, and all parameters together can be addressed.</summary>
internal static class SizeRules
{
    public static void Check(NetworkDraft network, List<SpecProblem> problems)
    {
        bool sound = CheckSize(network.InputSize, network.InputSizePlace, network.InputSizeText, problems);
        long values = 0;
        long inputs = network.InputSize;
        foreach (LayerDraft draft in network.Layers)
        {
            if (draft.Layer is not LinearSpec linear)
            {
                continue;
            }

            sound &= CheckSize(linear.Outputs, draft.SizePlace, draft.SizeText, problems);
            if (!sound)
            {
                continue;
            }

            // At most 2^31 · 2^31 is added to at most 2^29, so nothing overflows before it is found out.
            values += (inputs + 1) * NetworkLimits.Padded(linear.Outputs);
            if (values > NetworkLimits.MaxParameterValues)
            {
                problems.Add(new(
                    ProblemKind.TooManyParameters,
                    draft.SizePlace,
                    values.ToString("N0", CultureInfo.InvariantCulture),
                    NetworkLimits.MaxParameterValues.ToString("N0", CultureInfo.InvariantCulture)));
                return;
            }

            inputs = linear.Outputs;
        }
    }

    private static bool CheckSize(int size, ProblemPlace place, string text, List<SpecProblem> problems)
    {
        if (size >= 1)
        {
            return true;
        }

        problems.Add(new(ProblemKind.SizeBelowOne, place, text, size.ToString(CultureInfo.InvariantCulture)));
        return false;
    }
}
