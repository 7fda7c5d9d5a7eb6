namespace StaticNet.Benchmarks;

/// <summary>A rival built on OpenBLAS whose matrix products run on several threads; biases, activations and updates stay on one.</summary>
internal sealed class OpenBlasThreads(string name, Engine engine, int threads) : Engine(name)
{
    public override void Run(int iterations)
    {
        OpenBlas.SetThreads(threads);
        engine.Run(iterations);
    }

    public override void Reset() => engine.Reset();

    public override void Verify()
    {
        OpenBlas.SetThreads(threads);
        engine.Verify();
    }

    public override void Dispose()
    {
        engine.Dispose();
        base.Dispose();
    }
}
