using System;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace StaticNet;

/// <summary>
/// Numbered blocks of work on the calling thread and on threads of the pool, which take the next block as they become free. Nothing is allocated
/// per run. The caller works too and waits only for threads that have begun, so a busy pool costs speed, never progress.
/// A thread that has helped looks for the next run for a moment: waking one takes longer than many runs do.
/// </summary>
internal abstract class BlockTeam : IThreadPoolWorkItem
{
    /// <summary>
    /// Multiply-adds of a training step below which one thread computes all, 60 µs. Measured on a busy machine: two threads may take longer than one on half as much.
    /// </summary>
    protected const long WorkWorthSharing = 4_000_000;

    // Work, in multiply-adds, that is worth waking a thread for. Measured: waking one takes 80 µs on a virtual machine, and a run of 250 µs gains from it.
    private const long WorkWorthWaking = 20_000_000;

    // 100 µs: how long a thread looks for the next run before it returns to the pool. An optimizer's step on 100,000 parameters takes 40 µs.
    private static readonly long s_patience = Stopwatch.Frequency / 10_000;

    private int _blocks;
    private int _next;
    private int _limit;

    // Threads inside the current run, the caller included; 0 between runs. An item that the pool starts late finds 0, or helps the next run.
    private int _members;
    private int _tickets;
    private int _run;
    private long _lastEnd;

    // Threads that will come by themselves: their item waits in the pool, or they look for the next run.
    private int _expected;

    private readonly Lock _failureLock = new();
    private ExceptionDispatchInfo? _failure;
    private int _failedBlock;

    /// <summary>Computes a block. Blocks are begun in order.</summary>
    /// <param name="block">From 0 to blocks − 1.</param>
    /// <param name="worker">From 0 to workers − 1: two blocks that run at the same time have different workers.</param>
    protected abstract void Compute(int block, int worker);

    /// <summary>Whether a block has thrown: the others may end early.</summary>
    protected bool HasFailed => Volatile.Read(ref _failure) != null;

    /// <summary>Whether no block is left to begin.</summary>
    protected bool AllBegun => Volatile.Read(ref _next) >= _blocks;

    /// <summary>Computes all blocks. The exception of the first block that failed comes through.</summary>
    /// <param name="blocks">The number of blocks.</param>
    /// <param name="workers">The most threads, the calling one included.</param>
    /// <param name="work">
    /// Multiply-adds of all blocks. A short run wakes no thread unless another run ended just before: one alone would be over before the thread is awake, but in
    /// a loop of short runs the thread stays awake.
    /// </param>
    protected void Run(int blocks, int workers, long work = long.MaxValue)
    {
        _blocks = blocks;
        _next = 0;
        _limit = Math.Min(workers, blocks);
        _tickets = 0;
        _failure = null;
        _failedBlock = int.MaxValue;
        _run++;
        Interlocked.Exchange(ref _members, 1);
        bool wakes = work >= WorkWorthWaking || Stopwatch.GetTimestamp() - _lastEnd < s_patience;
        while (wakes && Volatile.Read(ref _expected) < _limit - 1)
        {
            Interlocked.Increment(ref _expected);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        Work(0);
        var wait = new SpinWait();
        while (Interlocked.CompareExchange(ref _members, 0, 1) != 1)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        _lastEnd = Stopwatch.GetTimestamp();
        _failure?.Throw();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _expected);
        int helped = Help(Volatile.Read(ref _run) - 1);
        do
        {
            Interlocked.Increment(ref _expected);
            WaitForRun(helped);
            Interlocked.Decrement(ref _expected);

            // Looked at once more: the caller of a run that has just begun may have counted on this thread.
            if (!IsNewRun(helped))
            {
                return;
            }

            helped = Help(helped);
        }
        while (true);
    }

    private bool IsNewRun(int helped) => Volatile.Read(ref _members) > 0 && Volatile.Read(ref _run) != helped;

    private void WaitForRun(int helped)
    {
        long end = Stopwatch.GetTimestamp() + s_patience;
        var wait = new SpinWait();
        while (!IsNewRun(helped) && Stopwatch.GetTimestamp() < end)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Works in the current run, if there is one.</summary>
    /// <returns>The run's number; <paramref name="helped"/> where there was none.</returns>
    private int Help(int helped)
    {
        int members = Volatile.Read(ref _members);
        while (members > 0)
        {
            int seen = Interlocked.CompareExchange(ref _members, members + 1, members);
            if (seen == members)
            {
                int run = _run; // a run does not end while it has this member
                int worker = run == helped ? _limit : Interlocked.Increment(ref _tickets);
                if (worker < _limit)
                {
                    Work(worker);
                }

                Interlocked.Decrement(ref _members);
                return run;
            }

            members = seen;
        }

        return helped;
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
