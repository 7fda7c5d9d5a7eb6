using System;
using System.Globalization;

namespace StaticNet.BitCheck;

/// <summary>Runs every pass of a network on fixed rows and prints the hashes of the results.</summary>
internal sealed class Report
{
    private const ulong HashStart = 0xcbf29ce484222325, HashPrime = 0x100000001b3; // FNV-1a, 64 bits

    private static readonly int[] s_batchSizes = [1, 2, 7, 8, 9, 16, 17, 31, 64, 129, 300];

    /// <summary>The hash of all lines.</summary>
    public ulong Total { get; private set; } = HashStart;

    public int Count { get; private set; }

    public void Add<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        TNetwork network = TNetwork.Create(seed: 1);
        int ins = description.InputSize, outs = description.OutputSize;
        var random = new Pcg32(2);
        ulong forward = HashStart, gradient = HashStart;
        double forwardNorm = 0, gradientNorm = 0;
        var gradients = new ParameterBuffer(description.Layout);
        foreach (int rows in s_batchSizes)
        {
            float[] inputs = Numbers(ref random, rows * ins), outputs = new float[rows * outs];
            network.ForwardBatch(inputs, outputs);
            Mix(ref forward, ref forwardNorm, outputs);
            network.Forward(inputs.AsSpan(0, ins), outputs.AsSpan(0, outs));
            Mix(ref forward, ref forwardNorm, outputs.AsSpan(0, outs));

            float loss = network.ComputeGradients(new Batch(inputs, Probabilities(ref random, rows, outs)), gradients, accumulate: false);
            Mix(ref gradient, ref gradientNorm, [loss]);
            Mix(ref gradient, ref gradientNorm, gradients);
            if (description.LabelLoss is not null)
            {
                loss = network.ComputeGradients(new Batch(inputs, Labels(rows, Math.Max(2, outs))), gradients, accumulate: true);
                Mix(ref gradient, ref gradientNorm, [loss]);
                Mix(ref gradient, ref gradientNorm, gradients);
            }
        }

        float[] input = Numbers(ref random, ins), inputGradient = new float[ins];
        network.Backward(input, Numbers(ref random, outs), gradients, inputGradient);
        Mix(ref gradient, ref gradientNorm, gradients);
        Mix(ref gradient, ref gradientNorm, inputGradient);

