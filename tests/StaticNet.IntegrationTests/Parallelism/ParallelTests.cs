using System;
using System.Collections.Generic;
using System.Threading;
using StaticNet.IntegrationTests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Parallelism;

/// <summary>The same bits on 1, 2, 3 and 16 threads, and from blocks that are computed one by one.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ParallelTests
{
    private static readonly int[] s_degrees = [1, 2, 3, 16, -1];

    [Theory]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1300)]
    [InlineData(4100)]
    public void Blocks_AddedInOrder_AreTheWholeGradient(int rows)
    {
        BlocksAreWhole(new ManyLanes(1), rows, labels: true);
        BlocksAreWhole(new ManyMatrix(1), rows, labels: true);
        BlocksAreWhole(new ManyNumbers(1), rows, labels: false);
        BlocksAreWhole(new ManyStages(1), rows, labels: true);
        BlocksAreWhole(new ManyStages(1), rows, labels: false);
        BlocksAreWhole(new ManyMissing(1), rows, labels: false);
        BlocksAreWhole(new ManyFocal(1), rows, labels: true);
    }

    [Fact]
    public void BlockRows_AreThePlans()
    {
        Assert.Equal(512, ManyLanes.Description.GradientRows);
        Assert.Equal(128, ManyMatrix.Description.GradientRows);
        Assert.Equal(128, ManyStages.Description.GradientRows);
        Assert.Equal(0, ManyNorms.Description.GradientRows);
        Assert.Equal(1, GradientBlocks.Count(ManyNorms.Description, 5000));
        Assert.Equal(0, GradientBlocks.Count(ManyNorms.Description, 0));
        Assert.Equal(9, GradientBlocks.Count(ManyLanes.Description, 4097));
    }

    [Fact]
    public void Steps_AreTheSameBits_OnEveryNumberOfThreads()
    {
        SameSteps<ManyLanes>(4100, labels: true);
        SameSteps<ManyLanes>(4100, labels: false);
        SameSteps<ManyMatrix>(1025, labels: true);
        SameSteps<ManyNumbers>(1100, labels: false);
        SameSteps<ManyStages>(900, labels: true);
        SameSteps<ManyNorms>(900, labels: true);
        SameSteps<ManyMissing>(1100, labels: false);
        SameSteps<ManyFocal>(1025, labels: true);
    }

    /// <summary>Ranges of an update begin and end inside of segments whose lengths are no multiple of a vector.</summary>
    [Fact]
    public void Optimizers_UpdateInRanges_AsInOnePass()
    {
        SameUpdates(new SGD(0.1), "");
        SameUpdates(new SGD(0.1, momentum: 0.9, nesterov: true), "output.bias");
        SameUpdates(new Adam(), "hidden2.bias");
        SameUpdates(new Adam(amsgrad: true), "output");
        SameUpdates(new AdamW(), "output.weight");
        SameUpdates(new NAdam(), "");
        SameUpdates(new RAdam(), "");
        SameUpdates(new Adamax(), "");
        SameUpdates(new Adagrad(), "");
        SameUpdates(new Adadelta(), "");
        SameUpdates(new RMSprop(momentum: 0.5, centered: true), "");
        SameUpdates(new Lion(), "output.bias");
    }

    /// <summary>Each thread copies the rows of its own blocks together.</summary>
    [Fact]
    public void ChosenRows_AreCopiedByEveryNumberOfThreads()
    {
        const int rows = 500, chosenRows = 400;
        float[] inputs = TestData.Uniform(rows * ManyMatrix.InputSize, 1), gathered = new float[chosenRows * ManyMatrix.InputSize];
        int[] labels = TestData.Labels(rows, ManyMatrix.OutputSize, 2), chosen = new int[chosenRows], gatheredLabels = new int[chosenRows];
        for (int i = 0; i < chosenRows; i++)
        {
            chosen[i] = i * 7 % rows;
            inputs.AsSpan(chosen[i] * ManyMatrix.InputSize, ManyMatrix.InputSize).CopyTo(gathered.AsSpan(i * ManyMatrix.InputSize));
            gatheredLabels[i] = labels[chosen[i]];
        }

        var model = new ManyMatrix(1);
        var expected = model.CreateTrainer(new Adam(), chosenRows);
        expected.Step(gathered, gatheredLabels);
        float loss = expected.Step(gathered, gatheredLabels);
        foreach (int degree in s_degrees)
        {
            var other = new ManyMatrix(1);
            var trainer = other.CreateTrainer(new Adam(), chosenRows, new TrainerOptions { MaxDegreeOfParallelism = degree });
            trainer.Step(inputs, labels, chosen);
            Assert.Equal(loss, trainer.Step(inputs, labels, chosen));
            Assert.Equal(model.Parameters.Hash(), other.Parameters.Hash());
        }
    }

    /// <summary>Blocks that are not the network's: the gradient is the sum of theirs, on every number of threads.</summary>
    [Fact]
    public void GradientRows_AreBlocks_OnEveryNumberOfThreads()
    {
        SameOwnBlocks<ManyLanes>(300, 64);
        SameOwnBlocks<ManyLanes>(20, 1);
        SameOwnBlocks<ManyNumbers>(64, 32);
        SameOwnBlocks<ManyNumbers>(333, 50);
    }

    [Fact]
    public void GradientRows_OfFit_AreTheTrainers()
    {
        const int rows = 640;
        float[] inputs = TestData.Uniform(rows * ManyMatrix.InputSize, 1);
        int[] labels = TestData.Labels(rows, ManyMatrix.OutputSize, 2);
        var hashes = new List<UInt128>();
        foreach ((int blockRows, int degree) in new[] { (0, 1), (128, 2), (32, 1), (32, 2), (32, 5) })
        {
            var model = new ManyMatrix(3);
            model.Fit(inputs, labels, new Adam(), new FitOptions { Epochs = 2, BatchSize = 128, Seed = 4, GradientRows = blockRows, MaxDegreeOfParallelism = degree });
            hashes.Add(model.Parameters.Hash());
        }

        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
        Assert.Equal(hashes[2], hashes[3]);
        Assert.Equal(hashes[2], hashes[4]);
    }

    [Fact]
    public void GradientRows_ThatMeanNothing_AreRefused()
    {
        foreach (int blockRows in new[] { -1, 129 })
        {
            Assert.Contains("between 1 and the 128 of ManyMatrix", Assert.Throws<ArgumentOutOfRangeException>(
                () => new ManyMatrix(1).CreateTrainer(new Adam(), 64, new TrainerOptions { GradientRows = blockRows })).Message, StringComparison.Ordinal);
        }

        Assert.Contains("ManyNorms has batch normalization or memory", Assert.Throws<ArgumentOutOfRangeException>(
            () => new ManyNorms(1).CreateTrainer(new Adam(), 64, new TrainerOptions { GradientRows = 32 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AppliedGradients_AreAStep()
    {
        const int rows = 300;
        float[] inputs = TestData.Uniform(rows * ManyStages.InputSize, 1);
        int[] labels = TestData.Labels(rows, ManyStages.OutputSize, 2);
        ManyStages stepped = new(1), applied = new(1);
        var options = new TrainerOptions { ClipNorm = 0.1, Seed = 3 };
        var steps = stepped.CreateTrainer(new Adam(), rows, options);
        var applies = applied.CreateTrainer(new Adam(), rows, options);
        for (int step = 0; step < 3; step++)
        {
            float loss = steps.Step(inputs, labels);
            var batch = new Batch(inputs, labels) { IsTraining = true, DropoutSeed = applies.DropoutSeed };
            Assert.Equal(loss, applies.ApplyGradients(applied.ComputeGradients(batch, applies.Gradients, accumulate: false)));
        }

        Assert.Equal(stepped.Parameters.Hash(), applied.Parameters.Hash());
        applies.Gradients.Values[0] = float.NaN;
        Assert.Throws<TrainingDivergedException>(() => applies.ApplyGradients(1f));
        Assert.Equal(3, applies.StepCount);
        Assert.Equal(stepped.Parameters.Hash(), applied.Parameters.Hash());
    }

    [Fact]
    public void Fit_IsTheSameBits_OnEveryNumberOfThreads()
    {
        const int rows = 3000;
        float[] inputs = TestData.Uniform(rows * ManyStages.InputSize, 1);
        int[] labels = TestData.Labels(rows, ManyStages.OutputSize, 2);
        UInt128 expected = 0;
        string reports = "";
        foreach (int degree in s_degrees)
        {
            var model = new ManyStages(3);
            TrainingHistory history = model.Fit(inputs, labels, new Adam(), new FitOptions { Epochs = 2, BatchSize = 700, ValidationSplit = 0.3, Seed = 4, MaxDegreeOfParallelism = degree });
            string now = string.Join(";", history.Epochs[^1].Loss, history.Epochs[^1].Accuracy, history.Epochs[^1].ValidationLoss, history.Epochs[^1].ValidationAccuracy);
            (expected, reports) = expected == 0 ? (model.Parameters.Hash(), now) : (expected, reports);
            Assert.Equal(expected, model.Parameters.Hash());
            Assert.Equal(reports, now);
        }
    }

    [Fact]
    public void Evaluate_IsTheSame_OnEveryNumberOfThreads()
    {
        const int rows = 20_000;
        var classifier = new ManyMatrix(1);
        float[] inputs = TestData.Uniform(rows * ManyMatrix.InputSize, 1);
        int[] labels = TestData.Labels(rows, ManyMatrix.OutputSize, 2);
        Evaluation one = classifier.Evaluate(inputs, labels);
        var regression = new ManyNumbers(1);
        float[] numbers = TestData.Uniform(rows * ManyNumbers.InputSize, 1), targets = TestData.Uniform(rows * ManyNumbers.OutputSize, 3);
        Evaluation oneOfNumbers = regression.Evaluate(numbers, targets);
        Evaluation own = regression.Evaluate(numbers, targets, Largest);
        Assert.NotEqual(own.Loss, oneOfNumbers.Loss);
        foreach (int degree in s_degrees)
        {
            Evaluation many = classifier.Evaluate(inputs, labels, maxDegreeOfParallelism: degree);
            Assert.Equal((one.Loss, one.Accuracy, one.Count), (many.Loss, many.Accuracy, many.Count));
            many = regression.Evaluate(numbers, targets, degree);
            Assert.Equal((oneOfNumbers.Loss, oneOfNumbers.MeanAbsoluteError, oneOfNumbers.R2), (many.Loss, many.MeanAbsoluteError, many.R2));
            many = regression.Evaluate(numbers, targets, Largest, degree);
            Assert.Equal((own.Loss, own.MeanAbsoluteError, own.R2), (many.Loss, many.MeanAbsoluteError, many.R2));
        }

        // The sum of the rows' largest errors.
        static float Largest(ReadOnlySpan<float> outputs, ReadOnlySpan<float> expected, Span<float> gradients, int outputSize)
        {
            float sum = 0;
            gradients.Clear();
            for (int row = 0; row < outputs.Length; row += outputSize)
            {
                float largest = 0;
                for (int i = row; i < row + outputSize; i++)
                {
                    largest = MathF.Max(largest, MathF.Abs(outputs[i] - expected[i]));
                }

                sum += largest;
            }

            return sum;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(257)]
    [InlineData(40_003)]
    public void ForwardBatch_IsTheSame_OnEveryNumberOfThreads(int rows)
    {
        SameOutputs(new ManyLanes(1), rows);
        SameOutputs(new ManyMatrix(1), Math.Min(rows, 5000));
        SameOutputs(new ManyStages(1), Math.Min(rows, 5000));
        SameOutputs(new ManyNorms(1), Math.Min(rows, 5000));
    }

    [Fact]
    public void Steps_AllocateNothing_OnceWarm()
    {
        const int rows = 1024;
        var model = new ManyMatrix(1);
        float[] inputs = TestData.Uniform(rows * ManyMatrix.InputSize, 1), outputs = new float[rows * ManyMatrix.OutputSize];
        int[] labels = TestData.Labels(rows, ManyMatrix.OutputSize, 2);
        var trainer = model.CreateTrainer(new Adam(), rows, new TrainerOptions { MaxDegreeOfParallelism = 3 });
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                trainer.Step(inputs, labels);
            }
        }));
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                model.ForwardBatch(inputs, outputs, maxDegreeOfParallelism: 3);
            }
        }));
    }

    [Fact]
    public void ALabelOutOfRange_IsNamedByItsRowInTheBatch_AndTheTrainerGoesOn()
    {
        const int rows = 1024;
        float[] inputs = TestData.Uniform(rows * ManyMatrix.InputSize, 1);
        int[] labels = TestData.Labels(rows, ManyMatrix.OutputSize, 2);
        var model = new ManyMatrix(1);
        var trainer = model.CreateTrainer(new Adam(), rows, new TrainerOptions { MaxDegreeOfParallelism = 2 });
        int right = labels[700];
        labels[700] = 10;
        Assert.Contains("row 700 is 10", Assert.Throws<ArgumentException>(() => trainer.Step(inputs, labels)).Message, StringComparison.Ordinal);
        labels[700] = right;
        Assert.True(float.IsFinite(trainer.Step(inputs, labels)));
        inputs[90_000] = float.NaN;
        Assert.Throws<TrainingDivergedException>(() => trainer.Step(inputs, labels));
        Assert.Equal(1, trainer.StepCount);
    }

    /// <summary>A step that failed before any thread began must not leave its threads to a step of the user's own.</summary>
    [Fact]
    public void AStepOfOnesOwn_WithTheTrainersState_UpdatesAll()
    {
        const int rows = 1024;
        float[] inputs = TestData.Uniform(rows * ManyMatrix.InputSize, 1);
        int[] labels = TestData.Labels(rows, ManyMatrix.OutputSize, 2);
        ManyMatrix model = new(1), plain = new(1);
        var optimizer = new Adam();
        var trainer = model.CreateTrainer(optimizer, rows, new TrainerOptions { MaxDegreeOfParallelism = 2 });
        int right = labels[700];
        labels[700] = 10;
        Assert.Throws<ArgumentException>(() => trainer.Step(inputs, labels));
        labels[700] = right;
        OptimizerState state = optimizer.CreateState(plain.Parameters);
        var gradients = new ParameterBuffer(plain.Parameters.Layout);
        plain.ComputeGradients(new Batch(inputs, labels), gradients, accumulate: false);
        optimizer.Step(plain.Parameters, gradients, state);

        Assert.Null(trainer.State.Team);
        optimizer.Step(model.Parameters, gradients, trainer.State);
        Assert.Equal(plain.Parameters.Hash(), model.Parameters.Hash());

        trainer.Step(inputs, labels);
        Assert.Null(trainer.State.Team);
        inputs[90_000] = float.NaN;
        Assert.Throws<TrainingDivergedException>(() => trainer.Step(inputs, labels));
        Assert.Null(trainer.State.Team);
    }

    /// <summary>Gradients that cost nothing, thousands of steps in a row: whichever worker is done first, every block is added once.</summary>
    [Theory]
    [InlineData(2, 4)]
    [InlineData(3, 6)]
    public void Team_AddsEveryBlockOnce(int workers, int blocks)
    {
        const int blockRows = 32;
        int rows = blocks * blockRows, steps = 0;
        float[] inputs = new float[rows * ManyMatrix.InputSize];
        for (int row = 0; row < rows; row++)
        {
            inputs[row * ManyMatrix.InputSize] = row / blockRows;
        }

        float Gradient(in Batch batch, ParameterBuffer gradients, bool accumulate)
        {
            int block = (int)batch.Inputs[0];
            Thread.SpinWait((steps + (3 * block)) % 7);
            gradients.Values[0] = 1 << block;
            batch.Part!.Loss = 1 << block;
            return 0;
        }

        var sum = new ParameterBuffer(new ManyMatrix(1).Parameters.Layout);
        GradientTeam team = GradientTeam.Create(Gradient, ManyMatrix.Description, sum, workers, rows, blockRows)!;
        var batch = new Batch(inputs, new int[rows]);
        for (; steps < 20_000; steps++)
        {
            Assert.Equal((1 << blocks) - 1, team.ComputeGradients(batch, default));
            Assert.Equal((1 << blocks) - 1, sum.Values[0]);
            Assert.True(team.IsSumFinite);
        }
    }

    [Fact]
    public void DegreesThatMeanNothing_AreRefused()
    {
        var model = new ManyLanes(1);
        float[] inputs = new float[8], outputs = new float[6];
        int[] labels = [0, 1];
        foreach (int degree in new[] { 0, -2 })
        {
            Assert.Contains("-1 for one per processor", Assert.Throws<ArgumentOutOfRangeException>(() => model.ForwardBatch(inputs, outputs, degree)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Evaluate(inputs, labels, degree));
            Assert.Throws<ArgumentOutOfRangeException>(() => model.CreateTrainer(new Adam(), 64, new TrainerOptions { MaxDegreeOfParallelism = degree }));
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(inputs, labels, new Adam(), new FitOptions { MaxDegreeOfParallelism = degree }));
        }

#pragma warning disable SNET0031 // the calls that the analyzer warns of are what is tested
        Assert.Throws<ArgumentException>(() => model.ForwardBatch(inputs, new float[5], 2));
        Assert.Throws<ArgumentException>(() => model.ForwardBatch(new float[7], outputs, 2));
#pragma warning restore SNET0031
    }

    /// <summary>Blocks of very different length on more threads than processors, thousands of runs in a row.</summary>
    [Fact]
    public void Team_RunsEveryBlockOnce_AndPassesTheFirstFailureOn()
    {
        var team = new CountingTeam();
        for (int run = 0; run < 2000; run++)
        {
            int blocks = (run % 17) + 1, fails = run % 5 == 0 ? run % blocks : -1;
            team.Counts = new int[blocks];
            team.Fails = fails;
            if (fails < 0)
            {
                team.Go(blocks, 4);
                Assert.All(team.Counts, count => Assert.Equal(1, count));
            }
            else
            {
                Assert.Equal($"block {fails}", Assert.Throws<InvalidOperationException>(() => team.Go(blocks, 4)).Message);
            }
        }
    }

    private static float[] TargetsOf(NetworkDescription description, int rows)
    {
        float[] targets = TestData.Targets(description.NumberLoss, rows, description.OutputSize, 2);
        if (description.MayMissTargets)
        {
            TestData.Remove(targets, description.OutputSize);
        }

        return targets;
    }

    private static void BlocksAreWhole<TNetwork>(TNetwork model, int rows, bool labels)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        float[] inputs = TestData.Uniform(rows * description.InputSize, 1), weights = TestData.Uniform(rows, 5);
        float[] targets = TargetsOf(description, rows);
        int[] classes = TestData.Labels(rows, description.OutputSize, 3);
        Batch batch = labels
            ? new Batch(inputs, classes) { IsTraining = true, DropoutSeed = 77, SampleWeights = weights }
            : new Batch(inputs, targets) { IsTraining = true, DropoutSeed = 77 };
        var whole = new ParameterBuffer(model.Parameters.Layout);
        float loss = model.ComputeGradients(batch, whole, accumulate: false);

        var part = new BatchPart(GradientBlocks.Scale(description, batch));
        ParameterBuffer own = new(whole.Layout), sum = new(whole.Layout);
        double blocks = 0;
        for (int block = 0; block < GradientBlocks.Count(description, rows); block++)
        {
            model.ComputeGradients(GradientBlocks.Take(description, batch, block, part), own, accumulate: false);
            GradientBlocks.Add(own, sum, block);
            blocks += part.Loss;
        }

        Assert.Equal(whole.Hash(), sum.Hash());
        Assert.Equal(loss, (float)blocks);
    }

    private static void SameSteps<TNetwork>(int rows, bool labels)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        float[] inputs = TestData.Uniform(rows * description.InputSize, 1);
        float[] targets = TargetsOf(description, rows);
        int[] classes = TestData.Labels(rows, description.OutputSize, 3);
        var results = new List<(UInt128 Hash, float Loss)>();
        foreach (int degree in s_degrees)
        {
            TNetwork model = TNetwork.Create(1);
            var trainer = model.CreateTrainer(new Adam(), rows, new TrainerOptions { MaxDegreeOfParallelism = degree, Seed = 8 });
            float loss = 0;
            for (int step = 0; step < 5; step++)
            {
                loss += labels ? trainer.Step(inputs, classes) : trainer.Step(inputs, targets);
            }

            // The same steps without a trainer.
            if (results.Count == 0)
            {
                TNetwork plain = TNetwork.Create(1);
                var gradients = new ParameterBuffer(plain.Parameters.Layout);
                var optimizer = new Adam();
                OptimizerState state = optimizer.CreateState(plain.Parameters);
                for (int step = 0; step < 5; step++)
                {
                    ulong seed = unchecked((8 * 0x9E3779B97F4A7C15UL) + (ulong)step + 1);
                    plain.ComputeGradients(labels ? new Batch(inputs, classes) { IsTraining = true, DropoutSeed = seed } : new Batch(inputs, targets) { IsTraining = true, DropoutSeed = seed }, gradients, accumulate: false);
                    optimizer.Step(plain.Parameters, gradients, state);
                }

                Assert.Equal(plain.Parameters.Hash(), model.Parameters.Hash());
            }

            results.Add((model.Parameters.Hash(), loss));
        }

        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    private static void SameOwnBlocks<TNetwork>(int rows, int blockRows)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        float[] inputs = TestData.Uniform(rows * description.InputSize, 1);
        float[] targets = TestData.Targets(description.NumberLoss, rows, description.OutputSize, 2);
        var model = TNetwork.Create(1);
        ParameterBuffer own = new(model.Parameters.Layout), sum = new(own.Layout);
        var part = new BatchPart(GradientBlocks.Scale(description, new Batch(inputs, targets)));
        double loss = 0;
        for (int start = 0; start < rows; start += blockRows)
        {
            int count = Math.Min(blockRows, rows - start);
            model.ComputeGradients(
                new Batch(inputs.AsSpan(start * description.InputSize, count * description.InputSize), targets.AsSpan(start * description.OutputSize, count * description.OutputSize)) { IsTraining = true, Part = part },
                own, accumulate: false);
            GradientBlocks.Add(own, sum, start);
            loss += part.Loss;
        }

        foreach (int degree in s_degrees)
        {
            var trainer = TNetwork.Create(1).CreateTrainer(new SGD(0.1), rows, new TrainerOptions { MaxDegreeOfParallelism = degree, GradientRows = blockRows });
            Assert.Equal((float)loss, trainer.Step(inputs, targets));
            Assert.Equal(sum.Hash(), trainer.Gradients.Hash());
        }
    }

    private static void SameUpdates<TOptimizer>(TOptimizer optimizer, string frozen)
        where TOptimizer : struct, IOptimizer
    {
        const int rows = 300;
        float[] inputs = TestData.Uniform(rows * ManyMatrix.InputSize, 1);
        int[] labels = TestData.Labels(rows, ManyMatrix.OutputSize, 2);
        UInt128 expected = 0;
        foreach (int degree in s_degrees)
        {
            var model = new ManyMatrix(1);
            ParameterGroup[] groups = frozen.Length == 0 ? [] : [ParameterGroup.Frozen(frozen)];
            var trainer = model.CreateTrainer(optimizer, rows, new TrainerOptions { MaxDegreeOfParallelism = degree, Groups = groups });
            for (int step = 0; step < 8; step++)
            {
                trainer.Step(inputs, labels);
            }

            expected = expected == 0 ? model.Parameters.Hash() : expected;
            Assert.Equal(expected, model.Parameters.Hash());
        }
    }

    private static void SameOutputs<TNetwork>(TNetwork model, int rows)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        float[] inputs = TestData.Uniform(rows * description.InputSize, 1), expected = new float[rows * description.OutputSize];
        model.ForwardBatch(inputs, expected);
        foreach (int degree in s_degrees)
        {
            var outputs = new float[expected.Length];
            model.ForwardBatch(inputs, outputs, degree);
            Assert.Equal(expected, outputs);
        }
    }

    private sealed class CountingTeam : BlockTeam
    {
        public int[] Counts { get; set; } = [];

        public int Fails { get; set; }

        public void Go(int blocks, int workers) => Run(blocks, workers);

        protected override void Compute(int block, int worker)
        {
            Assert.InRange(worker, 0, 3);
            Interlocked.Increment(ref Counts[block]);
            Thread.SpinWait(block % 3 == 0 ? 2000 : 10);
            if (block == Fails)
            {
                throw new InvalidOperationException($"block {block}");
            }
        }
    }
}
