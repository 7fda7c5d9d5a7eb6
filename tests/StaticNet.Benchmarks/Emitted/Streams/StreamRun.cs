using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;

namespace StaticNet.Benchmarks.Emitted.Streams;

/// <summary>Networks with memory against their rivals: steps of one stream in blocks of 64 and one by one, then training.</summary>
internal static class StreamRun
{
    private const string BlockName = "StaticNet, 64 a call", StepName = "StaticNet, 1 a call";
    private static readonly string[] s_widths = ["512", "256"];
    private static readonly string[] s_engines =
        [BlockName, StepName, .. s_widths.Select(static width => $"C {width}, 64 a call"), .. s_widths.Select(static width => $"C {width}, 1 a call"), "ONNX Runtime, 64 a call", "ONNX Runtime, 1 a call", "C#, scalar"];

    public static void Execute(Options options)
    {
        var runner = new InterleavedRunner(options.Rounds, options.RoundMilliseconds, options.Placements);
        var columns = new List<(StreamShape Shape, double? Bar, List<EngineResult> Results)>();
        var training = new List<(string Name, EngineResult Result)>();
        Add<Lstm8>(new StreamShape(StreamCell.LSTM, 8), null);
        Add<Lstm16>(new StreamShape(StreamCell.LSTM, 16), null);
        Add<Lstm24>(new StreamShape(StreamCell.LSTM, 24), null);
        Add<Lstm40>(new StreamShape(StreamCell.LSTM, 40), 0.95);
        Add<Lstm64>(new StreamShape(StreamCell.LSTM, 64), null);
        Add<Gru8>(new StreamShape(StreamCell.GRU, 8), 0.35);
        Add<Gru16>(new StreamShape(StreamCell.GRU, 16), 0.35);
        Add<Gru40>(new StreamShape(StreamCell.GRU, 40), null);
        Add<Conv8>(new StreamShape(StreamCell.Conv1d, 8), 0.30);
        Add<Conv16>(new StreamShape(StreamCell.Conv1d, 16), 0.30);
        Train<Lstm16>("LSTM-16");
        Train<Lstm40>("LSTM-40");
        Train<Gru16>("GRU-16");
        Train<Gru40>("GRU-40");

        string text = $"{Machine.Description}\n\n{Table("minimum", columns, static result => result.Minimum)}\n{Table("median", columns, static result => result.Median)}\n{TrainingTable(training)}";
        Console.WriteLine(text);
        if (options.MarkdownFile is { } file)
        {
            File.WriteAllText(file, text);
        }

        void Add<TNetwork>(StreamShape shape, double? bar)
            where TNetwork : class, IStreamingNetwork<TNetwork>
        {
            if (options.Includes("stream", shape.Name))
            {
                columns.Add((shape, bar, runner.Measure(() => Engines<TNetwork>(shape, options.EngineFilter))));
            }
        }

        void Train<TNetwork>(string name)
            where TNetwork : class, IStreamingNetwork<TNetwork>
        {
            if (options.Includes("stream training", name))
            {
                training.Add((name, runner.Measure(static () => [new TrainingStream<TNetwork>()])[0]));
            }
        }
    }

    private static List<Engine> Engines<TNetwork>(StreamShape shape, string filter)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(seed: 1);
        float[] weights = new float[network.Parameters.Layout.ParameterCount];
        network.Parameters.CopyTo(weights);
        var workload = new StreamWorkload(shape, weights);
        var engines = new List<Engine>();
        foreach (string name in s_engines.Where(name => name.Contains(filter, StringComparison.OrdinalIgnoreCase)))
        {
            int stepsPerCall = name.Contains("1 a call", StringComparison.Ordinal) ? 1 : StreamWorkload.BlockSteps;
            if (name is BlockName or StepName)
            {
                engines.Add(new StaticNetStream<TNetwork>(name, workload, network, stepsPerCall) { IsSubject = true });
            }
            else if (name.StartsWith("C#", StringComparison.Ordinal))
            {
                engines.Add(new ScalarStreamEngine(name, workload));
            }
            else if (name.StartsWith("ONNX", StringComparison.Ordinal))
            {
                // A stack of convolutions has no state in ONNX: it would be given its whole past again with every call.
                if (shape.Cell != StreamCell.Conv1d)
                {
                    engines.Add(new OnnxStreamEngine(name, workload, stepsPerCall));
                }
            }
            else if (GccModule.Of(shape.Name, CStreamSource.Print(shape), $"-mprefer-vector-width={name[2..5]}") is { } module)
            {
                engines.Add(new CStreamEngine(name, workload, module, stepsPerCall));
            }
        }

