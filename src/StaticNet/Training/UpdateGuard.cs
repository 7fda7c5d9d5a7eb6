using System;

namespace StaticNet;

/// <summary>Takes an update back that overflowed: copies of the trainable parameters and of all an optimizer remembers.</summary>
internal sealed class UpdateGuard
{
    private readonly ParameterBuffer _parameters;
    private readonly OptimizerState _state;
    private readonly float[] _parameterCopy;
    private readonly float[][] _momentCopies;
    private readonly double[] _scalarCopy;
    private long _stepCount;

    public UpdateGuard(ParameterBuffer parameters, OptimizerState state)
    {
        _parameters = parameters;
        _state = state;
        _parameterCopy = new float[parameters.Layout.TrainableLength];
        _momentCopies = new float[state.Moments.Length][];
        for (int i = 0; i < _momentCopies.Length; i++)
        {
            _momentCopies[i] = new float[parameters.Layout.TrainableLength];
        }

        _scalarCopy = new double[state.Scalars.Length];
    }

    /// <summary>Keeps everything as it is before an update.</summary>
    public void Keep()
    {
        _parameters.TrainableValues.CopyTo(_parameterCopy);
        for (int i = 0; i < _momentCopies.Length; i++)
        {
            _state.Moments[i].TrainableValues.CopyTo(_momentCopies[i]);
        }

        _state.Scalars.CopyTo(_scalarCopy);
        _stepCount = _state.StepCount;
    }

    /// <summary>Whether the update left parameters and moments finite.</summary>
    public bool IsFinite()
    {
        bool isFinite = GradientLoops.AllFinite(_parameters);
        foreach (ParameterBuffer moment in _state.Moments)
        {
            isFinite &= GradientLoops.AllFinite(moment);
        }

        return isFinite;
    }

    /// <summary>Puts everything back as it was kept.</summary>
    public void Restore()
    {
        _parameterCopy.CopyTo(_parameters.TrainableValues);
        for (int i = 0; i < _momentCopies.Length; i++)
        {
            _momentCopies[i].CopyTo(_state.Moments[i].TrainableValues);
        }

        _scalarCopy.CopyTo(_state.Scalars);
        _state.StepCount = _stepCount;
    }
}
