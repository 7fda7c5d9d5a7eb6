using System.ComponentModel;
using StaticNet.Activations;

namespace StaticNet.Layers;

/// <summary>The kernels of a simple recurrent layer: h′ = f(x·W + b_ih + h·W + b_hh).</summary>
/// <typeparam name="TShape">The layer's numbers.</typeparam>
/// <typeparam name="TActivation">f: <see cref="TanhOperator"/> or <see cref="ReLUOperator"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RnnRows<TShape, TActivation>
    where TShape : struct, IRecurrent
    where TActivation : struct, IActivation
{
    /// <summary>Floats of a stream's state: h, padded to a multiple of 8. All zero is the zero state.</summary>
    public static int StateLength => Recurrent<TShape, RnnCell<TActivation>>.StateLength;

    /// <summary>Floats of scratch memory for <see cref="Process"/>.</summary>
    public static int ScratchLength => Recurrent<TShape, RnnCell<TActivation>>.ScratchLength;

    /// <summary>Floats that training keeps per row.</summary>
    public static int KeptPerRow => RecurrentLayout<TShape, RnnCell<TActivation>>.KeptStride;

    /// <summary>Floats of the transposed weights.</summary>
    public static int TransposedLength => Recurrent<TShape, RnnCell<TActivation>>.TransposedLength;

    /// <summary>Floats of scratch memory per sequence for <see cref="BackwardRows"/>.</summary>
    public static int BackwardScratchPerSequence => Recurrent<TShape, RnnCell<TActivation>>.BackwardScratchPerSequence;

    /// <summary>Steps of one stream. Any split of the steps into calls gives the same bits.</summary>
    /// <param name="x">[steps, input stride].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="y">[steps, output stride], overwritten with the hidden states.</param>
    /// <param name="state">[<see cref="StateLength"/>], overwritten with the state after the last step.</param>
    /// <param name="scratch">[<see cref="ScratchLength"/>], overwritten.</param>
    /// <param name="steps">0 or more.</param>
    public static void Process(ref float x, ref float w, ref float y, ref float state, ref float scratch, int steps) =>
        Recurrent<TShape, RnnCell<TActivation>>.Process(ref x, ref w, ref y, ref state, ref scratch, steps);

    /// <summary>Steps of many sequences for training. Row t·sequences + b is step t of sequence b.</summary>
    /// <param name="x">[steps·sequences, input stride].</param>
    /// <param name="w">The parameters.</param>
    /// <param name="kept">
    /// [(1 + steps)·sequences, <see cref="KeptPerRow"/>]. The first rows are the states before the first step, the others are overwritten.
    /// </param>
    /// <param name="y">[steps·sequences, output stride], overwritten with the hidden states.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
    public static void ForwardRows(ref float x, ref float w, ref float kept, ref float y, int steps, int sequences) =>
        Recurrent<TShape, RnnCell<TActivation>>.ForwardRows(ref x, ref w, ref kept, ref y, steps, sequences);

    /// <summary>Writes the transposed weights that <see cref="BackwardRows"/> reads.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="transposed">[<see cref="TransposedLength"/>], overwritten.</param>
    public static void Transpose(ref float w, ref float transposed) => Recurrent<TShape, RnnCell<TActivation>>.Transpose(ref w, ref transposed);

    /// <summary>
    /// Back-propagation through the steps of one <see cref="ForwardRows"/>; nothing flows into the states before the first step. The gradients of the
    /// weights are summed over chunks of 16 steps, the last chunk first, rows ascending within each.
    /// </summary>
    /// <param name="x">[steps·sequences, input stride], the inputs of the forward pass.</param>
    /// <param name="transposed">The transposed weights.</param>
    /// <param name="kept">What the forward pass kept; overwritten.</param>
    /// <param name="dy">[steps·sequences, output stride], the gradient with respect to the hidden states; padding is not read.</param>
    /// <param name="dx">[steps·sequences, input stride], overwritten if <paramref name="withInput"/>.</param>
    /// <param name="g">The gradients, in the layout of the parameters; this layer's are added.</param>
    /// <param name="scratch">[sequences, <see cref="BackwardScratchPerSequence"/>], overwritten.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
    /// <param name="withInput">Whether the gradient with respect to the inputs is needed.</param>
    public static void BackwardRows(
        ref float x, ref float transposed, ref float kept, ref float dy, ref float dx, ref float g, ref float scratch, int steps, int sequences, bool withInput) =>
        Recurrent<TShape, RnnCell<TActivation>>.BackwardRows(ref x, ref transposed, ref kept, ref dy, ref dx, ref g, ref scratch, steps, sequences, withInput);

    /// <summary>Puts states before the first step.</summary>
    /// <param name="kept">The memory of <see cref="ForwardRows"/>.</param>
    /// <param name="states">A state per sequence, as streams have them.</param>
    /// <param name="stateStride">Floats from one state to the next.</param>
    /// <param name="sequences">1 or more.</param>
    public static void LoadStates(ref float kept, ref float states, int stateStride, int sequences) =>
        Recurrent<TShape, RnnCell<TActivation>>.LoadStates(ref kept, ref states, stateStride, sequences);

    /// <summary>Takes the states after the last step.</summary>
    /// <param name="kept">The memory of <see cref="ForwardRows"/>.</param>
    /// <param name="states">A state per sequence, overwritten.</param>
    /// <param name="stateStride">Floats from one state to the next.</param>
    /// <param name="steps">The steps of the forward pass.</param>
    /// <param name="sequences">1 or more.</param>
    public static void SaveStates(ref float kept, ref float states, int stateStride, int steps, int sequences) =>
        Recurrent<TShape, RnnCell<TActivation>>.SaveStates(ref kept, ref states, stateStride, steps, sequences);

    /// <summary>Puts the zero state before the first step.</summary>
    /// <param name="kept">The memory of <see cref="ForwardRows"/>.</param>
    /// <param name="sequences">1 or more.</param>
    public static void ClearStates(ref float kept, int sequences) => Recurrent<TShape, RnnCell<TActivation>>.ClearStates(ref kept, sequences);
}
