using System;
using System.IO;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

/// <summary>Batch normalization in a training that meets NaN, overflow or a batch of one row.</summary>
public sealed class RunningStatisticsTests
{
    private static readonly float[] s_inputs = Data.Normal(40 * 4, 6);
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 40).Select(i => i % 3)];

    public static TheoryData<float> BadInputs => [float.NaN, float.PositiveInfinity, 3e38f, 1e25f];

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void ADivergenceInTheFirstBatch_LeavesTheModelAsItWas(float bad)
    {
        float[] inputs = [.. s_inputs];
        inputs[(5 * 4) + 1] = bad;
        var network = new Normalized(seed: 1);
        UInt128 before = network.Parameters.Hash();
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(() => { network.Fit(inputs, s_labels, new Adam(0.01f), new FitOptions { BatchSize = 10, Shuffle = false }); });
        Assert.Equal((1, 1), (exception.Epoch, exception.Batch));
        Assert.Contains("input row 5 holds", exception.Message, StringComparison.Ordinal);
        Assert.Contains("at column 1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.Hash());
    }

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void ALaterDivergence_LeavesFiniteStatistics(float bad)
    {
        float[] inputs = [.. s_inputs];
        inputs[(35 * 4) + 1] = bad;
        var network = new Normalized(seed: 1);
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(() => { network.Fit(inputs, s_labels, new Adam(0.01f), new FitOptions { BatchSize = 10, Shuffle = false }); });
        Assert.Equal(4, exception.Batch);
        Assert.Contains("input row 35 holds", exception.Message, StringComparison.Ordinal);
        Assert.All(network.Parameters.Values.ToArray(), v => Assert.True(float.IsFinite(v)));
    }

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void ATrainersStep_LeavesThemAsTheyWere_ThrownOrSkipped(float bad)
    {
        float[] inputs = s_inputs[..40];
        var network = new Normalized(seed: 1);
        var throws = network.CreateTrainer(new Adam(0.01f), 10);
        throws.Step(inputs, s_labels.AsSpan(0, 10));
        UInt128 before = network.Parameters.Hash();
        inputs[7] = bad;
        Assert.Throws<TrainingDivergedException>(() => { throws.Step(inputs, s_labels.AsSpan(0, 10)); });
        Assert.Equal(before, network.Parameters.Hash());
        var skips = network.CreateTrainer(new Adam(0.01f), 10, new TrainerOptions { NonFinite = NonFinite.Skip });
        skips.Step(inputs, s_labels.AsSpan(0, 10));
        Assert.Equal(before, network.Parameters.Hash());
        Assert.Equal((1, 0), (skips.SkippedSteps, skips.StepCount));
    }

    [Theory]
    [InlineData(39, 0)] // 40 rows leave one
    [InlineData(13, 0)]
    [InlineData(3, 0)]
    [InlineData(1, 0)]
    [InlineData(6, 0.22)] // 31 rows leave one
    public void ALastBatchOfOneRow_IsRefusedBeforeTheFirstUpdate(int batchSize, double split)
    {
        var network = new Normalized(seed: 1);
        UInt128 before = network.Parameters.Hash();
        ArgumentException exception = Assert.Throws<ArgumentException>(() => { network.Fit(s_inputs, s_labels, new SGD(0.1f), new FitOptions { BatchSize = batchSize, ValidationSplit = split }); });
        Assert.Contains($"training rows in batches of {batchSize} leave a batch of one row, but batch normalization (layer 'norm' of Normalized)", exception.Message, StringComparison.Ordinal);
        Assert.Contains(batchSize == 1 ? "BatchSize of 2 or more" : "set DropLast = true", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.Hash());
        if (batchSize > 1)
        {
            network.Fit(s_inputs, s_labels, new SGD(0.1f), new FitOptions { BatchSize = batchSize, ValidationSplit = split, DropLast = true });
        }
    }

    [Fact]
    public void OneRowMore_IsNoProblemWithoutBatchNormalization() =>
        new WeightedClasses().Fit(s_inputs.AsSpan(0, 39), s_labels.AsSpan(0, 13), new SGD(0.1f), new FitOptions { BatchSize = 12 });

    [Fact]
    public void DropLast_LeavesTheShortBatchOut()
    {
        var batches = new BatchCounter();
        var network = new Normalized(seed: 1);
        TrainingHistory history = network.Fit(s_inputs, s_labels, new SGD(0f), new FitOptions { Epochs = 2, BatchSize = 12, DropLast = true, Shuffle = false, Callbacks = [batches] });
        Assert.Equal(6, batches.Count);
        Assert.Equal(3, batches.PerEpoch);

        // The same as training on the first 36 rows.
        var shorter = new Normalized(seed: 1);
        TrainingHistory expected = shorter.Fit(s_inputs.AsSpan(0, 36 * 4), s_labels.AsSpan(0, 36), new SGD(0f), new FitOptions { Epochs = 2, BatchSize = 12, Shuffle = false });
        Assert.Equal(expected.Loss, history.Loss);
        Assert.Equal(shorter.Parameters.Hash(), network.Parameters.Hash());
        Assert.Contains("DropLast leaves out all 40 training rows", Assert.Throws<ArgumentException>(() => { network.Fit(s_inputs, s_labels, new SGD(0f), new FitOptions { BatchSize = 41, DropLast = true }); }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AResumedTraining_RestoresTheBestStatistics()
    {
        string path = Path.Combine(Path.GetTempPath(), $"staticnet-{Guid.NewGuid():N}.ckpt");
        try
        {
            UInt128 Train(int epochs, string? resume, params TrainingCallback[] callbacks)
            {
                var network = new Normalized(seed: 1);
                network.Fit(s_inputs, s_labels, new Adam(0.05f), new FitOptions
                {
                    Epochs = epochs,
                    BatchSize = 8,
                    ValidationSplit = 0.2,
                    ResumeFrom = resume,
                    Callbacks = [.. callbacks, new EarlyStopping(patience: 5, restoreBest: true)],
                });
                return network.Parameters.Hash();
            }

            UInt128 whole = Train(40, null);
            Train(6, null, new Checkpoint(path));
            Assert.Equal(whole, Train(40, path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class BatchCounter : TrainingCallback
    {
        public int Count { get; private set; }

        public int PerEpoch { get; private set; }

        public override void OnBatchEnd(TrainingContext context) => (Count, PerEpoch) = (Count + 1, context.BatchesPerEpoch);
    }
}
