using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>A compiled project in a load context of its own, to call what was generated.</summary>
internal sealed class LoadedProject : IDisposable
{
    private readonly AssemblyLoadContext _context = new("UserProject", isCollectible: true);

    private LoadedProject(MemoryStream image) => Assembly = _context.LoadFromStream(image);

    public Assembly Assembly { get; }

    /// <summary>Generates, compiles with every warning an error, and loads.</summary>
    public static LoadedProject Of(params string[] sources) => Of(GeneratorRun.Over(sources).AssertCompiles().Output);

    public static LoadedProject Of(Compilation compilation, params ResourceDescription[] resources)
    {
        using var image = new MemoryStream();
        EmitResult result = compilation.Emit(image, manifestResources: resources);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        return new(image);
    }

    /// <summary>Calls a static method of the user's.</summary>
    public object? Call(string type, string method, params object[] arguments) =>
        Assembly.GetType(type, throwOnError: true)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    public void Dispose() => _context.Unload();
}
