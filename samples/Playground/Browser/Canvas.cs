using System;
using System.Runtime.InteropServices.JavaScript;
using System.Threading.Tasks;

namespace StaticNet.Samples.Playground.Browser;

/// <summary>What the page cannot do in C#: drawing on canvases by <c>playground.js</c>, which knows the colors.</summary>
internal static partial class Canvas
{
    /// <summary>The module's name.</summary>
    public const string Module = "playground";

    /// <summary>Resolves when the browser is about to paint: what it had to do in between is done.</summary>
    [JSImport("nextFrame", Module)]
    public static partial Task NextFrameAsync();

    /// <summary>The probabilities behind the points, [size, size], top row first.</summary>
    [JSImport("showMap", Module)]
    public static partial void ShowMap(string id, [JSMarshalAs<JSType.MemoryView>] Span<byte> probabilities, int size);

    /// <summary>The points: x, y, class, and 1 where it is held back; x and y from −1 to 1.</summary>
    [JSImport("showPoints", Module)]
    public static partial void ShowPoints(string id, [JSMarshalAs<JSType.MemoryView>] Span<double> points);

    /// <summary>The keyboard's cross, from −1 to 1.</summary>
    [JSImport("showCross", Module)]
    public static partial void ShowCross(string id, double x, double y, bool isVisible);

    /// <summary>Curves on a logarithmic scale: [count, curves], the last entry at <paramref name="last"/> on the horizontal axis.</summary>
    [JSImport("showCurves", Module)]
    public static partial void ShowCurves(string id, [JSMarshalAs<JSType.MemoryView>] Span<double> values, int curves, double last);

    /// <summary>A matrix of cells, 128 being zero; columns from <paramref name="weightColumns"/> on stand apart.</summary>
    [JSImport("showCells", Module)]
    public static partial void ShowCells(string id, [JSMarshalAs<JSType.MemoryView>] Span<byte> cells, int columns, int weightColumns);

    /// <summary>Where a pointer is on a canvas, both coordinates from −1 to 1, y upwards.</summary>
    [JSImport("positionOn", Module)]
    public static partial double[] PositionOn(string id, double clientX, double clientY);

    /// <summary>Keys that move the cross do not scroll the page.</summary>
    [JSImport("keepKeys", Module)]
    public static partial void KeepKeys(string id);

    /// <summary>Fetches a file of the page and shows it as C#: the whole of it, or the region whose name begins with a word.</summary>
    /// <returns>The number of lines shown, or −1 where something else has been asked for meanwhile.</returns>
    /// <exception cref="JSException">The file cannot be loaded, or has no such region; the place for it is empty then.</exception>
    [JSImport("showSource", Module)]
    public static partial Task<int> ShowSourceAsync(string id, string file, string region);
}
