using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>The update shared by <see cref="Adam"/> and <see cref="AdamW"/>, which differ in where weight decay enters.</summary>
internal static class AdamRules
{
    /// <summary>Running products of beta1 and beta2.</summary>
    public const int ScalarCount = 2;

    public static OptimizerState CreateState(ParameterBuffer parameters, double learningRate, bool amsgrad, string optimizer)
    {
        var state = new OptimizerState(parameters, amsgrad ? 3 : 2, learningRate, ScalarCount, optimizer) { Form = amsgrad ? "amsgrad" : "" };
        state.Scalars.Fill(1);
        return state;
    }

    /// <summary>Advances the running products; returns the bias corrections 1 − βᵗ of the step that begins.</summary>
    /// <remarks>Products instead of powers: a power costs more than the update of a small network.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double First, double Second) BiasCorrections(OptimizerState state, double beta1, double beta2)
    {
        Span<double> powers = state.Scalars;
        powers[0] = Decayed(powers[0], beta1);
        powers[1] = Decayed(powers[1], beta2);
        return (1 - powers[0], 1 - powers[1]);
    }

    /// <summary>
    /// The next power of a decay. Below 1e−30 it is 0, which 1 − βᵗ cannot tell: it would otherwise end as a denormal number
    /// that each later step pays for.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Decayed(double power, double decay)
    {
        power *= decay;
        return power < 1e-30 ? 0 : power;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(
        ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state,
        double beta1, double beta2, double epsilon, double weightDecay, bool isDecoupled, bool amsgrad)
    {
        state.Check(parameters, gradients);
        (double first, double second) = BiasCorrections(state, beta1, beta2);

        // lr/c1 · m / (√v/√c2 + ε) = lr·√c2/c1 · m / (√v + ε·√c2)
        double root = Math.Sqrt(second);
        foreach (ref readonly ParameterSegment segment in state.Segments)
        {
            double decay = segment.WeightDecay ?? weightDecay;
            var coefficients = new Coefficients(
                (float)(-state.LearningRate * root / first * segment.LearningRateFactor), (float)(epsilon * root), (float)(1 - beta1), (float)beta2, (float)(1 - beta2),
                isDecoupled ? 0f : (float)decay, isDecoupled ? (float)(1 - (state.LearningRate * segment.LearningRateFactor * decay)) : 1f);
            if (amsgrad)
            {
                UpdateLoop.Run(new AmsGrad(coefficients), parameters, gradients, state, segment);
            }
            else
            {
                UpdateLoop.Run(new Standard(coefficients), parameters, gradients, state, segment);
            }
        }

        state.StepCount++;
    }

    private readonly struct Coefficients(
        float negativeRate, float epsilon, float fresh1, float beta2, float fresh2, float penalty, float keep)
    {
        public readonly float NegativeRate = negativeRate;
        public readonly float Epsilon = epsilon;
        public readonly float Fresh1 = fresh1;
        public readonly float Beta2 = beta2;
        public readonly float Fresh2 = fresh2;
        public readonly float Penalty = penalty;
        public readonly float Keep = keep;
    }

    private readonly struct Standard(Coefficients c) : IUpdateRule
    {
        public static int MomentCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(c.Penalty), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(c.Fresh1), gradient - first, first);
            second = TLanes.MultiplyAdd(TLanes.Broadcast(c.Beta2), second, TLanes.Broadcast(c.Fresh2) * gradient * gradient);
            TLanes step = first / (TLanes.Sqrt(second) + TLanes.Broadcast(c.Epsilon));
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(c.NegativeRate), step, TLanes.Broadcast(c.Keep) * parameter);
        }
    }

    private readonly struct AmsGrad(Coefficients c) : IUpdateRule
    {
        public static int MomentCount => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : struct, ILanes<TLanes>
        {
            gradient = TLanes.MultiplyAdd(TLanes.Broadcast(c.Penalty), parameter, gradient);
            first = TLanes.MultiplyAdd(TLanes.Broadcast(c.Fresh1), gradient - first, first);
            second = TLanes.MultiplyAdd(TLanes.Broadcast(c.Beta2), second, TLanes.Broadcast(c.Fresh2) * gradient * gradient);
            third = TLanes.Max(third, second);
            TLanes step = first / (TLanes.Sqrt(third) + TLanes.Broadcast(c.Epsilon));
            parameter = TLanes.MultiplyAdd(TLanes.Broadcast(c.NegativeRate), step, TLanes.Broadcast(c.Keep) * parameter);
        }
    }
}
