namespace StaticNet.Generator.Planning;

/// <summary>Padded widths and alignments of the parameter storage.</summary>
internal static class LayoutRules
{
    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    public static int Tiles(int columns) => (columns + LinearPlan.TileWidth - 1) / LinearPlan.TileWidth;

    /// <summary>Stored width of the last tile of <paramref name="columns"/> columns: 4, 8, 16 or 32, so that each is whole vectors of one width.</summary>
    public static int LastTileWidth(int columns)
    {
        int rest = columns - (LinearPlan.TileWidth * (Tiles(columns) - 1));
        return rest <= 4 ? 4 : rest <= 8 ? 8 : rest <= 16 ? 16 : 32;
    }

    /// <summary>Columns padded to whole tiles, the last at its stored width.</summary>
    public static int PaddedColumns(int columns) => (LinearPlan.TileWidth * (Tiles(columns) - 1)) + LastTileWidth(columns);

    /// <summary>A region of 16 and more floats per row starts on a 64-byte line, a narrower one on 32 bytes.</summary>
    public static int Align(int offset, int rowWidth) => RoundUp(offset, rowWidth >= 16 ? 16 : 8);
}
