using System;
using System.Threading;
using System.Threading.Tasks;

namespace StaticNet.Orleans;

/// <summary>Waiting for a data-parallel training.</summary>
public static class DataParallelExtensions
{
    /// <summary>
    /// Polls a training until it has finished, stopped or failed. A training whose silo is lost continues elsewhere with the next poll; until the
    /// cluster has noticed the loss, failed polls are repeated.
    /// </summary>
    /// <param name="training">The grain.</param>
    /// <param name="interval">Between two polls; 100 ms by default.</param>
    /// <param name="onProgress">Receives every answer; null for none.</param>
    /// <param name="cancellationToken">Ends the waiting, not the training.</param>
    /// <returns>The last answer: its <see cref="DataParallelProgress.Status"/> is not <see cref="TrainingStatus.Running"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled; without a token, failed polls are repeated without end.</exception>
    public static async Task<DataParallelProgress> WaitForEnd(
        this IDataParallelGrain training, TimeSpan? interval = null, Action<DataParallelProgress>? onProgress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        TimeSpan pause = interval ?? TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                DataParallelProgress progress = await training.GetProgress().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
                onProgress?.Invoke(progress);
                if (progress.Status != TrainingStatus.Running)
                {
                    return progress;
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && TransientFailures.Contains(exception))
            {
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
