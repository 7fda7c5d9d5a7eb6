using System;
using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning;

/// <summary>
/// Where intermediate values of the samples-in-lanes form lie, in floats from the start of the workspace. A unit's values for sixteen samples
/// stand side by side, whatever the vector width: narrower vectors take two or four turns.
/// </summary>
internal sealed class LanesPlan
{
    /// <summary>Samples that pass through the network together; also the number of partial sums of a gradient.</summary>
    public const int Samples = 16;

    /// <summary>A forward pass of at most this many multiply-adds is written out and keeps its values in registers.</summary>
    public const int RegisterMultiplyAdds = 160;

    private readonly int[] _outputs;
    private readonly int[] _preActivations;
    private readonly int[] _transposed;

    public LanesPlan(DensePlan plan)
    {
        int count = plan.Layers.Count;
        _outputs = new int[count];
        _preActivations = new int[count];
        _transposed = new int[count];
        int offset = 0;
        int widest = 0;
        Inputs = Reserve(ref offset, plan.InputSize * Samples);
        for (int i = 0; i < count; i++)
        {
            LinearPlan layer = plan.Layers[i];
            // The last layer's values change between lanes and padded rows in blocks of four.
            int units = i == count - 1 ? layer.PaddedOutputs : layer.Outputs;
            widest = Math.Max(widest, units);
            _preActivations[i] = Reserve(ref offset, units * Samples);
            _outputs[i] = KeepsPreActivation(plan, i) ? Reserve(ref offset, layer.Outputs * Samples) : _preActivations[i];
        }

        ForwardLength = offset;
        int rows = Samples * plan.Last.PaddedOutputs;
        RowPreActivations = Reserve(ref offset, rows);
        RowOutputs = Reserve(ref offset, rows);
        RowGradient = Reserve(ref offset, rows);
        PaddedInputs = Reserve(ref offset, plan.InputSize * Samples);
        Gradient = [Reserve(ref offset, widest * Samples), Reserve(ref offset, widest * Samples)];
        for (int i = 1; i < count; i++)
        {
            _transposed[i] = Reserve(ref offset, ScratchPlan.TransposedLength(plan.Layers[i]));
        }

        Parameters = Reserve(ref offset, plan.BufferLength);
        Sums = Reserve(ref offset, plan.BufferLength * Samples);
        Length = offset;
    }

    /// <summary>Whether the forward pass of a network keeps its values in registers.</summary>
    public static bool IsInRegisters(DensePlan plan) => plan.MultiplyAdds <= RegisterMultiplyAdds;

    /// <summary>Floats of scratch memory that a batch of sixteen takes on its way forward.</summary>
    public static int BatchLength(DensePlan plan) => IsInRegisters(plan) ? Samples * Math.Max(plan.InputSize, plan.OutputSize) : new LanesPlan(plan).ForwardLength;

    /// <summary>[input][16].</summary>
    public int Inputs { get; }

    public int ForwardLength { get; }

    /// <summary>The last layer's pre-activations as rows, for the loss.</summary>
    public int RowPreActivations { get; }

    /// <summary>The outputs as rows, where the loss reads outputs.</summary>
    public int RowOutputs { get; }

    /// <summary>The gradient before the output activation, as rows.</summary>
    public int RowGradient { get; }

    /// <summary>Room for a batch's last few rows, filled up with zeros.</summary>
    public int PaddedInputs { get; }

    /// <summary>Two matrices [unit][16] that take turns as dZ of a layer and of the one before.</summary>
    public IReadOnlyList<int> Gradient { get; }

    /// <summary>The one of them that holds the first layer's dZ at the end: layers take turns from the last on.</summary>
    public int FirstGradient => Gradient[(_outputs.Length - 1) % 2];

    /// <summary>A gradient buffer of the pass's own, for adding to the user's.</summary>
    public int Parameters { get; }

    /// <summary>[parameter][16]: the partial sums of every gradient.</summary>
    public int Sums { get; }

    public int Length { get; }

    public int Outputs(int layer) => _outputs[layer];

    public int PreActivations(int layer) => _preActivations[layer];

    /// <summary>The transposed weights of a layer (not of the first), for a single sample.</summary>
    public int Transposed(int layer) => _transposed[layer];

    /// <summary>Hidden layers keep their input where the derivative needs it; the last layer ends in its pre-activation.</summary>
    public static bool KeepsPreActivation(DensePlan plan, int layer) =>
        layer < plan.Layers.Count - 1 && plan.Layers[layer].Activation.Needs == DerivativeNeeds.Input;

    private static int Reserve(ref int offset, int length)
    {
        int start = offset;
        offset += LayoutRules.RoundUp(length, 16);
        return start;
    }
}
