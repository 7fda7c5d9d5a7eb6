using System;
using System.Threading.Tasks;
using Xunit;
using static StaticNet.PlaygroundPageTests.PlaygroundPage;

namespace StaticNet.PlaygroundPageTests;

public sealed class DrawingTests(PublishedPlayground playground)
{
    [Fact(Explicit = true)]
    public async Task PointsDrawnWithTheMouse_AreLearnt_AndRemoved()
    {
        await using PlaygroundPage page = await playground.OpenAsync();
        await page.ChooseAsync("data", "Empty");
        await page.WaitForTextAsync("#status", text => text.StartsWith("No points yet", StringComparison.Ordinal));
        Assert.True(await page.Page.IsDisabledAsync("#train"));
        Assert.True(await page.Page.IsDisabledAsync("#step"));

        int count = 0;
        foreach ((string brush, double x) in new[] { ("0", -0.6), ("1", 0.6) })
        {
            await page.Page.CheckAsync($"input[name=brush][value='{brush}']");
            foreach (double y in new[] { -0.6, -0.2, 0.2, 0.6 })
            {
                (float left, float top) = await page.MapPlaceAsync(x, y);
                await page.Page.Mouse.ClickAsync(left, top);
                count++;
                await page.WaitForTextAsync("#status", text => text == $"{count} points, {count} of them drawn.");
            }
        }

        await page.TrainAsync(100);
        Assert.Equal(100, await page.NumberAsync("#accuracy"));
        Assert.Equal("–", await page.TextAsync("#held-back-accuracy"));
        int[] left1 = await page.MapColorAsync(-0.8, 0), right = await page.MapColorAsync(0.8, 0);
        Assert.True(left1[2] > left1[0] + 15, $"left of the blue points: {string.Join(' ', left1)}");
        Assert.True(right[0] > right[2] + 15, $"right of the orange points: {string.Join(' ', right)}");
        Assert.StartsWith("At (2.40, 2.40): orange,", await page.TextAsync("#map-reading"), StringComparison.Ordinal); // the pointer is still there
        await page.PictureAsync("drawn", isWhole: false);

        await page.PressAsync("clear");
        await page.WaitForTextAsync("#status", text => text.StartsWith("No points yet", StringComparison.Ordinal));
        Assert.True(await page.Page.IsDisabledAsync("#train"));
    }

    [Fact(Explicit = true)]
    public async Task DraggingTheMouse_DrawsALine()
    {
        await using PlaygroundPage page = await playground.OpenAsync();
        await page.ChooseAsync("data", "Empty");
        (float left, float top) = await page.MapPlaceAsync(-0.5, 0);
        (float right, _) = await page.MapPlaceAsync(0.5, 0);
        await page.Page.Mouse.MoveAsync(left, top);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(right, top, new() { Steps = 50 });
        await page.Page.Mouse.UpAsync();

        await page.WaitForTextAsync("#status", text => text.EndsWith("of them drawn.", StringComparison.Ordinal) && Number(text.Split(' ')[0]) >= 10);
    }

    [Fact(Explicit = true)]
    public async Task ATap_DrawsOnePoint_OnAPhone()
    {
        await using PlaygroundPage page = await playground.OpenAsync(360, 740, isPhone: true);
        await page.ChooseAsync("data", "Empty");
        (float x, float y) = await page.MapPlaceAsync(0.3, 0.3);
        await page.Page.Touchscreen.TapAsync(x, y);

        await page.WaitForTextAsync("#status", text => text == "1 points, 1 of them drawn.");
    }

    [Fact(Explicit = true)]
    public async Task ThePageWorksByKeyboardAlone()
    {
        await using PlaygroundPage page = await playground.OpenAsync();

        // Tab reaches every control in the order of the page, and what has the focus is marked.
        await page.Page.FocusAsync("#data");
        string[] order = ["network", "activation", "optimizer", "rate", "batch", "speed", "seed", "map"];
        foreach (string id in order)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            Assert.Equal(id, await page.Page.EvaluateAsync<string>("document.activeElement.id"));
            Assert.NotEqual("none", await page.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        }

        // The map: arrow keys move a cross without scrolling the page, Space and Enter draw.
        double scroll = await page.Page.EvaluateAsync<double>("window.scrollY");
        await page.WaitForTextAsync("#map-reading", text => text.StartsWith("At (0.00, 0.00)", StringComparison.Ordinal));
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.WaitForTextAsync("#map-reading", text => text.StartsWith("At (0.20, −0.40)", StringComparison.Ordinal));
        await page.Page.Keyboard.PressAsync("Space");
        await page.WaitForTextAsync("#status", text => text == "241 points, 1 of them drawn.");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.WaitForTextAsync("#status", text => text == "242 points, 2 of them drawn.");
        Assert.Equal(scroll, await page.Page.EvaluateAsync<double>("window.scrollY"));

        // On to the brush and the buttons.
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.Page.IsCheckedAsync("input[name=brush][value='1']"));
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("clear", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("train", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Page.Keyboard.PressAsync("Enter");
        await page.WaitForTextAsync("#updates", text => Number(text) > 10);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.WaitForTextAsync("#status", text => text.StartsWith("Paused after ", StringComparison.Ordinal));
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Space");
        await page.WaitForTextAsync("#step-loss", text => text != "–");

        // A select by keyboard.
        await page.Page.FocusAsync("#network");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.WaitForTextAsync("#declaration", text => text.Contains("class DeepTanh;", StringComparison.Ordinal));
    }

    [Fact(Explicit = true)]
    public async Task EveryControl_HasAName()
    {
        await using PlaygroundPage page = await playground.OpenAsync();
        string[] nameless = await page.Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('button, select, input, canvas, [tabindex]')]
              .filter(element => !(element.getAttribute('aria-label') || element.labels?.length || element.innerText?.trim()))
              .map(element => element.outerHTML)
            """);

        Assert.Empty(nameless);
        Assert.Equal("en", await page.Page.GetAttributeAsync("html", "lang"));
    }
}
