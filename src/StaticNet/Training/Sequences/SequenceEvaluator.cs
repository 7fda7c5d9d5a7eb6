using System;

namespace StaticNet;

/// <summary>Runs a network with memory over many sequences, one at a time. Holds its buffers.</summary>
internal sealed class SequenceEvaluator<TNetwork>
    where TNetwork : class, IStreamingNetwork<TNetwork>
{
    private readonly TNetwork _network;
    private readonly NetworkDescription _description = TNetwork.Description;
    private readonly float[] _outputs;
    private readonly int _steps;
    private readonly int _rows;
    private readonly float _threshold;

    public SequenceEvaluator(TNetwork network, int steps)
    {
        _network = network;
        _steps = steps;
        _rows = SequenceData.IsManyToOne(_description) ? 1 : steps;
        _outputs = new float[checked(_rows * _description.OutputSize)];
        _threshold = ClassRule.Threshold(_description);
    }

    /// <summary>The mean loss over all sequences.</summary>
    public double Loss(in SequenceBatch all) => _network.ComputeLoss(in all);

    public ConfusionMatrix Confusion(in SequenceBatch all)
    {
        var matrix = new ConfusionMatrix(_description.OutputSize == 1 ? 2 : _description.OutputSize);
        int count = all.Labels.Length / _rows, size = _description.OutputSize;
        for (int i = 0; i < count; i++)
        {
            Run(in all, i);
            for (int row = 0; row < _rows; row++)
            {
                if (all.Labels[(i * _rows) + row] != Batch.IgnoreLabel)
                {
                    matrix.Add(all.Labels[(i * _rows) + row], ClassRule.Of(_outputs.AsSpan(row * size, size), _threshold));
                }
            }
        }

        return matrix;
    }

    /// <summary>Error-to-signal ratio, mean absolute error, root mean squared error and R² of outputs against targets.</summary>
    public (double Ratio, OutputErrors[] Outputs) Errors(in SequenceBatch all)
    {
        int columns = _description.OutputSize, each = _rows * columns;
        int count = all.Targets.Length / each;
        double signal = 0;
        bool mayMiss = _description.MayMissTargets;
        int[] counts = new int[columns];
        double[] sums = new double[columns], squares = new double[columns], residuals = new double[columns], absolutes = new double[columns];
        for (int i = 0; i < count; i++)
        {
            Run(in all, i);
            ReadOnlySpan<float> targets = all.Targets.Slice(i * each, each);
            for (int j = 0; j < each; j++)
            {
                double target = targets[j], error = _outputs[j] - target;
                if (mayMiss && double.IsNaN(target))
                {
                    continue;
                }

                counts[j % columns]++;
                absolutes[j % columns] += Math.Abs(error);
                residuals[j % columns] += error * error;
                sums[j % columns] += target;
                squares[j % columns] += target * target;
                signal += target * target;
            }
        }

        double squared = 0;
        var errors = new OutputErrors[columns];
        for (int c = 0; c < columns; c++)
        {
            double perColumn = counts[c];
            double spread = squares[c] - (sums[c] * sums[c] / perColumn);
            squared += residuals[c];
            double r2 = perColumn == 0 ? double.NaN : spread > 1e-12 * squares[c] ? 1 - (residuals[c] / spread) : residuals[c] == 0 ? 1 : 0;
            errors[c] = new OutputErrors(_description.Columns?.Outputs[c], absolutes[c] / perColumn, Math.Sqrt(residuals[c] / perColumn), r2);
        }

        return (squared / (signal + Sequences.SignalEnergies.Floor), errors);
    }

    private void Run(in SequenceBatch all, int sequence)
    {
        int ins = _steps * _description.InputSize;
        _network.ForwardSequences(_steps, all.Inputs.Slice(sequence * ins, ins), _outputs);
    }
}
