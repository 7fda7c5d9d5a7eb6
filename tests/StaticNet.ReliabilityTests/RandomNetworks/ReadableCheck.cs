using System;
using System.Linq;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>Compares a network that is generated for reading with the fast one of the same declaration, bit for bit.</summary>
internal static class ReadableCheck
{
    /// <summary>Networks with more parameters than this are not tried with two blocks of 512 rows, which loops over single numbers take long for.</summary>
    private const int ParametersForManyRows = 600;

    /// <summary>The same for two blocks of 128 rows.</summary>
    private const int ParametersForSomeRows = 3_500;

    /// <summary>Outputs, losses, gradients, vector-Jacobian products, three steps of Adam, three with a loss of the user's own; neither style allocates.</summary>
    public static void Run<TFast, TReadable>(RandomNetwork declared)
        where TFast : class, INetwork<TFast>
        where TReadable : class, INetwork<TReadable>
    {
        TFast fast = TFast.Create((ulong)declared.Seed);
        TReadable readable = TReadable.Create((ulong)declared.Seed);
        Assert.Equal(fast.Parameters.Hash(), readable.Parameters.Hash());
        int ins = TFast.Description.InputSize, outs = TFast.Description.OutputSize;

        // One row, a part of a block, whole blocks and a part: gradients of 128 rows are summed together, those of small networks of 512.
        int[] more = fast.Parameters.Layout.Length switch
        {
            <= ParametersForManyRows => [2, 513 + declared.Rows],
            <= ParametersForSomeRows => [130],
            _ => [],
        };
        foreach (int rows in (int[])[1, declared.Rows, .. more])
        {
            var random = new Random(declared.Seed + rows);
            float[] inputs = NetworkCheck.Numbers(random, rows * ins), targets = NetworkCheck.Targets(random, rows, outs);
            if (rows == 1)
            {
                inputs.AsSpan(0, (ins + 1) / 2).Clear(); // signs of zeros
            }

            float[] a = new float[rows * outs], b = new float[rows * outs];
            fast.ForwardBatch(inputs, a);
            readable.ForwardBatch(inputs, b);
            Equal(declared, a, b, $"output of {rows} rows");
            readable.Forward(inputs.AsSpan(0, ins), b.AsSpan(0, outs));
            Equal(declared, a.AsSpan(0, outs), b.AsSpan(0, outs), "Forward");

            Gradients(declared, fast, readable, new Batch(inputs, targets), $"numbers, {rows} rows");
            if (rows == declared.Rows)
            {
                float[] weights = [.. Enumerable.Range(0, rows).Select(_ => random.NextSingle() + 0.5f)];
                Gradients(declared, fast, readable, new Batch(inputs, targets) { SampleWeights = weights }, $"numbers, {rows} weighted rows");
            }

            if (TFast.Description.LabelLoss is not null)
            {
                int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(Math.Max(2, outs)))];
                Gradients(declared, fast, readable, new Batch(inputs, labels), $"labels, {rows} rows");
            }