        Print(description.Name + ".forward", forward, Math.Sqrt(forwardNorm));
        Print(description.Name + ".gradient", gradient, Math.Sqrt(gradientNorm));
        Train(network);
        Fit(network);
    }

    private void Train<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        int ins = description.InputSize, outs = description.OutputSize;
        var random = new Pcg32(3);
        Trainer<TNetwork, Adam> trainer = network.CreateTrainer(new Adam(1e-3), maxBatchSize: 33, new TrainerOptions { ClipNorm = 1 });
        ulong hash = HashStart;
        double norm = 0;
        for (int step = 0; step < 12; step++)
        {
            int rows = 33 - (step % 3 * 15); // 33, 18 and 3 rows: every kind of batch code
            float[] inputs = Numbers(ref random, rows * ins);
            float loss = trainer.Step(inputs, Probabilities(ref random, rows, outs));
            Mix(ref hash, ref norm, [loss]);
        }

        Mix(ref hash, ref norm, network.Parameters);
        Print(description.Name + ".training", hash, Math.Sqrt(norm));
    }

    // What a user's program does from seed to saved model: order, schedule, clipping, another optimizer; told by the hash that users compare.
    private void Fit<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        var random = new Pcg32(4);
        float[] inputs = Numbers(ref random, 50 * description.InputSize);
        network.Fit(inputs, Probabilities(ref random, 50, description.OutputSize), new SGD(1e-3, momentum: 0.9, nesterov: true), new FitOptions
        {
            Epochs = 2,
            BatchSize = 16,
            Shuffle = true,
            Seed = 5,
            ValidationSplit = 0.1,
            ClipNorm = 1,
            Schedule = LearningRate.Cosine(warmup: 1),
        });
        Print(description.Name + ".fit", network.Parameters.Hash(), network.Parameters.Norm());
    }

    /// <summary>A network with memory: streams, gradients over ragged sequences, training with carried states.</summary>
    public void AddStream<TNetwork>()
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        const int Count = 11, Steps = 37;
        NetworkDescription description = TNetwork.Description;
        TNetwork network = TNetwork.Create(seed: 1);
        int ins = description.InputSize, outs = description.OutputSize;
        int rows = Count * (Array.Exists(description.Layers, static layer => layer.Kind is "LastStep" or "MeanOverTime" or "MaxOverTime") ? 1 : Steps);
        var random = new Pcg32(2);
        ulong stream = HashStart, gradient = HashStart, training = HashStart;
        double streamNorm = 0, gradientNorm = 0, trainingNorm = 0;
        NetworkState<TNetwork> state = TNetwork.CreateState();
        foreach (int steps in s_batchSizes)
        {
            float[] outputs = new float[steps * outs];
            network.Process(state, Numbers(ref random, steps * ins), outputs);
            Mix(ref stream, ref streamNorm, outputs);
        }

        float[] values = new float[state.Size];
        state.Read(values);
        Mix(ref stream, ref streamNorm, values);
        var gradients = new ParameterBuffer(description.Layout);
        float[] inputs = Numbers(ref random, Count * Steps * ins), targets = Probabilities(ref random, rows, outs);
        int[] lengths = [37, 1, 20, 33, 8, 9, 16, 17, 36, 2, 37];
        float loss = network.ComputeGradients(new SequenceBatch(inputs, targets, Steps) { Lengths = lengths }, gradients, accumulate: false);
        Mix(ref gradient, ref gradientNorm, [loss]);
        Mix(ref gradient, ref gradientNorm, gradients);
        SequenceTrainer<TNetwork, Adam> trainer = network.CreateTrainer(new Adam(1e-3), Count, Steps, new TrainerOptions { ClipNorm = 1 });
        for (int step = 0; step < 4; step++)
        {
            loss = trainer.Step(new SequenceBatch(inputs, targets, Steps) { Carry = step > 0 });
            Mix(ref training, ref trainingNorm, [loss]);
        }

        Mix(ref training, ref trainingNorm, network.Parameters);
        Print(description.Name + ".stream", stream, Math.Sqrt(streamNorm));
        Print(description.Name + ".sequences", gradient, Math.Sqrt(gradientNorm));
        Print(description.Name + ".through_time", training, Math.Sqrt(trainingNorm));
    }

    private static float[] Numbers(ref Pcg32 random, int count)
    {
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (random.NextSingle() * 4) - 2;
        }

        return values;
    }

    // Rows that add up to 1, so that they are targets for every loss.
    private static float[] Probabilities(ref Pcg32 random, int rows, int columns)
    {
        var values = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            float sum = 0;
            Span<float> target = values.AsSpan(row * columns, columns);
            foreach (ref float value in target)
            {
                value = random.NextSingle() + 0.125f;
                sum += value;
            }

            foreach (ref float value in target)
            {
                value /= columns == 1 ? 2 : sum;
            }
        }

        return values;
    }

    private static int[] Labels(int rows, int classes)
    {
        var labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = i * 7 % classes;
        }

        return labels;
    }

    private static void Mix(ref ulong hash, ref double norm, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            uint bits = BitConverter.SingleToUInt32Bits(value);
            for (int shift = 0; shift < 32; shift += 8)
            {
                hash = unchecked((hash ^ ((bits >> shift) & 0xFF)) * HashPrime);
            }

            norm += (double)value * value;
        }
    }

    // The named values: padding may be 0 or −0, and which of them depends on the width of the vectors that wrote it.
    private static void Mix(ref ulong hash, ref double norm, ParameterBuffer buffer)
    {
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            var values = new float[parameter.Count];
            buffer.CopyTo(parameter.Name, values);
            Mix(ref hash, ref norm, values);
        }
    }

    private void Print(string name, UInt128 hash, double norm)
    {
        Total = unchecked((Total ^ (ulong)hash ^ (ulong)(hash >> 64)) * HashPrime);
        Count++;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {hash:x16} {norm:R}"));
    }
}
