using System;
using StaticNet.Numerics;

namespace StaticNet;

/// <summary>No loss: the batch's targets are the gradients with respect to the outputs.</summary>
internal sealed unsafe class GivenGradients : OutputLoss
{
    [ThreadStatic]
    private static GivenGradients? t_instance;

    private readonly BatchPart _part;
    private float* _inputGradients;
    private int _length;

    private GivenGradients() => _part = new BatchPart { OutputLoss = this };

    public override Span<float> InputGradients => new(_inputGradients, _length);

    /// <summary>Adds the gradients of a batch whose targets are the gradients with respect to the outputs.</summary>
    public static void Backward<TNetwork>(TNetwork model, ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, ParameterBuffer gradients, Span<float> inputGradients)
        where TNetwork : class, INetwork<TNetwork>
    {
        GivenGradients given = t_instance ??= new GivenGradients();
        fixed (float* dx = inputGradients)
        {
            given._inputGradients = dx;
            given._length = inputGradients.Length;
            model.ComputeGradients(new Batch(inputs, outputGradients) { Part = given._part }, gradients, accumulate: true);
            given._length = 0;
        }
    }

    public override double Rows(ref float outputs, ReadOnlySpan<float> targets, int rows, int columns, int stride, float scale, ref float gradient)
    {
        PaddedRows.Spread(targets, columns, 1f, stride, ref gradient);
        return 0;
    }
}
