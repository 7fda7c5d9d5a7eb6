using System;

namespace StaticNet.Testing;

/// <summary>What a test project asks of a network with memory, in addition to <see cref="NetworkChecks.RoundTrip{TNetwork}"/>.</summary>
public static class SequenceChecks
{
    private const int Steps = 7;
    private const int Sequences = 2;
    private const int GradientValues = 40;

    /// <summary>The gradients through time are those of central differences in double precision; one of three draws must pass, as in <see cref="NetworkChecks.Gradients{TNetwork}"/>.</summary>
    /// <exception cref="NetworkCheckException">They are not.</exception>
    public static void Gradients<TNetwork>()
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        int rows = OutputRows(description);
        NetworkChecks.RequireOne(seed =>
        {
            float[] inputs = CheckData.Values(Sequences * Steps * description.InputSize, seed);
            SequenceBatch batch = description.LabelLoss is not null && rows == Sequences
                ? new SequenceBatch(inputs, CheckData.Labels(description, rows, seed + 1), Steps)
                : new SequenceBatch(inputs, CheckData.Targets(description, rows, seed + 1), Steps);
            return TNetwork.Create(seed).GradientCheck(in batch, maxValuesPerParameter: GradientValues);
        });
    }

    /// <summary><c>Forward</c>, <c>Process</c>, <c>ForwardSequences</c> and <c>SequenceTrainer.Step</c> allocate nothing after their first call.</summary>
    /// <exception cref="NetworkCheckException">They allocate.</exception>
    public static void AllocatesNothing<TNetwork>()
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        TNetwork network = TNetwork.Create(1);
        NetworkState<TNetwork> state = TNetwork.CreateState();
        float[] inputs = CheckData.Values(Sequences * Steps * description.InputSize, seed: 1);
        float[] outputs = new float[Sequences * Steps * description.OutputSize];
        CheckData.AllocatesNothing("Forward", () => network.Forward(state, inputs.AsSpan(0, description.InputSize), outputs.AsSpan(0, description.OutputSize)));
        CheckData.AllocatesNothing("Process", () => network.Process(state, inputs, outputs));
        int rows = OutputRows(description);
        CheckData.AllocatesNothing("ForwardSequences", () => network.ForwardSequences(Steps, inputs, outputs.AsSpan(0, rows * description.OutputSize)));
        var trainer = new SequenceTrainer<TNetwork, Adam>(network, new Adam(1e-4f), Sequences, Steps);
        if (description.LabelLoss is not null && rows == Sequences)
        {
            int[] labels = CheckData.Labels(description, rows, seed: 2);
            CheckData.AllocatesNothing("SequenceTrainer.Step", () => trainer.Step(new SequenceBatch(inputs, labels, Steps)));
        }
        else
        {
            float[] targets = CheckData.Targets(description, rows, seed: 2);
            CheckData.AllocatesNothing("SequenceTrainer.Step", () => trainer.Step(new SequenceBatch(inputs, targets, Steps)));
        }
    }

    /// <summary><c>Process</c>, however its steps are split, and <c>ForwardSequences</c> give the bits of <c>Forward</c> step by step.</summary>
    /// <exception cref="NetworkCheckException">A bit differs.</exception>
    public static void SameBits<TNetwork>()
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        const int Length = 75;
        NetworkDescription description = TNetwork.Description;
        int inputSize = description.InputSize;
        int outputSize = description.OutputSize;
        TNetwork network = TNetwork.Create(1);
        float[] inputs = CheckData.Values(Length * inputSize, seed: 3);
        float[] expected = new float[Length * outputSize];
        NetworkState<TNetwork> state = TNetwork.CreateState();
        for (int step = 0; step < Length; step++)
        {
            network.Forward(state, inputs.AsSpan(step * inputSize, inputSize), expected.AsSpan(step * outputSize, outputSize));
        }

        float[] outputs = new float[Length * outputSize];
        foreach (int block in (ReadOnlySpan<int>)[2, 7, 16, 64, Length])
        {
            state.Reset();
            for (int start = 0; start < Length; start += block)
            {
                int steps = Math.Min(block, Length - start);
                network.Process(state, inputs.AsSpan(start * inputSize, steps * inputSize), outputs.AsSpan(start * outputSize, steps * outputSize));
            }

            CheckData.SameBits(expected, outputs, outputSize, $"Forward and Process of {block} steps");
        }

        bool hasOneOutput = SequenceData.IsManyToOne(description);
        Span<float> last = hasOneOutput ? expected.AsSpan((Length - 1) * outputSize) : expected;
        network.ForwardSequences(Length, inputs, outputs.AsSpan(0, last.Length));
        CheckData.SameBits(last, outputs, outputSize, "Forward and ForwardSequences");
    }

    private static int OutputRows(NetworkDescription description) => SequenceData.IsManyToOne(description) ? Sequences : Sequences * Steps;
}
