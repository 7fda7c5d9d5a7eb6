using System.Threading.Tasks;
using Xunit;

namespace StaticNet.PlaygroundPageTests;

public sealed class AppearanceTests(PublishedPlayground playground)
{
    [Theory(Explicit = true)]
    [InlineData("wide-light", 1366, 900, false, false)]
    [InlineData("wide-dark", 1366, 900, true, false)]
    [InlineData("tablet-light", 800, 1100, false, false)]
    [InlineData("phone-light", 360, 740, false, true)]
    [InlineData("phone-dark", 360, 740, true, true)]
    public async Task Page_NeitherShiftsNorOverflows_WhileItTrainsStepsAndChangesNetworks(string name, int width, int height, bool isDark, bool isPhone)
    {
        await using PlaygroundPage page = await playground.OpenAsync(width, height, isDark, isPhone);
        Assert.Equal("Untrained.", await page.TextAsync("#status"));

        // The network with the most layers has the widest pictures and the longest legend.
        await page.ChooseAsync("network", "Normed");
        await page.ChooseAsync("activation", "Sigmoid");
        await page.WaitForTextAsync("#declaration", text => text.Contains("NormedSigmoid", System.StringComparison.Ordinal));
        await page.TrainAsync(30);
        await AssertSteadyAsync(page);

        await page.ChooseAsync("network", "Wide");
        await page.ChooseAsync("activation", "Tanh");
        await page.TrainAsync(600);
        await page.PressAsync("step");
        await page.WaitForTextAsync("#step-loss", text => text != "–");
        await AssertSteadyAsync(page);
        await page.PictureAsync(name);
    }

    [Fact(Explicit = true)]
    public async Task Colors_FollowTheScheme()
    {
        await using PlaygroundPage light = await playground.OpenAsync();
        await using PlaygroundPage dark = await playground.OpenAsync(isDark: true);
        const string Brightness = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).reduce((a, b) => a + b) / 3";

        Assert.True(await light.Page.EvaluateAsync<double>(Brightness) > 200);
        Assert.True(await dark.Page.EvaluateAsync<double>(Brightness) < 60);
    }

    private static async Task AssertSteadyAsync(PlaygroundPage page)
    {
        int overflow = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"The page is {overflow} pixels wider than the window.");
        double shift = await page.Page.EvaluateAsync<double>("window.layoutShift");
        Assert.True(shift < 0.01, $"Layout shift {shift}: {string.Join("; ", await page.Page.EvaluateAsync<string[]>("window.shifted"))}");
    }
}
