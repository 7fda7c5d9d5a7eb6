using System;

namespace StaticNet.Samples;

/// <summary>
/// One line that follows the training: a bar, the loss, the accuracy. In a terminal it is rewritten in place;
/// where the output goes into a file or a pipe, some whole lines are written instead.
/// </summary>
internal sealed class LiveProgress(int lines = 5) : IProgress<EpochReport>
{
    private const int BarWidth = 24;
    private static readonly bool s_live = !Console.IsOutputRedirected;
    private long _shown;

    public void Report(EpochReport value)
    {
        bool isLast = value.Epoch == value.Epochs;
        if (!s_live)
        {
            int every = Math.Max(1, value.Epochs / lines);
            if (isLast || value.Epoch % every == 0 || value.Epoch == 1)
            {
                Console.WriteLine(value);
            }

            return;
        }

        // Thirty times a second is as much as anyone sees.
        if (isLast || Environment.TickCount64 - _shown >= 33)
        {
            _shown = Environment.TickCount64;
            int filled = BarWidth * value.Epoch / value.Epochs;
            string text = $"{new string('━', filled)}{new string('╌', BarWidth - filled)} {value}";
            int width = Math.Max(20, Console.WindowWidth - 1);
            Console.Write($"\r{(text.Length > width ? text[..width] : text.PadRight(width))}{(isLast ? "\n" : "")}");
        }
    }
}
