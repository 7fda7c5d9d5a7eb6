using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Emit.Simd;

/// <summary>One column vector of a kernel: lanes at <paramref name="Column"/> of the matrix that reference <c>b{Matrix}</c> walks along.</summary>
/// <param name="Matrix">Which reference: several tiles can be walked side by side.</param>
/// <param name="Column">First column in a row of that matrix.</param>
/// <param name="Lanes">Columns in the vector.</param>
/// <param name="RowWidth">Floats from one row of the matrix to the next.</param>
internal sealed record KernelColumn(int Matrix, int Column, int Lanes, int RowWidth)
{
    public Dialect Dialect => Dialect.ForLanes(Lanes);
}

/// <summary>
/// The product that everything is made of: C[r][v] = Σₖ A(r, k) · B(k, v), r rows by v column vectors held in registers, A broadcast,
/// B loaded. Forward, weight gradients and input gradients are this kernel with other strides.
/// </summary>
internal sealed class MicroKernel(SourceWriter writer)
{
    /// <summary>
    /// What every form's terms per round divide. Where sums are cut into blocks, the terms that do not fill such a group are added to the
    /// totals one by one, in every form the same ones.
    /// </summary>
    private const int TermsOfEveryForm = 4;

    public required int Rows { get; init; }

    public required IReadOnlyList<KernelColumn> Columns { get; init; }

    /// <summary>Partial sums per output: number s takes k = s, s + S, s + 2S …</summary>
    public int Sums { get; init; } = 1;

    /// <summary>Number of terms, where it is a constant; otherwise <see cref="DepthVariable"/> names it (at least 1).</summary>
    public int Depth { get; init; }

    public string? DepthVariable { get; init; }

    /// <summary>Terms to a block of a constant depth; 0 for none. Each block is summed from zero and added to the total.</summary>
    public int Block { get; init; }

    /// <summary>Reference to A(0, 0).</summary>
    public required string Input { get; init; }

    public required int InputRowStride { get; init; }

    public int InputDepthStride { get; init; } = 1;

    /// <summary>For each matrix, the expression of its first element's reference.</summary>
    public required Func<int, string> MatrixStart { get; init; }

    /// <summary>The start of the first partial sum, or null to start with the first product.</summary>
    public Func<KernelColumn, string>? Start { get; init; }

    /// <summary>Writes what is done with a finished sum.</summary>
    public required Action<int, KernelColumn, string> Finish { get; init; }

    /// <summary>Terms per round of the loop.</summary>
    public int Unroll { get; init; } = 2;

    public void Emit()
    {
        writer.Line($"ref float a = {Input};");
        foreach (int matrix in Columns.Select(c => c.Matrix).Distinct())
        {
            writer.Line($"ref float b{CSharpLiteral.Of(matrix)} = {MatrixStart(matrix)};");
        }

        Declare(Accumulator, Start);
        if (DepthVariable is not null)
        {
            EmitRuntimeDepth();
        }
        else if (Block > 0)
        {
            EmitBlocks();
        }
        else
        {
            EmitConstantDepth();
        }

        for (int r = 0; r < Rows; r++)
        {
            for (int v = 0; v < Columns.Count; v++)
            {
                int row = r;
                int column = v;
                string sum = Simd.Sums.Pairwise(Enumerable.Range(0, Sums).Select(s => Accumulator(row, column, s)).ToList());
                Finish(r, Columns[v], sum);
            }
        }
    }

    /// <summary>The accumulators: partial sum 0 at its start (the bias), all others at zero.</summary>
    private void Declare(Func<int, int, int, string> name, Func<KernelColumn, string>? startOf)
    {
        for (int v = 0; v < Columns.Count; v++)
        {
            KernelColumn column = Columns[v];
            string start = startOf is null ? column.Dialect.Zero : startOf(column);
            var declarations = new List<string>();
            for (int r = 0; r < Rows; r++)
            {
                declarations.Add($"{name(r, v, 0)} = {(r == 0 ? start : name(0, v, 0))}");
            }

            for (int s = 1; s < Sums; s++)
            {
                for (int r = 0; r < Rows; r++)
                {
                    declarations.Add($"{name(r, v, s)} = {column.Dialect.Zero}");
                }
            }

            writer.Line($"{column.Dialect.Type} {string.Join(", ", declarations)};");
        }
    }

    private void EmitRuntimeDepth()
    {
        writer.Line("int k = 0;");
        if (Unroll == 1)
        {
            using (writer.Block($"for (; k < {DepthVariable}; k++)"))
            {
                Step(0, 0, Accumulator);
                Advance(1);
            }

            return;
        }

        using (writer.Block($"for (; k + 1 < {DepthVariable}; k += 2)"))
        {
            Step(0, 0, Accumulator);
            Step(1, 1, Accumulator);
            Advance(2);
        }

        using (writer.Block($"if (k < {DepthVariable})"))
        {
            Step(0, 0, Accumulator);
        }
    }

