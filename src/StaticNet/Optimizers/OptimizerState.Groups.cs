using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <content>Groups of parameters with settings of their own.</content>
public sealed partial class OptimizerState
{
    private ParameterSegment[] _segments;
    private ParameterInfo[] _frozen = [];

    /// <summary>Parameters that are trained otherwise than the optimizer says; set them before the first step.</summary>
    /// <exception cref="ArgumentException">A group names no trained parameter, or has a value out of range; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">Steps have been made. To unfreeze layers, create a new state (or trainer), as moments start anew.</exception>
    public IReadOnlyList<ParameterGroup> Groups
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (StepCount > 0)
            {
                throw new InvalidOperationException($"The optimizer has made {StepCount} steps; set Groups before the first. To freeze or unfreeze layers, create a new trainer or state: moments start anew.");
            }

            _segments = value.Count == 0 ? ParameterSegments.All(Layout) : ParameterSegments.Of(Layout, value, out _frozen);
            _frozen = value.Count == 0 ? [] : _frozen;
            field = [.. value];
        }
    } = [];

    /// <summary>The values to update, in ranges with a learning rate and a weight decay each: what <see cref="Groups"/> leaves to train. For optimizers.</summary>
    public ReadOnlySpan<ParameterSegment> Segments => _segments;

    /// <summary>
    /// The optimizer's name as files have it. Moments of another form mean something else, however many there are; what is frozen has none:
    /// a state is continued only in the same form and where the same is frozen.
    /// </summary>
    internal string Identity(string optimizer)
    {
        string name = Form.Length == 0 ? optimizer : $"{optimizer} ({Form})";
        return _frozen.Length == 0 ? name : $"{name} with {string.Join(", ", _frozen.Select(static parameter => parameter.Name))} frozen";
    }

    /// <summary>Gradients of what is frozen count as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ClearFrozen(ParameterBuffer gradients)
    {
        if (_frozen.Length == 0)
        {
            return;
        }

        int end = 0;
        Span<float> values = gradients.TrainableValues;
        foreach (ParameterSegment segment in _segments)
        {
            values[end..segment.Start].Clear();
            end = segment.Start + segment.Length;
        }

        values[end..].Clear();
    }

    /// <summary>Sets the groups of a trainer, whose optimizer must know them.</summary>
    internal void SetGroups(IReadOnlyList<ParameterGroup> groups, IOptimizer optimizer)
    {
        if (groups.Count > 0 && optimizer is not IGroupedOptimizer)
        {
            throw new ArgumentException(
                $"{optimizer.GetType().Name} updates all parameters alike, so it cannot have groups; let it implement IGroupedOptimizer and update each of state.Segments.", nameof(optimizer));
        }

        Groups = groups;
    }
}
