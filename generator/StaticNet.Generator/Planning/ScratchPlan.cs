using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Planning;

/// <summary>
/// Where intermediate values of the matrix form lie, in floats from the start of the workspace. Every matrix has
/// <see cref="Rows"/> rows at the stride of its layer, so a pass may always work on whole blocks of rows.
/// </summary>
internal sealed class ScratchPlan
{
    /// <summary>Kernels work on blocks of up to this many rows; shorter batches are padded with rows of zeros.</summary>
    public const int MinimumRows = 8;

    private readonly int[] _outputs;
    private readonly int[] _preActivations;
    private readonly int[] _transposed;

    public ScratchPlan(NetworkPlan plan)
    {
        Rows = plan.ChunkRows;
        int count = plan.Layers.Count;
        _outputs = new int[count];
        _preActivations = new int[count];
        _transposed = new int[count];
        int offset = 0;
        int widest = 0;
        for (int i = 0; i < count; i++)
        {
            LinearPlan layer = plan.Layers[i];
            widest = Math.Max(widest, layer.PaddedOutputs);
            _preActivations[i] = Reserve(ref offset, Rows * layer.PaddedOutputs);
            _outputs[i] = KeepsPreActivation(plan, i) ? Reserve(ref offset, Rows * layer.PaddedOutputs) : _preActivations[i];
        }

        ForwardLength = offset;
        PaddedInputs = Reserve(ref offset, (MinimumRows * plan.InputSize) + 16);
        Gradient = [Reserve(ref offset, Rows * widest), Reserve(ref offset, Rows * widest)];
        for (int i = 1; i < count; i++)
        {
            _transposed[i] = Reserve(ref offset, TransposedLength(plan.Layers[i]));
        }

        Parameters = Reserve(ref offset, plan.BufferLength);
        Length = offset;
    }

    public int Rows { get; }

    /// <summary>Floats that a forward pass alone needs.</summary>
    public int ForwardLength { get; }

    public int Length { get; }

    /// <summary>Room for a batch of fewer than eight rows, padded.</summary>
    public int PaddedInputs { get; }

    /// <summary>Two matrices that take turns as the gradient after and before a layer.</summary>
    public IReadOnlyList<int> Gradient { get; }

    /// <summary>A gradient buffer of the pass's own, for adding to the user's.</summary>
    public int Parameters { get; }

    /// <summary>The layer's outputs after the activation.</summary>
    public int Outputs(int layer) => _outputs[layer];

    /// <summary>The layer's outputs before the activation; the same place where nothing needs both.</summary>
    public int PreActivations(int layer) => _preActivations[layer];

    /// <summary>The transposed weights of a layer (not of the first).</summary>
    public int Transposed(int layer) => _transposed[layer];

    /// <summary>Whether values before and after the activation are both kept: the derivative needs the input, or the loss works on the pre-activation.</summary>
    public static bool KeepsPreActivation(NetworkPlan plan, int layer) =>
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
}