    private void EmitConstantDepth()
    {
        int unroll = Unroll < Sums ? Sums : Unroll;
        int rounds = Depth / unroll;
        int k = 0;
        if (rounds > 1)
        {
            writer.Line($"ref float end = {KernelWriter.At("a", rounds * unroll * InputDepthStride)};");
            writer.Line("do");
            using (writer.Block())
            {
                for (int u = 0; u < unroll; u++)
                {
                    Step(u, u, Accumulator);
                }

                Advance(unroll);
            }

            writer.Line("while (__C::Unsafe.IsAddressLessThan(ref a, ref end));");
            k = rounds * unroll;
        }

        for (int u = 0; k < Depth; k++, u++)
        {
            Step(u, k, Accumulator);
        }
    }

    /// <summary>Sums of blocks, each begun at zero, joined to the accumulators in order; the last block may be shorter.</summary>
    private void EmitBlocks()
    {
        int unroll = Unroll < Sums ? Sums : Unroll;
        int inBlocks = Depth / TermsOfEveryForm * TermsOfEveryForm;
        string block = CSharpLiteral.Of(Block * InputDepthStride);
        using (writer.Block($"for (int left = {CSharpLiteral.Of(inBlocks * InputDepthStride)}; left > 0; left -= {block})"))
        {
            writer.Line($"ref float blockEnd = ref __C::Unsafe.Add(ref a, left < {block} ? left : {block});");
            Declare(BlockSum, null);
            writer.Line("do");
            using (writer.Block())
            {
                for (int u = 0; u < unroll; u++)
                {
                    Step(u, u, BlockSum);
                }

                Advance(unroll);
            }

            writer.Line("while (__C::Unsafe.IsAddressLessThan(ref a, ref blockEnd));");
            for (int v = 0; v < Columns.Count; v++)
            {
                int column = v;
                writer.Line(string.Join(" ", Enumerable.Range(0, Rows).SelectMany(
                    r => Enumerable.Range(0, Sums).Select(s => $"{Accumulator(r, column, s)} += {BlockSum(r, column, s)};"))));
            }
        }

        for (int k = inBlocks; k < Depth; k++)
        {
            using (writer.Block())
            {
                Step(k - inBlocks, k, Accumulator);
            }
        }
    }

    /// <summary>One k: load B's row, broadcast A's column, multiply and add into partial sum k mod S. One line per row of the block.</summary>
    private void Step(int distance, int k, Func<int, int, int, string> accumulator)
    {
        const int TermsPerLine = 4;
        int sum = k % Sums;
        // The declarations of a step need a scope of their own; in a loop of one step the loop's is enough.
        SourceWriter.Scope? scope = Unroll == 1 && Sums == 1 && Rows > 1 ? null : writer.Block();
        {
            if (Rows > 1)
            {
                writer.Line(string.Join(" ", Enumerable.Range(0, Columns.Count).Select(v => $"var v{CSharpLiteral.Of(v)} = {Weight(v, distance)};")));
            }

            for (int r = 0; r < Rows; r++)
            {
                var parts = new List<string>();
                foreach (int lanes in Columns.Select(c => c.Lanes).Distinct())
                {
                    string broadcast = Dialect.ForLanes(lanes).BroadcastAt("a", (r * InputRowStride) + (distance * InputDepthStride));
                    parts.Add($"var c{LaneSuffix(lanes)} = {broadcast};");
                }

                for (int v = 0; v < Columns.Count; v++)
                {
                    parts.Add(Term(v, distance, accumulator(r, v, sum)));
                }

                if (Rows > 1)
                {
                    writer.Line("{ " + string.Join(" ", parts) + " }");
                    continue;
                }

                for (int i = 0; i < parts.Count; i += TermsPerLine)
                {
                    writer.Line(string.Join(" ", parts.Skip(i).Take(TermsPerLine)));
                }
            }
        }

        scope?.Dispose();
    }

    private string Term(int v, int distance, string accumulator)
    {
        string c = "c" + LaneSuffix(Columns[v].Lanes);
        return Rows > 1
            ? $"{accumulator} = {Dialect.Fma(c, "v" + CSharpLiteral.Of(v), accumulator)};"
            : $"{accumulator} = {Dialect.FmaLoad(c, "b" + CSharpLiteral.Of(Columns[v].Matrix), Offset(v, distance), accumulator)};";
    }

    private int Offset(int v, int distance) => (distance * Columns[v].RowWidth) + Columns[v].Column;

    private string Weight(int v, int distance) => Columns[v].Dialect.Load("b" + CSharpLiteral.Of(Columns[v].Matrix), Offset(v, distance));

    private void Advance(int terms)
    {
        writer.Line($"a = {KernelWriter.At("a", terms * InputDepthStride)};");
        foreach (KernelColumn column in Columns.GroupBy(c => c.Matrix).Select(g => g.First()))
        {
            string b = "b" + CSharpLiteral.Of(column.Matrix);
            writer.Line($"{b} = {KernelWriter.At(b, terms * column.RowWidth)};");
        }
    }

    private string LaneSuffix(int lanes) => Columns.All(c => c.Lanes == lanes) ? "" : "x" + CSharpLiteral.Of(lanes);

    private static string Accumulator(int row, int vector, int sum) => Name('s', row, vector, sum);

    private static string BlockSum(int row, int vector, int sum) => Name('p', row, vector, sum);

    private static string Name(char kind, int row, int vector, int sum)
    {
        string name = $"{kind}{CSharpLiteral.Of(row)}{(char)('a' + vector)}";
        return sum == 0 ? name : name + CSharpLiteral.Of(sum);
    }
}
