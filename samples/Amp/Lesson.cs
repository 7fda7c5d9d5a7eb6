using System;
using System.IO;

namespace StaticNet.Samples.Amp;

/// <summary>Signals to learn from: what goes into the amplifier and what comes out of it.</summary>
internal sealed class Lesson
{
    private const int TrainingSeconds = 12, HeldOutSeconds = 5, ExcerptSteps = 4_000, WarmupSteps = 512, BlockSteps = 436, BatchSize = 8;
    private readonly float[] _inputs, _targets;

    public Lesson()
    {
        _inputs = new Guitar(seed: 1).Play(TrainingSeconds * Guitar.SampleRate);
        _targets = new Distortion().Process(_inputs);
        HeldOutInput = new Guitar(seed: 2).Play(HeldOutSeconds * Guitar.SampleRate);
        HeldOutTarget = new Distortion().Process(HeldOutInput);
    }

    /// <summary>Another piece of music than the one that is trained on.</summary>
    public float[] HeldOutInput { get; }

    public float[] HeldOutTarget { get; }

    public void Teach<TNetwork>(TNetwork network, float learningRate, int epochs, ulong seed, Action<EpochReport> onEpoch)
        where TNetwork : class, IStreamingNetwork<TNetwork> =>
        network.Fit(_inputs, _targets, ExcerptSteps, new Adam(learningRate), new FitOptions
        {
            Epochs = epochs,
            BatchSize = BatchSize,
            WarmupSteps = WarmupSteps,
            Truncation = BlockSteps,
            Schedule = LearningRate.Cosine(warmup: 1, minimum: learningRate / 50),
            ClipNorm = 1,
            Seed = seed,
            OnEpoch = onEpoch,
        });

    /// <summary>The network's output for the music held back, as a stream.</summary>
    public float[] Play<TNetwork>(TNetwork network)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        float[] output = new float[HeldOutInput.Length];
        network.Process(TNetwork.CreateState(), HeldOutInput, output);
        return output;
    }

    /// <summary>Σ(output − target)² / Σ target².</summary>
    public double ErrorToSignal(ReadOnlySpan<float> output)
    {
        double error = 0, signal = 0;
        for (int i = 0; i < output.Length; i++)
        {
            error += Math.Pow(output[i] - HeldOutTarget[i], 2);
            signal += Math.Pow(HeldOutTarget[i], 2);
        }

        return error / signal;
    }
}
