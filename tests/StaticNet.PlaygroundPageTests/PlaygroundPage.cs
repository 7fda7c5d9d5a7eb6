using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace StaticNet.PlaygroundPageTests;

/// <summary>The page as a visitor uses it. Closing it checks that it neither complained nor asked for anything from elsewhere.</summary>
internal sealed partial class PlaygroundPage : IAsyncDisposable
{
    private const float Patience = 120_000; // milliseconds; a busy machine is slow

    private readonly IBrowserContext _context;
    private readonly string _pictures;
    private readonly List<string> _complaints = [];

    private PlaygroundPage(IBrowserContext context, IPage page, string pictures)
    {
        _context = context;
        _pictures = pictures;
        Page = page;
    }

    public IPage Page { get; }

    public static async Task<PlaygroundPage> OpenAsync(IBrowserContext context, Uri address, string pictures)
    {
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        page.SetDefaultNavigationTimeout(Patience);
        var opened = new PlaygroundPage(context, page, pictures);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                opened._complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => opened._complaints.Add(error);
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                opened._complaints.Add($"{response.Status} {response.Url}");
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                opened._complaints.Add($"asked for {request.Url}");
            }
        };

        // Sums layout shifts from the very beginning, those after input too: the page is to have none.
        await page.AddInitScriptAsync("""
            window.layoutShift = 0;
            window.shifted = [];
            new PerformanceObserver(list => {
              for (const entry of list.getEntries()) {
                window.layoutShift += entry.value;
                window.shifted.push(...entry.sources.map(source =>
                  `${entry.value.toFixed(4)} ${source.node?.nodeName} #${source.node?.id} .${source.node?.className} by ${source.currentRect.y - source.previousRect.y}, ${source.currentRect.x - source.previousRect.x}`));
              }
            })
              .observe({ type: 'layout-shift', buffered: true });
            """);
        await page.GotoAsync(address.AbsoluteUri);
        await page.Locator("#train").WaitForAsync();
        await opened.WaitForTextAsync("#source-lines", text => text.Length > 0);
        return opened;
    }

    /// <summary>Complaints that a test has provoked, which must be there.</summary>
    public void ForgetComplaints(string about) => Assert.NotEqual(0, _complaints.RemoveAll(text => text.Contains(about, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(_complaints);
    }

    public Task ChooseAsync(string id, string value) => Page.SelectOptionAsync($"#{id}", value);

    public Task PressAsync(string button) => Page.ClickAsync($"#{button}");

    public async Task<string> TextAsync(string selector) => (await Page.Locator(selector).InnerTextAsync()).Trim();

    public async Task<double> NumberAsync(string selector) => Number(await TextAsync(selector));

    /// <summary>The cells of a table's body, row by row.</summary>
    public async Task<string[][]> RowsAsync(string table) =>
        await Page.EvalOnSelectorAsync<string[][]>(table, "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent.trim()))");

    /// <summary>The first number of a text, as the page writes numbers: with a real minus sign and narrow spaces between thousands.</summary>
    public static double Number(string text)
    {
        Match number = NumberPattern().Match(text);
        Assert.True(number.Success, $"There is no number in '{text}'.");
        return double.Parse(number.Value.Replace('−', '-').Replace("\u202f", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    public async Task WaitForTextAsync(string selector, Func<string, bool> isThere)
    {
        DateTime end = DateTime.UtcNow.AddMilliseconds(Patience);
        string text;
        while (!isThere(text = await TextAsync(selector)))
        {
            Assert.True(DateTime.UtcNow < end, $"{selector} still reads '{text}'.");
            await Task.Delay(50);
        }
    }

    /// <summary>Trains until so many updates have passed, and pauses.</summary>
    public async Task TrainAsync(int updates)
    {
        double end = await NumberAsync("#updates") + updates;
        await PressAsync("train");
        await WaitForTextAsync("#updates", text => Number(text) >= end);
        await PressAsync("train");
        await WaitForTextAsync("#train", text => text == "Train");
    }

    /// <summary>The color of the map, from −1 to 1 in both directions, as red, green, blue.</summary>
    public async Task<int[]> MapColorAsync(double x, double y) =>
        await Page.EvalOnSelectorAsync<int[]>("#map", """
            (map, at) => {
              const copy = Object.assign(document.createElement('canvas'), { width: map.width, height: map.height });
              const context = copy.getContext('2d', { willReadFrequently: true });
              context.drawImage(map, 0, 0);
              return [...context.getImageData(Math.round((at[0] + 1) / 2 * map.width), Math.round((1 - at[1]) / 2 * map.height), 1, 1).data].slice(0, 3);
            }
            """, new[] { x, y });

    /// <summary>Where a place of the map is in the window.</summary>
    public async Task<(float X, float Y)> MapPlaceAsync(double x, double y)
    {
        await Page.Locator("#map").ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await Page.Locator("#map").BoundingBoxAsync())!;
        return (box.X + (float)((x + 1) / 2 * box.Width), box.Y + (float)((1 - y) / 2 * box.Height));
    }

    public async Task PictureAsync(string name, bool isWhole = true) =>
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_pictures, name + ".png"), FullPage = isWhole });

    [GeneratedRegex("−?[0-9][0-9\u202f]*(\\.[0-9]+)?(e−?[0-9]+)?")]
    private static partial Regex NumberPattern();
}
