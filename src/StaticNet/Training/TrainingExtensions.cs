namespace StaticNet;

/// <summary>Training and evaluation of every network.</summary>
public static partial class TrainingExtensions
{
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        /// <summary>A trainer for a loop of your own: all buffers are allocated now, 0 bytes per step.</summary>
        /// <param name="optimizer">For example <c>new SGD(0.1f, momentum: 0.9f)</c>.</param>
        /// <param name="maxBatchSize">The most rows of one step.</param>
        /// <param name="options">Schedule, clipping, seed; null for none.</param>
        public Trainer<TNetwork, TOptimizer> CreateTrainer<TOptimizer>(TOptimizer optimizer, int maxBatchSize = 64, TrainerOptions? options = null)
            where TOptimizer : IOptimizer => new(model, optimizer, maxBatchSize, options);
    }
}
