using System;
using StaticNet.Testing;

namespace StaticNet;

/// <content>The first step before the first step.</content>
public sealed partial class SequenceTrainer<TNetwork, TOptimizer>
{
    /// <summary>
    /// Takes steps of <see cref="MaxSequences"/> sequences of <see cref="MaxSteps"/> steps with a network and a trainer like these: the code of <c>Step</c> is
    /// compiled and the calling thread's scratch memory is allocated, so that the first <c>Step</c> on this thread compiles and allocates nothing. The second
    /// network and trainer take as much memory as these until they are collected. This trainer, its states and its network do not change. (<see cref="Warm"/> is another matter: it moves states on.)
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
        var twin = new SequenceTrainer<TNetwork, TOptimizer>(TNetwork.Create(0), Optimizer, MaxSequences, MaxSteps, _core.Options);
        int rows = SequenceData.IsManyToOne(_description) ? MaxSequences : MaxSequences * MaxSteps;
        bool isTrainable = MaxSequences * MaxSteps > 1 || !_core.NeedsTwoRows;
        float[] inputs = CheckData.Values(MaxSequences * MaxSteps * _description.InputSize, seed: 1);
        if (isTrainable && _description.NumberLoss != Loss.NegativeLogLikelihood)
        {
            twin.State.LearningRate = 0;
            twin.Step(new SequenceBatch(inputs, CheckData.Targets(_description, rows, seed: 2), MaxSteps));
        }

        if (isTrainable && _description.LabelLoss is not null)
        {
            twin.State.LearningRate = 0;
            twin.Step(new SequenceBatch(inputs, CheckData.Labels(_description, rows, seed: 2), MaxSteps));
        }

        twin._core.WarmupRules(team: null);
        if (pin)
        {
            _core.Pin();
        }
    }
}
