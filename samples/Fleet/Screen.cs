using System;
using System.Threading.Tasks;
using Spectre.Console;
using StaticNet.Orleans;

namespace StaticNet.Samples.Fleet;

/// <summary>One row per round: a live table in a terminal, plain lines elsewhere.</summary>
internal static class Screen
{
    public static async Task Show(int rounds, Func<Task<(FederatedRound Round, double Accuracy)>> next)
    {
        if (Console.IsOutputRedirected)
        {
            for (int i = 0; i < rounds; i++)
            {
                (FederatedRound round, double accuracy) = await next();
                Console.WriteLine($"round {round.Round}/{rounds}: accuracy {accuracy,5:F1} %, loss {round.Loss:F3}, {round.Updates} of {round.Sampled} devices, {Rate(round):F0} messages/s");
            }

            return;
        }

        Table table = new Table().Title("federated averaging").AddColumns("round", "accuracy", "", "loss", "devices", "messages/s");
        await AnsiConsole.Live(table).StartAsync(async context =>
        {
            for (int i = 0; i < rounds; i++)
            {
                (FederatedRound round, double accuracy) = await next();
                table.AddRow($"{round.Round}/{rounds}", $"{accuracy:F1} %", new string('█', (int)(accuracy / 4)), $"{round.Loss:F3}", $"{round.Updates} of {round.Sampled}", $"{Rate(round):F0}");
                context.Refresh();
            }
        });
    }

    /// <summary>A call to each device and its answer.</summary>
    private static double Rate(FederatedRound round) => (round.Sampled + round.Updates) / round.Duration.TotalSeconds;
}