            Jacobian(declared, fast, readable, inputs[..ins], NetworkCheck.Numbers(random, outs));
            Jacobians(declared, fast, readable, inputs, targets);
            Steps(declared, fast, readable, inputs, targets);
            OwnLossSteps(declared, fast, readable, inputs, targets);
        }
    }

    private static void Gradients<TFast, TReadable>(RandomNetwork declared, TFast fast, TReadable readable, Batch batch, string what)
        where TFast : class, INetwork<TFast>
        where TReadable : class, INetwork<TReadable>
    {
        Equal(declared, [fast.ComputeLoss(batch)], [readable.ComputeLoss(batch)], $"ComputeLoss of {what}");
        ParameterBuffer a = new(TFast.Description.Layout), b = new(TReadable.Description.Layout);
        foreach (bool accumulate in (bool[])[false, true])
        {
            float lossOfFast = fast.ComputeGradients(batch, a, accumulate);
            long before = GC.GetAllocatedBytesForCurrentThread();
            float lossOfReadable = readable.ComputeGradients(batch, b, accumulate);
            Assert.True(!accumulate || GC.GetAllocatedBytesForCurrentThread() == before, $"allocated by the gradients of {what}: {declared}");
            Equal(declared, [lossOfFast], [lossOfReadable], $"loss of {what}");
            Equal(declared, a, b, $"gradients of {what}{(accumulate ? ", added" : "")}");
        }
    }

    private static void Jacobian<TFast, TReadable>(RandomNetwork declared, TFast fast, TReadable readable, float[] input, float[] outputGradient)
        where TFast : class, INetwork<TFast>
        where TReadable : class, INetwork<TReadable>
    {
        ParameterBuffer a = new(TFast.Description.Layout), b = new(TReadable.Description.Layout);
        float[] da = new float[input.Length], db = new float[input.Length];
        fast.Backward(input, outputGradient, a, da);
        readable.Backward(input, outputGradient, b, db);
        Equal(declared, da, db, "gradient of the input");
        Equal(declared, a, b, "gradients of Backward");
    }

    private static void Jacobians<TFast, TReadable>(RandomNetwork declared, TFast fast, TReadable readable, float[] inputs, float[] outputGradients)
        where TFast : class, INetwork<TFast>
        where TReadable : class, INetwork<TReadable>
    {
        ParameterBuffer a = new(TFast.Description.Layout), b = new(TReadable.Description.Layout);
        float[] da = new float[inputs.Length], db = new float[inputs.Length];
        fast.BackwardBatch(inputs, outputGradients, a, da);
        readable.BackwardBatch(inputs, outputGradients, b, db);
        Equal(declared, da, db, "gradients of the inputs");
        Equal(declared, a, b, "gradients of BackwardBatch");
        long before = GC.GetAllocatedBytesForCurrentThread();
        readable.BackwardBatch(inputs, outputGradients, b, db);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, $"allocated by BackwardBatch: {declared}");
    }

    private static void Steps<TFast, TReadable>(RandomNetwork declared, TFast fast, TReadable readable, float[] inputs, float[] targets)
        where TFast : class, INetwork<TFast>
        where TReadable : class, INetwork<TReadable>
    {
        var a = new Trainer<TFast, Adam>(fast, new Adam(0.01), inputs.Length / TFast.Description.InputSize);
        var b = new Trainer<TReadable, Adam>(readable, new Adam(0.01), inputs.Length / TFast.Description.InputSize);
        for (int step = 0; step < 3; step++)
        {
            Equal(declared, [a.Step(inputs, targets)], [b.Step(inputs, targets)], "loss of a step");
        }

        Equal(declared, fast.Parameters, readable.Parameters, "parameters after three steps");
    }

    private static void OwnLossSteps<TFast, TReadable>(RandomNetwork declared, TFast fast, TReadable readable, float[] inputs, float[] targets)
        where TFast : class, INetwork<TFast>
        where TReadable : class, INetwork<TReadable>
    {
        var a = new Trainer<TFast, Adam>(fast, new Adam(0.01), inputs.Length / TFast.Description.InputSize);
        var b = new Trainer<TReadable, Adam>(readable, new Adam(0.01), inputs.Length / TFast.Description.InputSize);
        for (int step = 0; step < 3; step++)
        {
            float lossOfFast = a.Step(inputs, targets, new Pinball(0.9f));
            long before = GC.GetAllocatedBytesForCurrentThread();
            float lossOfReadable = b.Step(inputs, targets, new Pinball(0.9f));
            Assert.True(step == 0 || GC.GetAllocatedBytesForCurrentThread() == before, $"allocated by a step with a loss of one's own: {declared}");
            Equal(declared, [lossOfFast], [lossOfReadable], "loss of a step with a loss of one's own");
        }

        Equal(declared, fast.Parameters, readable.Parameters, "parameters after three steps with a loss of one's own");
    }

    private static void Equal(RandomNetwork declared, ParameterBuffer a, ParameterBuffer b, string what)
    {
        foreach (ParameterInfo parameter in a.Layout.Parameters)
        {
            float[] ofA = new float[parameter.Count], ofB = new float[parameter.Count];
            a.CopyTo(parameter.Name, ofA);
            b.CopyTo(parameter.Name, ofB);
            Equal(declared, ofA, ofB, $"{what}, {parameter.Name}");
        }
    }

    private static void Equal(RandomNetwork declared, ReadOnlySpan<float> a, ReadOnlySpan<float> b, string what)
    {
        for (int i = 0; i < a.Length; i++)
        {
            Assert.True(
                BitConverter.SingleToInt32Bits(a[i]) == BitConverter.SingleToInt32Bits(b[i]) || (float.IsNaN(a[i]) && float.IsNaN(b[i])),
                $"{what} [{i}]: {a[i]:R} fast, {b[i]:R} readable: {declared}");
        }
    }

    /// <summary>The quantile loss, max(q·d, (q − 1)·d) of d = target − output; no network declares it.</summary>
    private readonly struct Pinball(float quantile) : ILossFunction
    {
        public float Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize)
        {
            float sum = 0;
            for (int i = 0; i < outputs.Length; i++)
            {
                float difference = targets[i] - outputs[i];
                sum += difference > 0 ? quantile * difference : (quantile - 1) * difference;
                outputGradients[i] = difference > 0 ? -quantile : 1 - quantile;
            }

            return sum;
        }
    }
}
