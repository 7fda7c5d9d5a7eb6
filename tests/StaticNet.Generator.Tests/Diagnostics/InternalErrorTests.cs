using System;
using System.Globalization;
using Microsoft.CodeAnalysis;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>SNET0099 says which network has no code, and what to do. No declaration is known that leads to it.</summary>
public sealed class InternalErrorTests
{
    [Fact]
    public void Message_IsTheOneOfThePage()
    {
        Diagnostic diagnostic = StaticNetGenerator.InternalError("Flowers", new InvalidOperationException("first\nsecond"));
        string message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        new DiagnosticPage("SNET0099").AssertMessageIn($"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {message}");
        Assert.EndsWith("InvalidOperationException: first second", message, StringComparison.Ordinal);
    }
}
