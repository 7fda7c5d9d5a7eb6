using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Diagnostics;

/// <summary>Says where the plan could not follow the wish for straight-line code.</summary>
internal static class UnrollAdvice
{
    public static SpecProblem? For(INamedTypeSymbol type, NetworkSpec? spec, CancellationToken cancellationToken)
    {
        if (spec is not { Unroll: Unroll.Full, Style: NetworkStyle.Fast } || !NetworkPlanner.Supports(spec))
        {
            return null;
        }

        NetworkPlan plan = NetworkPlanner.Plan(spec, cancellationToken);
        if (plan is DensePlan { Sample: SampleRegime.StraightLine })
        {
            return null;
        }

        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        int attribute = Enumerable.Range(0, attributes.Length).First(i => NetworkAttributes.Declares(attributes[i], type));
        return new SpecProblem(
            ProblemKind.UnrollRefused,
            ProblemPlace.OfProperty(attribute, "Unroll"),
            plan.MultiplyAdds.ToString("N0", CultureInfo.InvariantCulture));
    }
}
