using System;

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
        /// <param name="training">Also prepares <c>ComputeLoss</c> and <c>ComputeGradients</c>.</param>
        /// <exception cref="ArgumentOutOfRangeException">The batch size is negative.</exception>
        public void Warmup(int batchSize = 0, bool training = false)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentOutOfRangeException.ThrowIfNegative(batchSize);
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
                var gradients = new ParameterBuffer(description.Layout);
                Array.Clear(outputs);
                if (description.NumberLoss == Loss.NegativeLogLikelihood)
                {
                    var labels = new int[Math.Max(batchSize, 1)];
                    model.ComputeLoss(new Batch(inputs, labels));
                    model.ComputeGradients(new Batch(inputs, labels), gradients, accumulate: false);
                    return;
                }

                model.ComputeLoss(new Batch(inputs, outputs));
                model.ComputeGradients(new Batch(inputs, outputs), gradients, accumulate: false);
                if (description.LabelLoss is not null)
                {
                    var labels = new int[Math.Max(batchSize, 1)];
                    model.ComputeGradients(new Batch(inputs, labels), gradients, accumulate: false);
                }
            }
        }
    }
#pragma warning restore CA1000
}
