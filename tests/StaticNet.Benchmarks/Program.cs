using System;

namespace StaticNet.Benchmarks;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        Options options;
        try
        {
            options = Options.Parse(arguments);
        }
        catch (ArgumentException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }

        if (options.ShowUsage)
        {
            Console.WriteLine(Options.Usage);
            return 0;
        }

        if (options.Processor is { } processor)
        {
            Machine.Pin(processor);
        }

        SpeedRun.Execute(options);
        return 0;
    }
}
