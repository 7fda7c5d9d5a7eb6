using System;

namespace StaticNet.Samples.CartPole;

/// <summary>
/// A pole hinged to a cart that is pushed left or right fifty times a second. The classic task of reinforcement learning, with the constants
/// of Gymnasium's CartPole-v1.
/// </summary>
/// <remarks>A. G. Barto, R. S. Sutton, C. W. Anderson, "Neuronlike adaptive elements that can solve difficult learning control problems", IEEE SMC 13, 1983.</remarks>
internal sealed class CartPoleEnvironment
{
    public const int MaximumSteps = 500;
    public const double Reach = 2.4;

    private const double Gravity = 9.8, CartMass = 1, PoleMass = 0.1, TotalMass = CartMass + PoleMass;
    private const double HalfLength = 0.5, Force = 10, StepSeconds = 0.02, LargestAngle = 12 * Math.PI / 180;

    private double _velocity, _angularVelocity;

    /// <summary>Where the cart is, in meters from the middle.</summary>
    public double Position { get; private set; }

    /// <summary>The pole's angle from the vertical, in radians; positive to the right.</summary>
    public double Angle { get; private set; }

    /// <summary>Steps since the last <see cref="Reset"/>.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the pole fell, the cart left its track, or the time is up.</summary>
    public bool HasEnded => Steps >= MaximumSteps || Math.Abs(Position) > Reach || Math.Abs(Angle) > LargestAngle;

    public void Reset(ref Pcg32 random)
    {
        (Position, _velocity, Angle, _angularVelocity) = (Small(ref random), Small(ref random), Small(ref random), Small(ref random));
        Steps = 0;
    }

    /// <summary>Position, velocity, angle, angular velocity.</summary>
    public void Observe(Span<float> state)
    {
        state[0] = (float)Position;
        state[1] = (float)_velocity;
        state[2] = (float)Angle;
        state[3] = (float)_angularVelocity;
    }

    /// <summary>One fiftieth of a second with the cart pushed to the left (0) or to the right (1), by Euler's method.</summary>
    public void Push(int direction)
    {
        double force = direction == 1 ? Force : -Force;
        (double sine, double cosine) = Math.SinCos(Angle);
        double shared = (force + (PoleMass * HalfLength * _angularVelocity * _angularVelocity * sine)) / TotalMass;
        double angular = ((Gravity * sine) - (cosine * shared)) / (HalfLength * ((4.0 / 3) - (PoleMass * cosine * cosine / TotalMass)));
        double linear = shared - (PoleMass * HalfLength * angular * cosine / TotalMass);
        Position += StepSeconds * _velocity;
        _velocity += StepSeconds * linear;
        Angle += StepSeconds * _angularVelocity;
        _angularVelocity += StepSeconds * angular;
        Steps++;
    }

    private static double Small(ref Pcg32 random) => (random.NextDouble() - 0.5) * 0.1;
}
