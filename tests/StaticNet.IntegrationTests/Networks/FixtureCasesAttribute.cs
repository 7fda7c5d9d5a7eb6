using System;

namespace StaticNet.IntegrationTests.Networks;

/// <summary>The cases of a fixture file that a network is declared for.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FixtureCasesAttribute(string file, params string[] ids) : Attribute
{
    public string File { get; } = file;

    public string[] Ids { get; } = ids;
}
