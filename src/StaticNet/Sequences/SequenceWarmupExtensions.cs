using System;

namespace StaticNet;

/// <summary>Prepares a network with memory before its first deadline.</summary>
public static class SequenceWarmupExtensions
{
    // CA1000 takes the extension block for a generic type.
#pragma warning disable CA1000
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, IStreamingInferenceNetwork<TNetwork>
    {
        /// <summary>
        /// Runs each pass over a state of its own, on zeros: its code is compiled (1 to 50 ms with a JIT, nothing with NativeAOT) and the calling thread's
        /// scratch memory is allocated, so that the next call takes no longer than any other. The network and your states do not change.
        /// Call it on the thread that will call the network.
        /// </summary>
        /// <param name="steps">Also prepares <c>Process</c>, <c>ProcessVoices</c> and <c>ForwardSequences</c> with this many steps; 0 leaves them out.</param>
        /// <exception cref="ArgumentOutOfRangeException">The number of steps is negative.</exception>
        public void Warmup(int steps = 0)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentOutOfRangeException.ThrowIfNegative(steps);
            NetworkDescription description = TNetwork.Description;
            NetworkState<TNetwork> state = TNetwork.CreateState();
            var inputs = new float[description.InputSize * Math.Max(steps, 1)];
            var outputs = new float[description.OutputSize * Math.Max(steps, 1)];
            model.Forward(state, inputs.AsSpan(0, description.InputSize), outputs.AsSpan(0, description.OutputSize));
            if (steps > 0)
            {
                model.Process(state, inputs, outputs);
                model.ProcessVoices([state], inputs, outputs);
                model.ForwardSequences(steps, inputs, SequenceData.IsManyToOne(description) ? outputs.AsSpan(0, description.OutputSize) : outputs);
            }
        }
    }
#pragma warning restore CA1000
}
