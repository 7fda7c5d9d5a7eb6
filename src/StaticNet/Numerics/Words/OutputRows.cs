using System.Runtime.CompilerServices;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>In the place of the declared loss: one that computes from outputs, or, without one, the batch's targets as gradients with respect to the outputs.</summary>
/// <typeparam name="TFacts">The network's constants.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
/// <param name="loss">The loss, or null.</param>
internal readonly struct OutputRows<TFacts, TOutput>(OutputLoss? loss) : IRowLoss
    where TFacts : struct, INetworkFacts
    where TOutput : struct, IActivation
{
    public static bool KeepsFirstGradient => true;

    public float Scale(in Batch batch, int count) => batch.Part?.Scale ?? 1f;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public double Rows(ref float z, ref float y, int rows, in Batch batch, int start, float scale, ref float gradient)
    {
        int outputs = TFacts.Outputs, stride = TFacts.OutputStride;
        if (loss is null)
        {
            PaddedRows.Spread(batch.Targets.Slice(start * outputs, rows * outputs), outputs, 1f, stride, ref gradient);
            NetworkLoss<TFacts, TOutput>.OutputGradient(ref z, ref y, rows, ref gradient);
            return 0;
        }

        int columns = batch.Targets.Length / (batch.Inputs.Length / TFacts.Inputs);
        ref float values = ref NetworkLoss<TFacts, TOutput>.Outputs(ref z, ref y, rows);
        double value = loss.Rows(ref values, batch.Targets.Slice(start * columns, rows * columns), rows, outputs, stride, scale, ref gradient);
        NetworkLoss<TFacts, TOutput>.Derive(ref z, ref y, rows, ref gradient);
        return value;
    }
}
