using System;

namespace StaticNet;

/// <summary>Runs a network over many rows in blocks. Holds its buffers, so that an evaluation per epoch allocates them once.</summary>
internal sealed class Evaluator<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private const int BlockRows = 256;

    private readonly TNetwork _network;
    private readonly NetworkDescription _description = TNetwork.Description;
    private readonly float[] _outputs;

    // One output stands for class 1: above this value.
    private readonly float _threshold;

    public Evaluator(TNetwork network)
    {
        _network = network;
        _outputs = new float[BlockRows * _description.OutputSize];
        _threshold = ClassRule.Threshold(_description);
    }

    /// <summary>The number of classes that labels may name.</summary>
    public int Classes => _description.OutputSize == 1 ? 2 : _description.OutputSize;

    /// <summary>The mean loss; each block counts with its rows, or with their class weights.</summary>
    public double Loss(in Batch rows)
    {
        double sum = 0, weights = 0;
        int count = rows.Inputs.Length / _description.InputSize;
        for (int start = 0; start < count; start += BlockRows)
        {
            int size = Math.Min(BlockRows, count - start);
            Batch block = rows.HasLabels
                ? new Batch(Inputs(rows.Inputs, start, size), rows.Labels.Slice(start, size))
                : new Batch(Inputs(rows.Inputs, start, size), rows.Targets.Slice(start * _description.OutputSize, size * _description.OutputSize));
            double weight = LossWeights.Of(_description, block);
            weights += weight;
            sum += weight == 0 ? 0 : _network.ComputeLoss(block) * weight; // rows that do not count: their mean is 0/0
        }

        return sum / weights;
    }

    /// <summary>How many rows are classified rightly.</summary>
    public int Correct(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        int correct = 0;
        for (int start = 0; start < labels.Length; start += BlockRows)
        {
            int size = Math.Min(BlockRows, labels.Length - start);
            ReadOnlySpan<float> outputs = Run(inputs, start, size);
            for (int row = 0; row < size; row++)
            {
                correct += Class(outputs, row) == labels[start + row] ? 1 : 0;
            }
        }

        return correct;
    }

    public ConfusionMatrix Confusion(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        var matrix = new ConfusionMatrix(Classes);
        for (int start = 0; start < labels.Length; start += BlockRows)
        {
            int size = Math.Min(BlockRows, labels.Length - start);
            ReadOnlySpan<float> outputs = Run(inputs, start, size);
            for (int row = 0; row < size; row++)
            {
                matrix.Add(labels[start + row], Class(outputs, row));
            }
        }

        return matrix;
    }

    /// <summary>Mean absolute error, root mean squared error and R² of outputs against targets.</summary>
    public (double AbsoluteError, double RootSquaredError, double R2) Errors(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        int columns = _description.OutputSize, count = targets.Length / columns;
        double absolute = 0, squared = 0, r2 = 0;
        var means = new double[columns];
        var residuals = new double[columns];
        var spreads = new double[columns];
        for (int i = 0; i < targets.Length; i++)
        {
            means[i % columns] += (double)targets[i] / count;
        }

        for (int start = 0; start < count; start += BlockRows)
        {
            int size = Math.Min(BlockRows, count - start);
            ReadOnlySpan<float> outputs = Run(inputs, start, size);
            for (int i = 0; i < size * columns; i++)
            {
                double target = targets[(start * columns) + i];
                double error = outputs[i] - target;
                double deviation = target - means[i % columns];
                absolute += Math.Abs(error);
                residuals[i % columns] += error * error;
                spreads[i % columns] += deviation * deviation;
            }
        }

        for (int c = 0; c < columns; c++)
        {
            squared += residuals[c];
            r2 += spreads[c] > 0 ? 1 - (residuals[c] / spreads[c]) : residuals[c] == 0 ? 1 : 0;
        }

        return (absolute / targets.Length, Math.Sqrt(squared / targets.Length), r2 / columns);
    }

    private ReadOnlySpan<float> Run(ReadOnlySpan<float> inputs, int start, int size)
    {
        Span<float> outputs = _outputs.AsSpan(0, size * _description.OutputSize);
        _network.ForwardBatch(Inputs(inputs, start, size), outputs);
        return outputs;
    }

    private ReadOnlySpan<float> Inputs(ReadOnlySpan<float> inputs, int start, int size) =>
        inputs.Slice(start * _description.InputSize, size * _description.InputSize);

    private int Class(ReadOnlySpan<float> outputs, int row) =>
        ClassRule.Of(outputs.Slice(row * _description.OutputSize, _description.OutputSize), _threshold);
}
