using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Samples.Playground.Data;

namespace StaticNet.Samples.Playground.Training;

/// <summary>One network with one optimizer: all it computes, it computes through the members that the generator and the library offer everyone.</summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <typeparam name="TOptimizer">The optimizer.</typeparam>
public sealed class TrainingSession<TNetwork, TOptimizer> : ITrainingSession
    where TNetwork : class, INetwork<TNetwork>
    where TOptimizer : IOptimizer
{
    private readonly TNetwork _network;
    private readonly Trainer<TNetwork, TOptimizer> _trainer;
    private readonly string[] _layerNames;
    private readonly int[] _layerOfParameter;
    private readonly float[] _parameterValues;
    private readonly float[] _batchInputs;
    private readonly int[] _batchLabels;
    private float[] _outputs = [];
    private int[] _order = [];
    private int _next;
    private Pcg32 _random;

    /// <summary>Starts from the parameters that follow from the seed.</summary>
    /// <param name="optimizer">Updates the parameters.</param>
    /// <param name="points">What to learn.</param>
    /// <param name="batchSize">Points per update; all of them where there are fewer.</param>
    /// <param name="seed">Decides the first parameters and the order of the points.</param>
    public TrainingSession(TOptimizer optimizer, PointSet points, int batchSize, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(points);
        Points = points;
        _network = TNetwork.Create(seed);
        _trainer = _network.CreateTrainer(optimizer, batchSize, new TrainerOptions { NonFinite = NonFinite.Propagate }); // the page shows what diverging looks like
        _random = new Pcg32(seed);
        _batchInputs = new float[2 * batchSize];
        _batchLabels = new int[batchSize];

        ParameterInfo[] parameters = Description.Layout.Parameters.ToArray();
        _layerNames = [.. parameters.Select(LayerName).Distinct()];
        _layerOfParameter = [.. parameters.Select(parameter => Array.IndexOf(_layerNames, LayerName(parameter)))];
        _parameterValues = new float[parameters.Max(parameter => parameter.Count)];
    }

    /// <inheritdoc/>
    public NetworkDescription Description => TNetwork.Description;

    /// <inheritdoc/>
    public PointSet Points { get; }

    /// <inheritdoc/>
    public long UpdateCount => _trainer.StepCount;

    /// <inheritdoc/>
    public int EpochCount { get; private set; }

    /// <inheritdoc/>
    public double LearningRate
    {
        get => _trainer.State.LearningRate;
        set => _trainer.State.LearningRate = value;
    }

    /// <inheritdoc/>
    public ParameterBuffer Parameters => _network.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames => _layerNames;

    /// <inheritdoc/>
    public float Update()
    {
        int count = TakeBatch();
        return _trainer.Step(_batchInputs.AsSpan(0, 2 * count), _batchLabels.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public StepInNumbers UpdateInNumbers()
    {
        int count = TakeBatch();
        float[] inputs = _batchInputs[..(2 * count)], outputs = new float[2 * count], losses = new float[count];
        int[] labels = _batchLabels[..count];
        ParameterBuffer before = Parameters.Clone();

        _network.ForwardBatch(inputs, outputs);
        for (int row = 0; row < count; row++)
        {
            losses[row] = _network.ComputeLoss(new Batch(inputs.AsSpan(2 * row, 2), labels.AsSpan(row, 1)));
        }

        double learningRate = LearningRate;
        float loss = _trainer.Step(inputs, labels);
        return new StepInNumbers
        {
            Number = UpdateCount,
            Inputs = inputs,
            Labels = labels,
            Outputs = outputs,
            Losses = losses,
            Loss = loss,
            LearningRate = learningRate,
            Before = before,
            Gradients = _trainer.Gradients.Clone(),
            After = Parameters.Clone(),
        };
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> probabilities)
    {
        Span<float> outputs = Forward(inputs);
        for (int row = 0; row < probabilities.Length; row++)
        {
            // Softmax of two outputs.
            probabilities[row] = 1 / (1 + MathF.Exp(outputs[2 * row] - outputs[(2 * row) + 1]));
        }
    }

    /// <inheritdoc/>
    public Score Evaluate(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0)
        {
            return new Score(double.NaN, double.NaN, 0);
        }

        ReadOnlySpan<int> labels = points.Labels;
        Span<float> outputs = Forward(points.Inputs);
        int right = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            right += (outputs[(2 * row) + 1] > outputs[2 * row] ? 1 : 0) == labels[row] ? 1 : 0;
        }

        return new Score(_network.ComputeLoss(new Batch(points.Inputs, labels)), (double)right / labels.Length, labels.Length);
    }

    /// <inheritdoc/>
    public void CopyGradientNorms(Span<double> norms)
    {
        norms.Clear();
        ReadOnlySpan<ParameterInfo> parameters = Description.Layout.Parameters;
        for (int i = 0; i < parameters.Length; i++)
        {
            Span<float> values = _parameterValues.AsSpan(0, parameters[i].Count);
            _trainer.Gradients.CopyTo(parameters[i].Name, values);
            foreach (float value in values)
            {
                norms[_layerOfParameter[i]] += (double)value * value;
            }
        }

        for (int layer = 0; layer < norms.Length; layer++)
        {
            norms[layer] = Math.Sqrt(norms[layer]);
        }
    }

    private static string LayerName(ParameterInfo parameter) => parameter.Name[..parameter.Name.LastIndexOf('.')];

    private Span<float> Forward(ReadOnlySpan<float> inputs)
    {
        if (_outputs.Length < inputs.Length)
        {
            _outputs = new float[inputs.Length]; // two inputs, two outputs
        }

        Span<float> outputs = _outputs.AsSpan(0, inputs.Length);
        _network.ForwardBatch(inputs, outputs);
        return outputs;
    }

    /// <summary>Copies the next points of this pass, in an order that every pass shuffles anew.</summary>
    private int TakeBatch()
    {
        if (Points.Count == 0)
        {
            throw new InvalidOperationException("There are no points to train on.");
        }

        if (_next >= _order.Length || _order.Length != Points.Count)
        {
            EpochCount += _order.Length > 0 && _next >= _order.Length ? 1 : 0;
            _order = _order.Length == Points.Count ? _order : [.. Enumerable.Range(0, Points.Count)];
            _random.Shuffle<int>(_order);
            _next = 0;
        }

        int count = Math.Min(_batchLabels.Length, _order.Length - _next);
        for (int row = 0; row < count; row++)
        {
            int point = _order[_next++];
            Points.Inputs.Slice(2 * point, 2).CopyTo(_batchInputs.AsSpan(2 * row, 2));
            _batchLabels[row] = Points.Labels[point];
        }

        return count;
    }
}
