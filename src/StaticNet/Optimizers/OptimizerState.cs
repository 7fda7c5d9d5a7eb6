using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>What an optimizer remembers between steps: how many there were, its moments, and the learning rate in force.</summary>
public sealed partial class OptimizerState
{
    private readonly ParameterBuffer[] _moments;
    private readonly double[] _scalars;

    /// <summary>Allocates a state; called from <see cref="IOptimizer.CreateState"/>.</summary>
    /// <param name="parameters">The parameters to be trained.</param>
    /// <param name="moments">How many buffers of the parameters' layout the optimizer needs, zeroed.</param>
    /// <param name="learningRate">The optimizer's own learning rate, the initial one.</param>
    /// <param name="scalars">How many further numbers the optimizer needs, zeroed.</param>
    /// <param name="optimizer">The optimizer's name, so that a file of its state is not read for another one.</param>
    public OptimizerState(ParameterBuffer parameters, int moments, double learningRate, int scalars = 0, string optimizer = "")
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfNegative(moments);
        ArgumentOutOfRangeException.ThrowIfNegative(scalars);
        Layout = parameters.Layout;
        if (Layout.TrainableLength % 8 != 0)
        {
            throw new ArgumentException($"The trainable storage has {Layout.TrainableLength} floats; a layout must pad it to a multiple of 8.", nameof(parameters));
        }

        Optimizer = optimizer;
        _segments = ParameterSegments.All(Layout);
        InitialLearningRate = learningRate;
        LearningRate = learningRate;
        _scalars = new double[scalars];
        _moments = new ParameterBuffer[moments];
        for (int i = 0; i < moments; i++)
        {
            _moments[i] = ParameterBuffer.Moment(Layout);
        }
    }

    /// <summary>The layout of the parameters this state belongs to.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The name of the optimizer that created this state; empty where it gave none.</summary>
    public string Optimizer { get; }

    /// <summary>What the moments stand for where it depends on the optimizer's settings, for example "momentum, centered"; empty in its plain form.</summary>
    internal string Form { get; init; } = "";

    /// <summary>Completed steps. The optimizer counts.</summary>
    public long StepCount { get; set; }

    /// <summary>The learning rate that the next step uses. Set it freely between steps, as schedules do; nothing is allocated.</summary>
    public double LearningRate { get; set; }

    /// <summary>The optimizer's own learning rate, from which schedules start.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Buffers of the parameters' layout, for example first and second moments.</summary>
    public ReadOnlySpan<ParameterBuffer> Moments => _moments;

    /// <summary>Further numbers the optimizer keeps, for example running products of its betas.</summary>
    public Span<double> Scalars => _scalars;

    /// <summary>The threads that share the next update, or null for the calling one alone.</summary>
    internal GradientTeam? Team { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Check(ParameterBuffer parameters, ParameterBuffer gradients)
    {
        if (!ReferenceEquals(parameters.Layout, Layout) || !ReferenceEquals(gradients.Layout, Layout))
        {
            parameters.CheckSameLayout(gradients, nameof(gradients));
            throw new ArgumentException("The optimizer state was created for the parameters of another network; create it with CreateState(model.Parameters).", nameof(parameters));
        }
    }
}
