using System;
using StaticNet.Testing;

namespace StaticNet;

/// <content>The first step before the first step.</content>
public sealed partial class Trainer<TNetwork, TOptimizer>
{
    /// <summary>
    /// Takes steps of 1 and of <see cref="MaxBatchSize"/> rows with a network and a trainer like these: the code of <c>Step</c> is compiled and the calling
    /// thread's scratch memory is allocated, so that the first <c>Step</c> on this thread compiles and allocates nothing. Other threads allocate theirs at their
    /// first block. The second network and trainer take as much memory as these until they are collected. This trainer and its network do not change, nor does
    /// what they draw at random. Steps on chosen rows, with sample weights or with a loss of your own are not made: they compile more, and may allocate, at
    /// their first call.
    /// </summary>
    /// <param name="pin">
    /// Also locks parameters, gradients, moments and the thread's scratch memory in physical memory, and touches 64 KiB of the thread's stack: the steps
    /// that follow cause no page fault. Memory stays locked until the process ends. Linux, macOS and Windows.
    /// </param>
    /// <exception cref="InvalidOperationException">The operating system refuses to lock so much memory; on Linux <c>ulimit -l</c> is the limit.</exception>
    /// <exception cref="PlatformNotSupportedException"><paramref name="pin"/> on another platform.</exception>
    public void Warmup(bool pin = false)
    {
        // Another network: others may be reading this one, and its parameters may be anything. It keeps its first ones: no step of it diverges.
        var twin = new Trainer<TNetwork, TOptimizer>(TNetwork.Create(0), Optimizer, MaxBatchSize, _core.Options);
        foreach (int rows in (ReadOnlySpan<int>)[1, MaxBatchSize])
        {
            if (rows > 1 || !_core.NeedsTwoRows)
            {
                twin.WarmupStep(rows);
            }
        }

        twin._core.WarmupRules(twin._team);
        if (pin)
        {
            _core.Pin();
        }
    }

    private void WarmupStep(int rows)
    {
        _core.State.LearningRate = 0;
        float[] inputs = CheckData.Values(rows * _description.InputSize, seed: 1);
        if (_description.NumberLoss != Loss.NegativeLogLikelihood)
        {
            Step(inputs, CheckData.Targets(_description, rows, seed: 2));
        }

        if (_labelsAllowed)
        {
            _core.State.LearningRate = 0;
            Step(inputs, CheckData.Labels(_description, rows, seed: 2));
        }
    }
}
