using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Numerics;

/// <summary>Transposes weight matrices within the tile-major layout.</summary>
/// <remarks>
/// A matrix of n columns lies as [tile of 32 columns][row][column of the tile]; the last tile is <see cref="TileWidthOf"/>(n) wide,
/// its columns from n on being padding. A matrix of one column may also lie contiguously, with a last tile of width 1.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Transpose
{
    private const int TileWidth = ParameterInfo.TileWidth;

    /// <summary>The stored width of the last tile of <paramref name="columns"/> columns: what remains after whole tiles, rounded up to 4, 8, 16 or 32.</summary>
    public static int TileWidthOf(int columns) => (columns - (TileWidth * ((columns - 1) / TileWidth))) switch
    {
        <= 4 => 4,
        <= 8 => 8,
        <= 16 => 16,
        _ => TileWidth,
    };

    /// <summary>The number of stored values of the transposed matrix: <paramref name="outputs"/> × the padded width of <paramref name="inputs"/> columns.</summary>
    public static int LengthOf(int inputs, int outputs) => outputs * ((TileWidth * ((inputs - 1) / TileWidth)) + TileWidthOf(inputs));

    /// <summary>Writes Wᵀ, [outputs, inputs] in tiles of 32 inputs, from W, [inputs, outputs] in tiles of 32 outputs.</summary>
    /// <param name="weights">The first weight.</param>
    /// <param name="inputs">The number of inputs (rows of the stored matrix); 1 or more.</param>
    /// <param name="outputs">The number of outputs (columns); 1 or more.</param>
    /// <param name="lastTileWidth">The stored width of the last tile of outputs; 1 means one contiguous column.</param>
    /// <param name="transposed">Receives <see cref="LengthOf"/> values, padding columns 0; must not overlap the weights.</param>
    public static void WeightColumns(ref float weights, int inputs, int outputs, int lastTileWidth, ref float transposed)
    {
        int lastInputTileWidth = TileWidthOf(inputs);
        for (int firstInput = 0; firstInput < inputs; firstInput += TileWidth)
        {
            int count = int.Min(TileWidth, inputs - firstInput);
            int width = inputs - firstInput > TileWidth ? TileWidth : lastInputTileWidth;
            ref float tile = ref Unsafe.Add(ref transposed, (nint)firstInput * outputs);
            for (int firstOutput = 0; firstOutput < outputs; firstOutput += TileWidth)
            {
                bool isLast = outputs - firstOutput <= TileWidth;
                int stored = isLast ? lastTileWidth : TileWidth;
                ref float source = ref Unsafe.Add(ref weights, ((nint)firstOutput * inputs) + ((nint)firstInput * stored));
                ref float destination = ref Unsafe.Add(ref tile, (nint)firstOutput * width);
                Tile(ref source, stored, count, int.Min(TileWidth, outputs - firstOutput), ref destination, width);
            }
        }
    }

    // One tile against one tile: `columns` destination rows of `width` values from `rows` source rows `stored` apart.
    private static void Tile(ref float source, int stored, int rows, int columns, ref float destination, int width)
    {
        int column = 0;
        for (; column <= columns - 4; column += 4)
        {
            int row = 0;
            for (; row <= rows - 4; row += 4)
            {
                Block(
                    ref Unsafe.Add(ref source, (row * stored) + column), stored,
                    ref Unsafe.Add(ref destination, (column * width) + row), width);
            }

            for (int i = column; i < column + 4; i++)
            {
                Rest(ref Unsafe.Add(ref source, i), stored, row, rows, ref Unsafe.Add(ref destination, i * width), width);
            }
        }

        for (; column < columns; column++)
        {
            Rest(ref Unsafe.Add(ref source, column), stored, 0, rows, ref Unsafe.Add(ref destination, column * width), width);
        }
    }

    // Four rows of four values, transposed in registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(ref float source, int stored, ref float destination, int width)
    {
        Vector128<float> a = Vector128.LoadUnsafe(ref source);
        Vector128<float> b = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, stored));
        Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * stored));
        Vector128<float> d = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * stored));
        InRegisters(ref a, ref b, ref c, ref d);
        a.StoreUnsafe(ref destination);
        b.StoreUnsafe(ref Unsafe.Add(ref destination, width));
        c.StoreUnsafe(ref Unsafe.Add(ref destination, 2 * width));
        d.StoreUnsafe(ref Unsafe.Add(ref destination, 3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InRegisters(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        Vector128<float> ac = ZipLower(a, c);
        Vector128<float> acUpper = ZipUpper(a, c);
        Vector128<float> bd = ZipLower(b, d);
        Vector128<float> bdUpper = ZipUpper(b, d);
        a = ZipLower(ac, bd);
        b = ZipUpper(ac, bd);
        c = ZipLower(acUpper, bdUpper);
        d = ZipUpper(acUpper, bdUpper);
    }

    /// <summary>(x₀, y₀, x₁, y₁).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLower(Vector128<float> x, Vector128<float> y)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackLow(x, y);
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipLow(x, y)
            : Vector128.Create(x.GetElement(0), y.GetElement(0), x.GetElement(1), y.GetElement(1));
    }

    /// <summary>(x₂, y₂, x₃, y₃).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipUpper(Vector128<float> x, Vector128<float> y)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackHigh(x, y);
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipHigh(x, y)
            : Vector128.Create(x.GetElement(2), y.GetElement(2), x.GetElement(3), y.GetElement(3));
    }

    // The last rows of one column, and the zeros behind them.
    private static void Rest(ref float source, int stored, int row, int rows, ref float destination, int width)
    {
        for (; row < rows; row++)
        {
            Unsafe.Add(ref destination, row) = Unsafe.Add(ref source, row * stored);
        }

        for (; row < width; row++)
        {
            Unsafe.Add(ref destination, row) = 0f;
        }
    }
}
