using StaticNet.Numerics.Kernels;

namespace StaticNet.Layers;

/// <summary>
/// What distinguishes LSTM, GRU and RNN: how many gates there are, where they lie, and the functions of one vector of units. Everything else is
/// <see cref="Recurrent{TShape, TCell}"/>. P is the number of hidden units, padded to a multiple of 8.
/// </summary>
internal interface IRecurrentCell
{
    /// <summary>Columns per unit in each weight matrix.</summary>
    static abstract int Gates { get; }

    /// <summary>Blocks of P values in a row of sums.</summary>
    static abstract int SumBlocks { get; }

    /// <summary>The block of a row of sums where the columns of <c>weight_hh</c> begin; those of <c>weight_ih</c> begin at block 0.</summary>
    static abstract int FirstHiddenBlock { get; }

    /// <summary>Blocks of P values in a stream's state: the hidden state first.</summary>
    static abstract int StateBlocks { get; }

    /// <summary>Blocks of P values that training keeps per row: the row of sums first.</summary>
    static abstract int KeptBlocks { get; }

    /// <summary>The block of a kept row that holds the cell state; 0 where there is none.</summary>
    static abstract int CellBlock { get; }

    /// <summary>The block of a kept row that holds the hidden state.</summary>
    static abstract int HiddenBlock { get; }

    /// <summary>Whether the gradient of the previous hidden state has a part that bypasses the weights; <see cref="Back"/> leaves it in <c>dh</c>.</summary>
    static abstract bool HasDirectGradient { get; }

    /// <summary>The next state of the units from <paramref name="u"/> on.</summary>
    /// <param name="sums">A row of finished sums.</param>
    /// <param name="state">The state, overwritten.</param>
    /// <param name="p">P.</param>
    /// <param name="u">The first unit.</param>
    static abstract void Step<TWords, TVector>(ref float sums, ref float state, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct;

    /// <summary>The same for training: reads the state from the previous row and writes everything that <see cref="Back"/> needs.</summary>
    /// <param name="row">A kept row whose sums are finished.</param>
    /// <param name="previous">The sequence's row of the step before.</param>
    /// <param name="p">P.</param>
    /// <param name="u">The first unit.</param>
    static abstract void Keep<TWords, TVector>(ref float row, ref float previous, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct;

    /// <summary>Overwrites the sums in a kept row with their gradients.</summary>
    /// <param name="row">The kept row.</param>
    /// <param name="previous">The sequence's row of the step before.</param>
    /// <param name="dh">The gradient of the hidden state.</param>
    /// <param name="dc">The gradient of the cell state that comes from later steps; overwritten with the one for the step before.</param>
    /// <param name="p">P.</param>
    /// <param name="u">The first unit.</param>
    static abstract void Back<TWords, TVector>(ref float row, ref float previous, ref float dh, ref float dc, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct;
}
