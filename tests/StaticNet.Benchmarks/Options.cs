using System;
using System.Globalization;

namespace StaticNet.Benchmarks;

/// <summary>The command line.</summary>
internal sealed class Options
{
    public const string Usage = """
        StaticNet.Benchmarks: compiled networks against their rivals, in one process, in turn.

          --quick             fewer and shorter rounds: the whole table within two minutes
          --filter TEXT       only items whose group or name contains TEXT: forward, latency, batch, training, tail, A, E64, "D32 Adam"
          --engine TEXT       only engines whose name contains TEXT (StaticNet: for a profiler)
          --rounds N          rounds per engine instead of 31 (quick: 9)
          --markdown FILE     also write the tables to FILE
          --cpu N             measure on processor N
          --build-cost        instead: emitted source size, generator time, JIT time, build time of projects with 1, 10, 100 networks and with weights
          --weights-cost      instead: of these only the build time of projects with 1 MB and with 50 MB of weights
          --learning          instead: time and accuracy of training on digits and (where STATICNET_MNIST names its folder) MNIST
          --streams           instead: networks with memory, one step and 64 steps a call, and their training; --filter chooses networks
          --parallel          instead: large batches and training steps on 1, 2, 4, ... threads up to all; --filter chooses items: F256, A1M, "E1024 Adam"
          --verbs             instead: a loss of one's own and BackwardBatch against the built-in pass, Clone against a copy of the parameters
          --plot FILE.png     instead: cost against width, depth and batch, drawn
          --bdn [...]         instead: the same operations under BenchmarkDotNet; what follows is passed on to it

        OpenBLAS takes part where libopenblas is installed, or where STATICNET_OPENBLAS names it; generated C where gcc is on the path.
        """;

    private int? _rounds;

    public bool IsQuick { get; private set; }

    public string? Filter { get; private set; }

    public string EngineFilter { get; private set; } = "";

    public string? MarkdownFile { get; private set; }

    public int? Processor { get; private set; }

    public bool BuildCost { get; private set; }

    /// <summary>The last table of <see cref="BuildCost"/> alone.</summary>
    public bool WeightsCost { get; private set; }

    public bool Learning { get; private set; }

    public bool Streams { get; private set; }

    /// <summary>One thread against several.</summary>
    public bool Parallel { get; private set; }

    /// <summary>Losses of one's own, copies.</summary>
    public bool Verbs { get; private set; }

    public string? PlotFile { get; private set; }

    public bool ShowUsage { get; private set; }

    /// <summary>What BenchmarkDotNet is given; null where it is not asked for.</summary>
    public string[]? BenchmarkDotNetArguments { get; private set; }

    public int Rounds => _rounds ?? (IsQuick ? 9 : 31);

    public double RoundMilliseconds => IsQuick ? 0.3 : 1;

    /// <summary>How often the engines of an item are made anew, in other memory.</summary>
    public int Placements => IsQuick ? 2 : 4;

    /// <summary>Single calls timed for the tail table.</summary>
    public int TailCalls => IsQuick ? 100_000 : 1_000_000;

    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        for (int i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            switch (arguments[i])
            {
                case "--quick": options.IsQuick = true; break;
                case "--filter": options.Filter = Value(); break;
                case "--engine": options.EngineFilter = Value(); break;
                case "--rounds": options._rounds = int.Parse(Value(), CultureInfo.InvariantCulture); break;
                case "--markdown": options.MarkdownFile = Value(); break;
                case "--cpu": options.Processor = int.Parse(Value(), CultureInfo.InvariantCulture); break;
                case "--build-cost": options.BuildCost = true; break;
                case "--weights-cost": options.WeightsCost = true; break;
                case "--learning": options.Learning = true; break;
                case "--streams": options.Streams = true; break;
                case "--parallel": options.Parallel = true; break;
                case "--verbs": options.Verbs = true; break;
                case "--plot": options.PlotFile = Value(); break;
                case "--bdn":
                    options.BenchmarkDotNetArguments = arguments[(i + 1)..];
                    return options;
                case "--help" or "-h": options.ShowUsage = true; break;
                default: throw new ArgumentException($"'{arguments[i]}' is not known; --help lists what is.");
            }
        }

        return options is { Parallel: true, Processor: not null }
            ? throw new ArgumentException("--cpu measures on one processor, --parallel on several; give one of them.")
            : options;
    }

    /// <summary>Whether the filter lets an item of a group through.</summary>
    public bool Includes(string group, string name) => Filter is null
        || group.Contains(Filter, StringComparison.OrdinalIgnoreCase)
        || name.Contains(Filter, StringComparison.OrdinalIgnoreCase);
}
