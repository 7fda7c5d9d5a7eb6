using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning;

/// <summary>
/// Where intermediate values of the matrix form lie, in floats. First comes a part of fixed length, which only training has; behind it the matrices,
/// each <see cref="Rows"/> rows high at the stride of its layer, so a pass may always work on whole blocks of rows.
/// </summary>
internal sealed class ScratchPlan
{
    /// <summary>Kernels work on blocks of up to this many rows; shorter batches are padded with rows of zeros.</summary>
    public const int MinimumRows = 8;

    private readonly int[] _outputs;
    private readonly int[] _preActivations;
    private readonly int[] _transposed;

    public ScratchPlan(DensePlan plan)
    {
        Rows = plan.ChunkRows;
        int count = plan.Layers.Count;
        _outputs = new int[count];
        _preActivations = new int[count];
        _transposed = new int[count];
        int offset = 0;
        PaddedInputs = Reserve(ref offset, (MinimumRows * plan.InputSize) + 16);
        for (int i = 1; i < count; i++)
        {
            _transposed[i] = Reserve(ref offset, TransposedLength(plan.Layers[i]));
        }

        Parameters = Reserve(ref offset, plan.BufferLength);
        FixedLength = offset;

        int columns = 0;
        for (int i = 0; i < count; i++)
        {
            int stride = plan.Layers[i].PaddedOutputs;
            _preActivations[i] = Take(ref columns, stride);
            _outputs[i] = KeepsPreActivation(plan, i) ? Take(ref columns, stride) : _preActivations[i];
        }

        int widest = plan.Layers.Max(static layer => layer.PaddedOutputs);
        Gradient = [Take(ref columns, widest), Take(ref columns, widest)];
        Columns = columns;
        LastColumn = _preActivations[count - 1];
        ForwardLength = Rows * (LastColumn + plan.Last.PaddedOutputs);

        // Softmax outputs lie where later the next-to-last layer's gradient will be.
        OutputColumn = plan.RowActivation.IsRowWise ? Gradient[1] : _outputs[count - 1];
    }

    public int Rows { get; }

    /// <summary>Floats that a forward pass alone needs.</summary>
    public int ForwardLength { get; }

    /// <summary>Floats before the matrices.</summary>
    public int FixedLength { get; }

    /// <summary>Columns of all matrices.</summary>
    public int Columns { get; }

    /// <summary>In the fixed part: room for a block of fewer than eight rows, padded.</summary>
    public int PaddedInputs { get; }

    /// <summary>In the fixed part: a gradient buffer of the pass's own, for adding to the user's.</summary>
    public int Parameters { get; }

    /// <summary>Columns of two matrices that take turns as the gradient after and before a layer.</summary>
    public IReadOnlyList<int> Gradient { get; }

    /// <summary>The column of the last layer before the output activation.</summary>
    public int LastColumn { get; }

    /// <summary>The column of the network's outputs.</summary>
    public int OutputColumn { get; }

    /// <summary>The column of a layer's outputs after the activation.</summary>
    public int Outputs(int layer) => _outputs[layer];

    /// <summary>The column of a layer's outputs before the activation; the same where nothing needs both.</summary>
    public int PreActivations(int layer) => _preActivations[layer];

    /// <summary>In the fixed part: the transposed weights of a layer (not of the first).</summary>
    public int Transposed(int layer) => _transposed[layer];

    /// <summary>Whether values before and after the activation are both kept: the derivative needs the input, or it is the outputs' and left to the loss.</summary>
    public static bool KeepsPreActivation(DensePlan plan, int layer) =>
        !plan.Layers[layer].Activation.IsIdentity
        && (layer == plan.Layers.Count - 1 || plan.Layers[layer].Activation.Needs == DerivativeNeeds.Input);

    public static int TransposedLength(LinearPlan layer) =>
        ((LayoutRules.Tiles(layer.Inputs) - 1) * layer.Outputs * LinearPlan.TileWidth) + (layer.Outputs * LayoutRules.LastTileWidth(layer.Inputs));

    private static int Reserve(ref int offset, int length)
    {
        int start = offset;
        offset += LayoutRules.RoundUp(length, 16);
        return start;
    }

    private static int Take(ref int columns, int count)
    {
        int start = columns;
        columns += count;
        return start;
    }
}
