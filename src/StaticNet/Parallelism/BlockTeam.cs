using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace StaticNet;

/// <summary>
/// Numbered blocks of work on the calling thread and on threads of the pool, which take the next block as they become free. Nothing is allocated
/// per run. The caller works too and waits only for threads that have begun, so a busy pool costs speed, never progress.
/// </summary>
internal abstract class BlockTeam : IThreadPoolWorkItem
{
    private int _blocks;
    private int _next;
    private int _limit;

    // Threads inside the current run, the caller included; 0 between runs. An item that the pool starts late finds 0, or helps the next run.
    private int _members;
    private int _tickets;
    private int _queued;

    private readonly Lock _failureLock = new();
    private ExceptionDispatchInfo? _failure;
    private int _failedBlock;

    /// <summary>Computes a block. Blocks are begun in order.</summary>
    /// <param name="block">From 0 to blocks − 1.</param>
    /// <param name="worker">From 0 to workers − 1: two blocks that run at the same time have different workers.</param>
    protected abstract void Compute(int block, int worker);

    /// <summary>Whether a block has thrown: the others may end early.</summary>
    protected bool HasFailed => Volatile.Read(ref _failure) != null;

    /// <summary>Computes all blocks. The exception of the first block that failed comes through.</summary>
    protected void Run(int blocks, int workers)
    {
        _blocks = blocks;
        _next = 0;
        _limit = Math.Min(workers, blocks);
        _tickets = 0;
        _failure = null;
        _failedBlock = int.MaxValue;
        Volatile.Write(ref _members, 1);
        while (Volatile.Read(ref _queued) < _limit - 1)
        {
            Interlocked.Increment(ref _queued);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        Work(0);
        var wait = new SpinWait();
        while (Interlocked.CompareExchange(ref _members, 0, 1) != 1)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        _failure?.Throw();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _queued);
        int members = Volatile.Read(ref _members);
        while (members > 0)
        {
            int seen = Interlocked.CompareExchange(ref _members, members + 1, members);
            if (seen == members)
            {
                int worker = Interlocked.Increment(ref _tickets);
                if (worker < _limit)
                {
                    Work(worker);
                }

                Interlocked.Decrement(ref _members);
                return;
            }

            members = seen;
        }
    }

    private void Work(int worker)
    {
        while (!HasFailed)
        {
            int block = Interlocked.Increment(ref _next) - 1;
            if (block >= _blocks)
            {
                return;
            }

            try
            {
                Compute(block, worker);
            }
            catch (Exception exception)
            {
                Fail(exception, block);
                return;
            }
        }
    }

    private void Fail(Exception exception, int block)
    {
        lock (_failureLock)
        {
            if (block < _failedBlock)
            {
                _failedBlock = block;
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
