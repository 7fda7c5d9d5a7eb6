using System;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary>The project's <c>&lt;StaticNetStyle&gt;</c>, for networks whose attributes do not choose. The build refuses other values than <c>Fast</c> and <c>Readable</c>.</summary>
internal static class ProjectStyle
{
    private const string Property = "build_property.StaticNetStyle";

    public static NetworkStyle Read(AnalyzerConfigOptions options) =>
        options.TryGetValue(Property, out string? value) && string.Equals(value.Trim(), nameof(NetworkStyle.Readable), StringComparison.OrdinalIgnoreCase)
            ? NetworkStyle.Readable
            : NetworkStyle.Fast;

    /// <summary>The network in the project's style.</summary>
    public static NetworkSpec Apply(NetworkSpec network, NetworkStyle style) => network.IsStyleOpen && style != network.Style ? network with { Style = style } : network;
}
