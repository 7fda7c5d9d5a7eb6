using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary><c>[Budget(StackBytes = 4096, Nanoseconds = 500)]</c> beside the attribute that declares the network.</summary>
internal static class BudgetReader
{
    /// <summary>Reads the limits; null where there are none, or one makes no sense.</summary>
    public static BudgetSpec? Read(INamedTypeSymbol type, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        if (attributes.Budget < 0)
        {
            return null;
        }

        AttributeReader attribute = attributes.Reader(attributes.Budget, problems);
        bool isSound = true;
        int Limit(string name)
        {
            int limit = attribute.Property(name, 0);
            if (limit < 0)
            {
                problems.Add(new(ProblemKind.BudgetExceeded, attribute.PlaceOf(name), name, CountText.Of(limit), "a budget is 0, for no limit, or more"));
                isSound = false;
            }

            return limit;
        }

        var budget = new BudgetSpec(Limit("ParameterBytes"), Limit("MultiplyAdds"), Limit("StackBytes"), Limit("WorkspaceBytes"), Limit("Nanoseconds"))
        {
            Attribute = attribute.Index,
        };
        if (budget.Nanoseconds > 0)
        {
            UserMembers.CheckName(type, "BudgetCheck", problems);
        }

        return attribute.IsBroken || !isSound ? null : budget;
    }
}
