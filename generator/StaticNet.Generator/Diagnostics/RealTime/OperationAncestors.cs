using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace StaticNet.Generator.Diagnostics.RealTime;

/// <summary>The operations around one, innermost first.</summary>
internal static class OperationAncestors
{
    public static IEnumerable<IOperation> Ancestors(this IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }
}
