using System;
using StaticNet.Numerics;

namespace StaticNet;

/// <summary>Prepares a network before its first deadline.</summary>
public static class WarmupExtensions
{
    // CA1000 takes the extension block for a generic type.
#pragma warning disable CA1000
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        /// <summary>
        /// Runs each pass once on zeros: its code is compiled (1 to 50 ms with a JIT, nothing with NativeAOT) and the calling thread's scratch
        /// memory is allocated, so that the next call takes no longer than any other. The network does not change.
        /// Call it on the thread that will call the network.
        /// </summary>
        /// <param name="batchSize">Also prepares <c>ForwardBatch</c> for this many rows; 0 leaves it out.</param>
        /// <param name="training">Also prepares <c>ComputeLoss</c> and <c>ComputeGradients</c>, in training too: a network with batch normalization needs more scratch memory there, and at least 2 rows. The update is a trainer's: <c>trainer.Warmup()</c>.</param>
        /// <param name="pin">
        /// Also locks parameters and the thread's scratch memory in physical memory, and touches 64 KiB of the thread's stack: the calls that follow cause no
        /// page fault. Memory stays locked until the process ends. Linux, macOS and Windows.
        /// </param>
        /// <exception cref="ArgumentOutOfRangeException">The batch size is negative.</exception>
        /// <exception cref="InvalidOperationException">The operating system refuses to lock so much memory; on Linux <c>ulimit -l</c> is the limit.</exception>
        /// <exception cref="PlatformNotSupportedException"><paramref name="pin"/> on another platform.</exception>
        public void Warmup(int batchSize = 0, bool training = false, bool pin = false)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentOutOfRangeException.ThrowIfNegative(batchSize);
            Run(model, batchSize, training);
            if (pin)
            {
                ResidentMemory.Keep(ParametersOf(model));
            }
        }
    }
#pragma warning restore CA1000

    /// <summary>The parameters, or null where they are constants of the assembly.</summary>
    private static ParameterBuffer? ParametersOf<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        try
        {
            return model.Parameters;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static void Run<TNetwork>(TNetwork model, int batchSize, bool training)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        var inputs = new float[description.InputSize * Math.Max(batchSize, 1)];
        var outputs = new float[description.OutputSize * Math.Max(batchSize, 1)];
        model.Forward(inputs.AsSpan(0, description.InputSize), outputs.AsSpan(0, description.OutputSize));
        if (batchSize > 0)
        {
            model.ForwardBatch(inputs, outputs);
        }

        if (training)
        {
            Array.Clear(outputs);
            RunTraining(model, description, inputs, outputs);
        }
    }

    private static void RunTraining<TNetwork>(TNetwork model, NetworkDescription description, float[] inputs, float[] targets)
        where TNetwork : class, INetwork<TNetwork>
    {
        var gradients = new ParameterBuffer(description.Layout);
        TNetwork? trained = ForTraining(model, description, inputs.Length / description.InputSize);
        if (description.NumberLoss != Loss.NegativeLogLikelihood)
        {
            model.ComputeLoss(new Batch(inputs, targets));
            model.ComputeGradients(new Batch(inputs, targets), gradients, accumulate: false);
            trained?.ComputeGradients(new Batch(inputs, targets) { IsTraining = true }, gradients, accumulate: false);
        }

        if (description.LabelLoss is not null)
        {
            var labels = new int[inputs.Length / description.InputSize];
            model.ComputeLoss(new Batch(inputs, labels));
            model.ComputeGradients(new Batch(inputs, labels), gradients, accumulate: false);
            trained?.ComputeGradients(new Batch(inputs, labels) { IsTraining = true }, gradients, accumulate: false);
        }
    }

    /// <summary>
    /// The network that takes a step of training. Running statistics follow each step, and other threads may be reading them: then it is a copy.
    /// Null where the batch is too small to have statistics.
    /// </summary>
    private static TNetwork? ForTraining<TNetwork>(TNetwork model, NetworkDescription description, int rows)
        where TNetwork : class, INetwork<TNetwork>
    {
        bool hasStatistics = false;
        foreach (ParameterInfo parameter in description.Layout.Parameters)
        {
            hasStatistics |= !parameter.IsTrainable;
        }

        if (!hasStatistics || ParametersOf(model) is null)
        {
            return model;
        }

        return rows > 1 ? model.Clone() : null;
    }
}
