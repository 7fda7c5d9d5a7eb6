using System;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>What one head's outputs of many rows come to, added block by block: its loss, and its accuracy or errors.</summary>
internal sealed class HeadMeasure
{
    private readonly NetworkDescription _description;
    private readonly OutputHead _head;
    private readonly int _count;
    private readonly int[] _labels;
    private readonly ConfusionMatrix? _matrix;
    private readonly ErrorSums? _errors;
    private double _loss;

    /// <param name="description">The network.</param>
    /// <param name="head">One of its heads.</param>
    /// <param name="targets">All rows, [count, OutputSize].</param>
    public HeadMeasure(NetworkDescription description, OutputHead head, ReadOnlySpan<float> targets)
    {
        _description = description;
        _head = head;
        _count = targets.Length / head.OutputSize;
        _labels = TargetClasses.Of(head, targets);
        if (_labels.Length > 0)
        {
            _matrix = new ConfusionMatrix(head.Size == 1 ? 2 : head.Size);
        }
        else if (!head.HasProbabilities) // scores against probabilities would be no errors
        {
            _errors = new ErrorSums(targets, head.OutputSize, head.Start, head.Size, mayMiss: false);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="outputs">[rows, OutputSize].</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="start">The first one's number.</param>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int start)
    {
        int rows = outputs.Length / _head.OutputSize;
        _loss += HeadLosses.Sum(_head, outputs, targets, _description.LossOptions);
        _errors?.Add(outputs, targets);
        for (int row = 0; row < rows && _matrix is not null; row++)
        {
            if (_labels[start + row] != Batch.IgnoreLabel)
            {
                _matrix.Add(_labels[start + row], ClassRule.Of(_head.Of(outputs, row), 0f));
            }
        }
    }

    /// <summary>The head by itself; its loss is not multiplied by <see cref="OutputHead.LossWeight"/>.</summary>
    public Evaluation ToEvaluation()
    {
        double loss = _loss / _count;
        return _errors is null
            ? new Evaluation { Count = _matrix?.Total ?? _count, Loss = loss, ConfusionMatrix = _matrix }
            : new Evaluation(_errors, _description.Columns) { Count = _count, Loss = loss };
    }
}
