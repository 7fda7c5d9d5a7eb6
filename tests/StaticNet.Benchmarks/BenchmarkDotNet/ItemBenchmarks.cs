using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace StaticNet.Benchmarks;

/// <summary>The items of the tables under BenchmarkDotNet. The interleaved harness compares more fairly on a busy machine; this one is what people know.</summary>
[MemoryDiagnoser]
public class ItemBenchmarks
{
    private const int OperationsPerInvoke = 16;
    private Engine? _engine;

    /// <summary>Item and engine, for example <c>E64: OpenBLAS</c>.</summary>
    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    /// <summary>Every item with every engine this machine can run.</summary>
    public static IEnumerable<string> Cases =>
        from item in BenchmarkItem.All
        from engine in EngineCatalog.Names(item)
        select $"{item.Name}: {engine}";

    [GlobalSetup]
    public void Setup()
    {
        string[] parts = Case.Split(": ", 2);
        BenchmarkItem item = BenchmarkItem.All.Single(candidate => candidate.Name == parts[0]);
        _engine = EngineCatalog.Create(item).Single(engine => engine.Name == parts[1]);
        _engine.Verify();
        _engine.Reset();
    }

    [GlobalCleanup]
    public void Cleanup() => _engine?.Dispose();

    [Benchmark(OperationsPerInvoke = OperationsPerInvoke)]
    public void Run() => _engine!.Run(OperationsPerInvoke);
}
