using System;

namespace StaticNet.Samples.LowLatency;

/// <summary>The machine: four carriages that forces push along, each to follow a wave of its own; now and then one gets a knock.</summary>
internal sealed class Machine(double secondsPerTick)
{
    public const int Axes = 4, SignalsPerAxis = 4;
    public const float ForcePerUnit = 100;
    private const float Reach = 0.5f, KnockEverySeconds = 1, Knock = 1.5f;
    private readonly float[] _position = new float[Axes], _velocity = new float[Axes];
    private double _time, _nextKnock = KnockEverySeconds;
    private int _knocked;

    /// <summary>What the controller sees, four numbers per axis: position error, velocity error, summed error, acceleration of the wave.</summary>
    public float[] Signals { get; } = new float[Axes * SignalsPerAxis];

    /// <summary>What the watcher sees: each axis' position error.</summary>
    public float[] Errors { get; } = new float[Axes];

    /// <summary>The largest position error since the start.</summary>
    public float LargestError { get; private set; }

    /// <summary>Moves all axes on by one tick and refreshes <see cref="Signals"/> and <see cref="Errors"/>.</summary>
    public void Step(ReadOnlySpan<float> forces)
    {
        float dt = (float)secondsPerTick;
        _time += secondsPerTick;
        if (_time > _nextKnock)
        {
            _nextKnock += KnockEverySeconds;
            _velocity[_knocked++ % Axes] += Knock;
        }

        for (int axis = 0; axis < Axes; axis++)
        {
            _velocity[axis] += dt * ForcePerUnit * forces[axis];
            _position[axis] += dt * _velocity[axis];

            double angularFrequency = 1.5 + (0.5 * axis);
            (double sine, double cosine) = Math.SinCos(angularFrequency * _time);
            Span<float> signals = Signals.AsSpan(axis * SignalsPerAxis, SignalsPerAxis);
            signals[0] = (float)(Reach * sine) - _position[axis];
            signals[1] = (float)(Reach * angularFrequency * cosine) - _velocity[axis];
            signals[2] += dt * signals[0];
            signals[3] = (float)(-Reach * angularFrequency * angularFrequency * sine);
            Errors[axis] = signals[0];
            LargestError = Math.Max(LargestError, Math.Abs(signals[0]));
        }
    }
}
