using System;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Batch;

/// <summary>
/// The loops around the micro-kernel: over tiles of columns, column blocks in a tile, and row blocks. The last row block overlaps the one
/// before instead of having code of its own, so every row count from the block's height up works.
/// </summary>
internal sealed class MatrixProduct(SourceWriter writer)
{
    /// <summary>Tiles of 32 columns and the width of the last.</summary>
    public required int Tiles { get; init; }

    public required int LastTileWidth { get; init; }

    public int PartialSums { get; init; } = 1;

    /// <summary>The number of rows: a variable, or a constant.</summary>
    public required string Rows { get; init; }

    /// <summary>The number of rows where it is a constant; blocks are never higher.</summary>
    public int ConstantRows { get; init; } = int.MaxValue;

    /// <summary>Prints one micro-kernel.</summary>
    public required Action<Block> Kernel { get; init; }

    public void Emit(Dialect dialect)
    {
        int fullTiles = LastTileWidth == LinearPlan.TileWidth ? Tiles : Tiles - 1;
        if (fullTiles > 0)
        {
            EmitTiles(dialect, 0, fullTiles, LinearPlan.TileWidth);
        }

        if (fullTiles < Tiles)
        {
            EmitTiles(dialect, fullTiles, Tiles, LastTileWidth);
        }
    }

    private void EmitTiles(Dialect dialect, int first, int end, int width)
    {
        BlockPlan plan = BlockPlan.Choose(dialect.Lanes, width, PartialSums);
        int rows = Math.Min(plan.Rows, ConstantRows);
        SourceWriter.Scope? tiles = null;
        if (end - first > 1)
        {
            tiles = writer.Block($"for (int tile = {CSharpLiteral.Of(first)}; tile < {CSharpLiteral.Of(end)}; tile++)");
        }
        else
        {
            tiles = writer.Block();
            writer.Line($"const int tile = {CSharpLiteral.Of(first)};");
        }

        SourceWriter.Scope? columns = plan.Columns < width
            ? writer.Block($"for (int column = 0; column < {CSharpLiteral.Of(width)}; column += {CSharpLiteral.Of(plan.Columns)})")
            : null;
        if (columns is null)
        {
            writer.Line("const int column = 0;");
        }

        string height = CSharpLiteral.Of(rows);
        SourceWriter.Scope? rowLoop = rows == ConstantRows
            ? null
            : writer.Block($"for (int row = 0; ; row = row + {CSharpLiteral.Of(2 * rows)} <= {Rows} ? row + {height} : {Rows} - {height})");
        if (rowLoop is null)
        {
            writer.Line("const int row = 0;");
        }

        var vectors = Enumerable.Range(0, plan.Vectors).Select(v => new KernelColumn(0, v * plan.Lanes, plan.Lanes, width)).ToList();
        Kernel(new Block(rows, vectors, width));
        if (rowLoop is not null)
        {
            using (writer.Block($"if (row + {height} >= {Rows})"))
            {
                writer.Line("break;");
            }
        }

        rowLoop?.Dispose();
        columns?.Dispose();
        tiles?.Dispose();
    }

    /// <summary>What one kernel covers; <c>tile</c>, <c>column</c> and <c>row</c> are in scope where it is printed.</summary>
    internal sealed record Block(int Rows, System.Collections.Generic.IReadOnlyList<KernelColumn> Columns, int TileWidth);
}
