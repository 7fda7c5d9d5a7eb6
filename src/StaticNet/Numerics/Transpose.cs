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
    private static void Tile(ref float source, nint stored, int rows, int columns, ref float destination, nint width)
    {
        int column = 0;
        for (; column <= columns - 4; column += 4)
        {
            ref float from = ref Unsafe.Add(ref source, column);
            ref float to = ref Unsafe.Add(ref destination, column * width);
            int row = 0;
            for (; row <= rows - 8; row += 8)
            {
                Block(ref from, stored, ref to, width);
                from = ref Unsafe.Add(ref from, 8 * stored);
                to = ref Unsafe.Add(ref to, 8);
            }

            for (int i = 0; i < 4; i++)
            {
                Rest(ref Unsafe.Add(ref from, i), stored, rows - row, ref Unsafe.Add(ref to, i * width), (int)width - row);
            }
        }

        for (; column < columns; column++)
        {
            Rest(ref Unsafe.Add(ref source, column), stored, rows, ref Unsafe.Add(ref destination, column * width), (int)width);
        }
    }

    // Eight rows of four values: rows 0-3 in the lower, 4-7 in the upper halves, both transposed in registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(ref float source, nint stored, ref float destination, nint width)
    {
        ref float upper = ref Unsafe.Add(ref source, 4 * stored);
        Vector256<float> a = Rows(ref source, ref upper);
        Vector256<float> b = Rows(ref Unsafe.Add(ref source, stored), ref Unsafe.Add(ref upper, stored));
        Vector256<float> c = Rows(ref Unsafe.Add(ref source, 2 * stored), ref Unsafe.Add(ref upper, 2 * stored));
        Vector256<float> d = Rows(ref Unsafe.Add(ref source, 3 * stored), ref Unsafe.Add(ref upper, 3 * stored));
        Vector256<float> acLower = ZipLower(a, c);
        Vector256<float> acUpper = ZipUpper(a, c);
        Vector256<float> bdLower = ZipLower(b, d);
        Vector256<float> bdUpper = ZipUpper(b, d);
        ZipLower(acLower, bdLower).StoreUnsafe(ref destination);
        ZipUpper(acLower, bdLower).StoreUnsafe(ref Unsafe.Add(ref destination, width));
        ZipLower(acUpper, bdUpper).StoreUnsafe(ref Unsafe.Add(ref destination, 2 * width));
        ZipUpper(acUpper, bdUpper).StoreUnsafe(ref Unsafe.Add(ref destination, 3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Rows(ref float lower, ref float upper) =>
        Vector256.Create(Vector128.LoadUnsafe(ref lower), Vector128.LoadUnsafe(ref upper));

    /// <summary>(x₀, y₀, x₁, y₁) in each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ZipLower(Vector256<float> x, Vector256<float> y) => Avx.IsSupported
        ? Avx.UnpackLow(x, y)
        : Vector256.Create(ZipLower(x.GetLower(), y.GetLower()), ZipLower(x.GetUpper(), y.GetUpper()));

    /// <summary>(x₂, y₂, x₃, y₃) in each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ZipUpper(Vector256<float> x, Vector256<float> y) => Avx.IsSupported
        ? Avx.UnpackHigh(x, y)
        : Vector256.Create(ZipUpper(x.GetLower(), y.GetLower()), ZipUpper(x.GetUpper(), y.GetUpper()));

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
    private static void Rest(ref float source, nint stored, int rows, ref float destination, int width)
    {
        for (int row = 0; row < rows; row++)
        {
            Unsafe.Add(ref destination, row) = Unsafe.Add(ref source, row * stored);
        }

        for (int row = rows; row < width; row++)
        {
            Unsafe.Add(ref destination, row) = 0f;
        }
    }
}
