using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;
using static StaticNet.PlaygroundPageTests.PlaygroundPage;

namespace StaticNet.PlaygroundPageTests;

/// <summary>The four steps: the numbers shown belong together.</summary>
public sealed class StepTests(PublishedPlayground playground)
{
    /// <summary>Six decimals are shown, so each is off by half a millionth at most.</summary>
    private const double Shown = 0.5e-6;

    [Fact(Explicit = true)]
    public async Task OneUpdate_ShowsOutputsLossGradientsAndWeights_ThatBelongTogether()
    {
        await using PlaygroundPage page = await playground.OpenAsync();
        await page.ChooseAsync("optimizer", "SGD");
        Assert.Equal("0.1", await page.Page.InputValueAsync("#rate"));
        await page.PressAsync("step");
        await page.WaitForTextAsync("#updates", text => text == "1");
        await page.PressAsync("step");
        await page.WaitForTextAsync("#updates", text => text == "2");
        await page.WaitForTextAsync(".steps .of", text => text == "update 2");

        // Forward and loss: −ln softmax of the outputs is each point's loss, and their mean is the loss.
        string[][] forward = await page.RowsAsync("#step-forward"), losses = await page.RowsAsync("#step-losses");
        Assert.Equal(32, forward.Length);
        Assert.Equal(32, losses.Length);
        for (int row = 0; row < forward.Length; row++)
        {
            double blue = Number(forward[row][2]), orange = Number(forward[row][3]);
            double own = losses[row][0] == "blue" ? blue : orange, other = losses[row][0] == "blue" ? orange : blue;
            double probability = 1 / (1 + Math.Exp(other - own));
            Assert.Equal(probability, Number(losses[row][1]), 3 * Shown);
            Assert.Equal(-Math.Log(probability), Number(losses[row][2]), 4 * Shown);
        }

        Assert.Equal(losses.Average(row => Number(row[2])), await page.NumberAsync("#step-loss"), 3 * Shown);

        // Backward and update, for every parameter that can be chosen.
        double rate = await page.NumberAsync("#step-rate"), squares = 0;
        Assert.Equal(0.1, rate);
        string[] parameters = await page.Page.EvalOnSelectorAsync<string[]>("#parameter", "list => [...list.options].map(option => option.value)");
        Assert.Equal(["hidden1.weight", "hidden1.bias", "hidden2.weight", "hidden2.bias", "output.weight", "output.bias"], parameters);
        int count = 0, changed = 0;
        foreach (string parameter in parameters)
        {
            await page.ChooseAsync("parameter", parameter);
            string length = parameter switch { "hidden1.weight" => "32", "hidden2.weight" => "256", "output.weight" => "32", "output.bias" => "2", _ => "16" };
            await page.Page.WaitForFunctionAsync($"document.querySelector('#step-update').tBodies[0].rows.length === {length} && document.querySelector('#parameter').value === '{parameter}'");
            string[][] gradients = await page.RowsAsync("#step-gradients"), update = await page.RowsAsync("#step-update");
            Assert.Equal(gradients.Select(row => row[0]), update.Select(row => row[0]));
            for (int i = 0; i < gradients.Length; i++)
            {
                double gradient = Number(gradients[i][1]), before = Number(update[i][1]), after = Number(update[i][2]);
                Assert.Equal(before - (rate * gradient), after, 3 * Shown);
                squares += gradient * gradient;
                changed += before == after ? 0 : 1;
                count++;
            }
        }

        Assert.Equal(354, count);
        Assert.True(changed > 300, $"{changed} parameters changed.");
        Assert.Equal(Math.Sqrt(squares), await page.NumberAsync("#step-norm"), 1e-4);
        ILocator steps = page.Page.Locator(".steps");
        await steps.ScreenshotAsync(new LocatorScreenshotOptions { Path = System.IO.Path.Combine(playground.Pictures, "four-steps.png") });
    }
}
