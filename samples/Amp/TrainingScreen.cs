using System;
using System.Threading;
using System.Threading.Tasks;
using Spectre.Console;

namespace StaticNet.Samples.Amp;

/// <summary>Trains networks side by side, one thread each, with a live line per network; where the output goes into a file, some whole lines instead.</summary>
internal static class TrainingScreen
{
    private const int PlainLines = 5;
    private static readonly Lock s_lock = new();

    /// <param name="names">A name per network.</param>
    /// <param name="epochs">Epochs per network.</param>
    /// <param name="train">Trains a network and reports its epochs.</param>
    public static void Run(string[] names, int[] epochs, Action<int, Action<EpochReport>> train)
    {
        if (Console.IsOutputRedirected)
        {
            Parallel.For(0, names.Length, i => train(i, report => WriteLine(names[i], report)));
            return;
        }

        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask[] tasks = new ProgressTask[names.Length];
                for (int i = 0; i < names.Length; i++)
                {
                    tasks[i] = context.AddTask(names[i], maxValue: epochs[i]);
                }

                Parallel.For(0, names.Length, i => train(i, report =>
                {
                    tasks[i].Description = $"{names[i],-12} epoch {report.Epoch}/{report.Epochs}  loss {report.Loss:F5}";
                    tasks[i].Value = report.Epoch;
                }));
            });
    }

    private static void WriteLine(string name, EpochReport report)
    {
        if (report.Epoch == 1 || report.Epoch % Math.Max(1, report.Epochs / PlainLines) == 0)
        {
            lock (s_lock)
            {
                Console.WriteLine($"{name,-12} {report}");
            }
        }
    }
}
