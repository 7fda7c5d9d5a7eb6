using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning;

/// <summary>What is there to test of each network: of other projects what their types say, of this one what follows from the specs.</summary>
internal static class NetworkTestsPlanner
{
    public static EquatableArray<TestedNetwork> Plan(NetworkTestsSpec tests, IEnumerable<NetworkSpec> specs, CancellationToken cancellationToken)
    {
        var networks = new List<TestedNetwork>(tests.Others);
        Dictionary<string, OwnNetwork> own = tests.Own.GroupBy(static network => network.Stem).ToDictionary(static group => group.Key, static group => group.First());
        foreach (NetworkSpec spec in specs)
        {
            if (own.TryGetValue(spec.Type.HintName, out OwnNetwork? network) && NetworkPlanner.Supports(spec))
            {
                NetworkPlan plan = NetworkPlanner.Plan(spec, cancellationToken);
                networks.Add(new(
                    network.Reference, network.Name, spec.IsStreaming, plan.HasBackward, HasParameters: spec.ModelFile is not { IsFrozen: true },
                    HasTimeBudget: spec.Budget is { Nanoseconds: > 0 }, HasSelfTest: spec.ModelFile is { TestVectors: not null },
                    network.FrozenTwin));
            }
        }

        // A twin whose declaration has an error has no members to compare.
        var written = new HashSet<string>(networks.Select(static network => network.Reference));
        return new([.. networks.Select(network => network.FrozenTwin is string twin && !written.Contains(twin) ? network with { FrozenTwin = null } : network)]);
    }
}