        return engines;
    }

    private static MarkdownTable Table(string statistic, List<(StreamShape Shape, double? Bar, List<EngineResult> Results)> columns, Func<EngineResult, double> time)
    {
        var table = new MarkdownTable([$"{statistic} per step", .. columns.Select(static column => column.Shape.Name)]);
        foreach (string engine in s_engines)
        {
            table.Add([engine, .. columns.Select(column => Find(column.Results, engine) is { } value ? MarkdownTable.Time(value) : "–")]);
        }

        table.Add(["64 a call: StaticNet / best C", .. columns.Select(column => Ratio(Find(column.Results, BlockName), BestC(column.Results, "64 a call")))]);
        table.Add(["bar", .. columns.Select(static column => column.Bar is { } bar ? "≤ " + MarkdownTable.Significant(bar) : "–")]);
        table.Add(["1 a call: StaticNet / best C", .. columns.Select(column => Ratio(Find(column.Results, StepName), BestC(column.Results, "1 a call")))]);
        table.Add(["1 a call: ONNX Runtime / StaticNet", .. columns.Select(column => Ratio(Find(column.Results, "ONNX Runtime, 1 a call"), Find(column.Results, StepName)))]);
        return table;

        double? Find(List<EngineResult> results, string engine) => results.Find(result => result.Engine == engine) is { } result ? time(result) / StreamWorkload.BlockSteps : null;
        double? BestC(List<EngineResult> results, string calls) => s_widths.Min(width => Find(results, $"C {width}, {calls}"));
        static string Ratio(double? of, double? to) => of is { } a && to is { } b ? MarkdownTable.Significant(a / b) : "–";
    }

    private static MarkdownTable TrainingTable(List<(string Name, EngineResult Result)> training)
    {
        var table = new MarkdownTable(["training step, per step and sequence", .. training.Select(static item => item.Name)]);
        table.Add(["minimum", .. training.Select(static item => MarkdownTable.Time(item.Result.Minimum / TrainingStream<Lstm16>.Rows))]);
        table.Add(["median", .. training.Select(static item => MarkdownTable.Time(item.Result.Median / TrainingStream<Lstm16>.Rows))]);
        table.Add(["bytes allocated", .. training.Select(static item => $"{item.Result.BytesPerCall:0.##}")]);
        return table;
    }

    /// <summary>Forward, loss, backward through time and update of eight sequences.</summary>
    private sealed class TrainingStream<TNetwork> : Engine
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        private const int Sequences = 8, Steps = 512;
        private readonly SequenceTrainer<TNetwork, Adam> _trainer = TNetwork.Create(seed: 1).CreateTrainer(new Adam(1e-4f), Sequences, Steps);
        private readonly float[] _inputs = new float[Rows], _targets = new float[Rows];

        public TrainingStream()
            : base("training")
        {
            var random = new Random(5);
            for (int i = 0; i < Rows; i++)
            {
                (_inputs[i], _targets[i]) = (random.NextSingle() - 0.5f, random.NextSingle() - 0.5f);
            }
        }

        public static int Rows => Sequences * Steps;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(int iterations)
        {
            for (int i = 0; i < iterations; i++)
            {
                _trainer.Step(new SequenceBatch(_inputs, _targets, Steps));
            }
        }

        public override void Verify()
        {
            float before = _trainer.Step(new SequenceBatch(_inputs, _targets, Steps)), after = _trainer.Step(new SequenceBatch(_inputs, _targets, Steps));
            if (!(after < before))
            {
                throw new WrongResultException($"Two steps on the same sequences went from loss {before} to {after}.");
            }
        }
    }
}
