using System;

namespace StaticNet.Testing;

/// <summary>What a test project asks of a network with memory, in addition to <see cref="NetworkChecks.RoundTrip{TNetwork}"/>.</summary>
public static class SequenceChecks
{
    private const int Length = 75;
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
        InferenceAllocatesNothing(network);
        float[] inputs = CheckData.Values(Sequences * Steps * description.InputSize, seed: 1);
        int rows = OutputRows(description);
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

    /// <summary><c>Forward</c>, <c>Process</c>, <c>ProcessVoices</c> and <c>ForwardSequences</c> allocate nothing after their first call.</summary>
    /// <param name="network">The network; its weights may be constants.</param>
    /// <exception cref="NetworkCheckException">They allocate.</exception>
    public static void InferenceAllocatesNothing<TNetwork>(TNetwork network)
        where TNetwork : class, IStreamingInferenceNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkDescription description = TNetwork.Description;
        NetworkState<TNetwork> state = TNetwork.CreateState();
        NetworkState<TNetwork>[] voices = [TNetwork.CreateState(), TNetwork.CreateState()];
        float[] inputs = CheckData.Values(Sequences * Steps * description.InputSize, seed: 1);
        float[] outputs = new float[Sequences * Steps * description.OutputSize];
        CheckData.AllocatesNothing("Forward", () => network.Forward(state, inputs.AsSpan(0, description.InputSize), outputs.AsSpan(0, description.OutputSize)));
        CheckData.AllocatesNothing("Process", () => network.Process(state, inputs, outputs));
        CheckData.AllocatesNothing("ProcessVoices", () => network.ProcessVoices(voices, inputs, outputs));
        CheckData.AllocatesNothing("ForwardSequences", () => network.ForwardSequences(Steps, inputs, outputs.AsSpan(0, OutputRows(description) * description.OutputSize)));
    }

    /// <summary><c>ComputeLoss</c> and <c>ComputeGradients</c> allocate nothing after their first call.</summary>
    /// <param name="network">The network; its weights may be constants.</param>
    /// <exception cref="NetworkCheckException">They allocate.</exception>
    public static void GradientsAllocateNothing<TNetwork>(TNetwork network)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkDescription description = TNetwork.Description;
        var gradients = new ParameterBuffer(description.Layout);
        float[] inputs = CheckData.Values(Sequences * Steps * description.InputSize, seed: 1);
        float[] targets = CheckData.Targets(description, OutputRows(description), seed: 2);
        CheckData.AllocatesNothing("ComputeLoss", () => network.ComputeLoss(new SequenceBatch(inputs, targets, Steps)));
        CheckData.AllocatesNothing("ComputeGradients", () => network.ComputeGradients(new SequenceBatch(inputs, targets, Steps), gradients, accumulate: true));
    }

    /// <summary>A network whose weights are constants gives the bits of the one that loads the same weights.</summary>
    /// <param name="network">The network that loads them.</param>
    /// <param name="frozen">The network with constants.</param>
    /// <exception cref="NetworkCheckException">A bit differs, or the networks have other sizes.</exception>
    public static void SameBits<TNetwork, TFrozen>(TNetwork network, TFrozen frozen)
        where TNetwork : class, IStreamingInferenceNetwork<TNetwork>
        where TFrozen : class, IStreamingInferenceNetwork<TFrozen>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(frozen);
        CheckData.SameSizes(TNetwork.Description, TFrozen.Description);
        int outputSize = TNetwork.Description.OutputSize;
        float[] inputs = CheckData.Values(Length * TNetwork.Description.InputSize, seed: 4);
        float[] expected = new float[Length * outputSize];
        float[] outputs = new float[Length * outputSize];
        network.Process(TNetwork.CreateState(), inputs, expected);
        frozen.Process(TFrozen.CreateState(), inputs, outputs);
        CheckData.SameBits(expected, outputs, outputSize, "Process of loaded and of frozen weights");
    }

    /// <summary><c>Process</c>, however its steps are split, and <c>ForwardSequences</c> give the bits of <c>Forward</c> step by step.</summary>
    /// <exception cref="NetworkCheckException">A bit differs.</exception>
    public static void SameBits<TNetwork>()
        where TNetwork : class, IStreamingNetwork<TNetwork> => SameBits(TNetwork.Create(1));

    /// <summary><c>Process</c>, however its steps are split, and <c>ForwardSequences</c> give the bits of <c>Forward</c> step by step.</summary>
    /// <param name="network">The network; its weights may be constants.</param>
    /// <exception cref="NetworkCheckException">A bit differs.</exception>
    public static void SameBits<TNetwork>(TNetwork network)
        where TNetwork : class, IStreamingInferenceNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkDescription description = TNetwork.Description;
        int inputSize = description.InputSize;
        int outputSize = description.OutputSize;
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
