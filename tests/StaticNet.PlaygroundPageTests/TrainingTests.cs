using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;
using static StaticNet.PlaygroundPageTests.PlaygroundPage;

namespace StaticNet.PlaygroundPageTests;

public sealed class TrainingTests(PublishedPlayground playground)
{
    /// <summary>The goal that the page names.</summary>
    private const double Goal = 95;

    [Fact(Explicit = true)]
    public async Task Spirals_AreLearntToTheGoalThatThePageNames_AndTheBoundaryShowsIt()
    {
        await using PlaygroundPage page = await playground.OpenAsync();
        Assert.Contains($"Goal: {Goal} % held back", await page.TextAsync(".figures"), StringComparison.Ordinal);
        Assert.Equal("not yet", await page.TextAsync("#goal"));

        await page.ChooseAsync("speed", int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await page.TrainAsync(1500);

        double accuracy = await page.NumberAsync("#held-back-accuracy");
        Assert.True(accuracy >= Goal, $"{accuracy} % of the points held back.");
        Assert.StartsWith("update ", await page.TextAsync("#goal"), StringComparison.Ordinal);
        Assert.InRange(await page.NumberAsync("#loss"), 0, 0.4);
        await page.PictureAsync("learned-Spirals", isWhole: false);

        // Places where no point hides the map: what the page reads out there is what it painted there.
        int blue = 0, orange = 0;
        foreach ((double x, double y) in Places())
        {
            (float left, float top) = await page.MapPlaceAsync(x, y);
            await page.Page.Mouse.MoveAsync(left, top);
            string expected = $"At ({Coordinate(4 * x)}, {Coordinate(4 * y)}):";
            await page.WaitForTextAsync("#map-reading", text => Near(text, x, y));
            string reading = await page.TextAsync("#map-reading");
            double certainty = Number(reading[reading.LastIndexOf(',')..]);
            int[] color = await page.MapColorAsync(x, y);
            if (certainty < 75)
            {
                continue; // near the boundary, where the color is hardly one
            }

            bool isBlue = reading.Contains(" blue,", StringComparison.Ordinal);
            Assert.True(isBlue ? color[2] > color[0] + 15 : color[0] > color[2] + 15, $"{expected} '{reading}' painted {string.Join(' ', color)}");
            (blue, orange) = (blue + (isBlue ? 1 : 0), orange + (isBlue ? 0 : 1));
        }

        Assert.True(blue >= 5 && orange >= 5, $"{blue} places are blue, {orange} are orange.");
    }

    [Fact(Explicit = true)]
    public async Task EqualSeeds_GiveEqualTrainings()
    {
        await using PlaygroundPage page = await playground.OpenAsync();
        await page.PressAsync("step");
        await page.WaitForTextAsync("#step-loss", text => text != "–");
        string[][] first = await page.RowsAsync("#step-update");

        await page.PressAsync("reset");
        await page.WaitForTextAsync("#updates", text => text == "0");
        await page.PressAsync("step");
        await page.WaitForTextAsync("#step-loss", text => text != "–");
        Assert.Equal(first, await page.RowsAsync("#step-update"));

        await page.Page.FillAsync("#seed", "2");
        await page.Page.PressAsync("#seed", "Tab");
        await page.WaitForTextAsync("#updates", text => text == "0");
        await page.PressAsync("step");
        await page.WaitForTextAsync("#step-loss", text => text != "–");
        Assert.NotEqual(first, await page.RowsAsync("#step-update"));
    }

    [Theory(Explicit = true)]
    [InlineData("Xor", "Narrow", "ReLU", 200)]
    [InlineData("Circles", "Deep", "SiLU", 200)]
    [InlineData("Moons", "Normed", "Tanh", 200)]
    public async Task OtherDataAndNetworks_Learn(string data, string network, string activation, int updates)
    {
        await using PlaygroundPage page = await playground.OpenAsync();
        await page.ChooseAsync("data", data);
        await page.ChooseAsync("network", network);
        await page.ChooseAsync("activation", activation);
        await page.TrainAsync(updates);

        Assert.True(await page.NumberAsync("#held-back-accuracy") >= 90, await page.TextAsync("#held-back-accuracy"));
        await page.PictureAsync($"learned-{data}", isWhole: false);
    }

    [Fact(Explicit = true)]
    public async Task AnExperiment_ChoosesItsSettings_AndResetStartsAnew()
    {
        await using PlaygroundPage page = await playground.OpenAsync();
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "No line separates XOR" }).ClickAsync();
        await page.WaitForTextAsync("#declaration", text => text.Contains("class Line;", StringComparison.Ordinal));
        Assert.Equal("Xor", await page.Page.InputValueAsync("#data"));
        Assert.True(await page.Page.IsDisabledAsync("#activation"));
        await page.TrainAsync(200);
        Assert.True(await page.NumberAsync("#held-back-accuracy") < 80);

        await page.PressAsync("reset");
        await page.WaitForTextAsync("#status", text => text == "Untrained.");
        Assert.Equal("0", await page.TextAsync("#updates"));
    }

    [Fact(Explicit = true)]
    public async Task PageStaysResponsive_WhileItTrainsAsFastAsItCan()
    {
        await using PlaygroundPage page = await playground.OpenAsync();
        await page.ChooseAsync("speed", int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await page.PressAsync("train");
        await page.WaitForTextAsync("#updates", text => Number(text) > 50);

        // A control answers while training goes on, and the learning rate changes without starting anew.
        double before = await page.NumberAsync("#updates");
        await page.ChooseAsync("rate", "0.003");
        await page.WaitForTextAsync("#updates", text => Number(text) > before);
        Assert.Equal("Pause", await page.TextAsync("#train"));
        await page.PressAsync("train");
        await page.WaitForTextAsync("#train", text => text == "Train");
        Assert.StartsWith("Paused after ", await page.TextAsync("#status"), StringComparison.Ordinal);
        double paused = await page.NumberAsync("#updates");
        await page.PressAsync("step");
        await page.WaitForTextAsync("#step-rate", text => text == "0.003");
        Assert.Equal(paused + 1, await page.NumberAsync("#updates"));
    }

    /// <summary>A grid over the plane.</summary>
    private static (double X, double Y)[] Places() =>
        [.. Enumerable.Range(0, 36).Select(i => (-0.95 + (0.38 * (i % 6)), -0.95 + (0.38 * (i / 6))))];

    private static string Coordinate(double value) => value.ToString("F2", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>Whether a reading is that of a place, the pointer's position being whole pixels.</summary>
    private static bool Near(string reading, double x, double y)
    {
        if (!reading.StartsWith("At (", StringComparison.Ordinal))
        {
            return false;
        }

        string[] place = reading[4..reading.IndexOf(')')].Split(',');
        return Math.Abs(Number(place[0]) - (4 * x)) < 0.05 && Math.Abs(Number(place[1]) - (4 * y)) < 0.05;
    }
}
