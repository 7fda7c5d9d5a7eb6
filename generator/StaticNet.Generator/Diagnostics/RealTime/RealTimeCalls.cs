using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace StaticNet.Generator.Diagnostics.RealTime;

/// <summary>Which members real-time code may call although they are not marked.</summary>
internal static class RealTimeCalls
{
    /// <summary>Members of a network that neither allocate nor wait, and throw only before they compute. A test proves it over the emitted code.</summary>
    private static readonly HashSet<string> s_network = new(StringComparer.Ordinal)
    {
        "Forward", "ForwardBatch", "Predict", "PredictClass", "PredictProbabilities",
        "ComputeLoss", "ComputeGradients", "Backward", "get_Parameters",
        "Process", "ProcessVoices", "ForwardSequences", "Prime",
    };

    private static readonly HashSet<string> s_namespaces = new(StringComparer.Ordinal)
    {
        "System.Numerics", "System.Runtime.Intrinsics", "System.Runtime.Intrinsics.X86", "System.Runtime.Intrinsics.Arm", "System.Runtime.Intrinsics.Wasm",
        "System.Buffers.Binary",
    };

    private static readonly HashSet<string> s_types = new(StringComparer.Ordinal)
    {
        "System.Math", "System.MathF", "System.BitConverter", "System.Index", "System.Range", "System.TimeSpan",
        "System.Runtime.CompilerServices.Unsafe", "System.Runtime.InteropServices.MemoryMarshal", "System.Threading.Volatile", "System.Threading.Interlocked",
    };

    // Of these types only what is named: the rest compares by interfaces, allocates or throws by design.
    private static readonly Dictionary<string, string[]> s_members = new(StringComparer.Ordinal)
    {
        ["System.Span"] = [".ctor", "get_Length", "get_IsEmpty", "get_Item", "get_Empty", "Slice", "Clear", "Fill", "CopyTo", "TryCopyTo", "GetEnumerator", "op_Implicit"],
        ["System.ReadOnlySpan"] = [".ctor", "get_Length", "get_IsEmpty", "get_Item", "get_Empty", "Slice", "CopyTo", "TryCopyTo", "GetEnumerator", "op_Implicit"],
        ["System.Memory"] = ["get_Length", "get_IsEmpty", "get_Span", "get_Empty", "Slice", "op_Implicit"],
        ["System.ReadOnlyMemory"] = ["get_Length", "get_IsEmpty", "get_Span", "get_Empty", "Slice", "op_Implicit"],
        ["System.MemoryExtensions"] = ["AsSpan", "AsMemory", "CopyTo", "Reverse", "IndexOf", "Contains", "SequenceEqual"],
        ["System.Nullable"] = [".ctor", "get_HasValue", "get_Value", "GetValueOrDefault", "op_Implicit", "op_Explicit"],
        ["System.Array"] = ["get_Length", "get_LongLength", "get_Rank", "GetLength", "Clear", "Copy", "Fill"],
        ["System.Buffer"] = ["BlockCopy", "MemoryCopy"],
        ["System.String"] = ["get_Length", "get_Chars"],
        ["System.Object"] = [".ctor", "ReferenceEquals"],
        ["System.Environment"] = ["get_TickCount64", "get_TickCount"],
        ["System.Diagnostics.Stopwatch"] = ["GetTimestamp", "GetElapsedTime", "get_Elapsed", "get_ElapsedTicks", "get_ElapsedMilliseconds"],
        ["System.Collections.Generic.List"] = ["get_Count", "get_Item", "set_Item"],
        ["System.Runtime.InteropServices.CollectionsMarshal"] = ["AsSpan"],
        ["System.Diagnostics.Debug"] = ["Assert"],
    };

    /// <summary>Whether a call is known to be harmless: marked, ours, or of a part of .NET that is.</summary>
    public static bool AreKnown(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        return RealTimeMark.IsOn(method)
            || IsTrivial(method)
            || (s_network.Contains(method.Name) && IsNetwork(method.ContainingType) && !AllocatesPrediction(method))
            || IsOfFramework(method);
    }

    // No code of its own: automatic properties, what the compiler writes for an empty struct.
    private static bool IsTrivial(IMethodSymbol method) =>
        (method.MethodKind == MethodKind.Constructor && method.IsImplicitlyDeclared && method.ContainingType.IsValueType)
        || (method.AssociatedSymbol is IPropertySymbol { IsVirtual: false, IsAbstract: false, IsOverride: false } property && IsAutomatic(property, method));

    private static bool IsAutomatic(IPropertySymbol property, IMethodSymbol accessor) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
        || (property.DeclaringSyntaxReferences.IsEmpty && accessor.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute"));

    // A predicted record is the user's type: one that is a class is made anew at every call.
    private static bool AllocatesPrediction(IMethodSymbol method) => method is { Name: "Predict", ReturnType.IsReferenceType: true };

    private static bool IsNetwork(INamedTypeSymbol? type) =>
        type is not null && (IsNetworkInterface(type) || type.AllInterfaces.Any(IsNetworkInterface));

    private static bool IsNetworkInterface(INamedTypeSymbol type) =>
        type is { Name: "IInferenceNetwork" or "INetwork" or "IStreamingInferenceNetwork" or "IStreamingNetwork", ContainingNamespace: { Name: "StaticNet", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsOfFramework(IMethodSymbol method)
    {
        if (method.ContainingType is not INamedTypeSymbol type || method.ReturnType is IArrayTypeSymbol or { SpecialType: SpecialType.System_String })
        {
            return false;
        }

        string space = type.ContainingNamespace?.ToDisplayString() ?? "";
        if (!space.StartsWith("System", StringComparison.Ordinal))
        {
            return false;
        }

        string name = $"{space}.{type.Name}";
        return s_namespaces.Contains(space)
            || s_types.Contains(name)
            || (s_members.TryGetValue(name, out string[]? members) && members.Contains(method.Name))
            || (IsNumber(type) && !method.Parameters.Any(static parameter => parameter.Type.IsReferenceType))
            || (type.IsTupleType && method.MethodKind == MethodKind.Constructor);
    }

    private static bool IsNumber(INamedTypeSymbol type) => type.SpecialType
        is (>= SpecialType.System_Boolean and <= SpecialType.System_Double) or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
        || type is { Name: "Half" or "Int128" or "UInt128", ContainingNamespace.Name: "System" };
}
