using System.Threading.Tasks;
using Xunit;

namespace StaticNet.PlaygroundPageTests;

public sealed class AppearanceTests(PublishedPlayground playground)
{
    [Theory(Explicit = true)]
    [InlineData("wide-light", 1366, 900, false, false)]
    [InlineData("wide-dark", 1366, 900, true, false)]
    [InlineData("phone-light", 360, 740, false, true)]
    [InlineData("phone-dark", 360, 740, true, true)]
    public async Task Page_DoesNotShiftOrOverflow_WhileItTrainsAndSteps(string name, int width, int height, bool isDark, bool isPhone)
    {
        await using PlaygroundPage page = await playground.OpenAsync(width, height, isDark, isPhone);
        await page.PictureAsync(name + "-untrained");
        await page.TrainAsync(300);
        await page.PressAsync("step");
        await page.WaitForTextAsync("#step-loss", text => text != "–");

        int overflow = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"The page is {overflow} pixels wider than the window.");
        double shift = await page.Page.EvaluateAsync<double>("window.layoutShift");
        Assert.True(shift < 0.01, $"Layout shift {shift}.");
        await page.PictureAsync(name);
    }
}
