using System;
using System.Linq;
using StaticNet.IntegrationTests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

[Mlp(4, 10, 3, Activation = Activation.Tanh)]
[Training(Loss = Loss.MeanSquaredError, OutputWeights = [1f, 2f, 0.5f], MissingTargets = MissingTargets.Ignore)]
public partial class SomeTargets;

[Mlp(40, 64, 11, Activation = Activation.Tanh)]
[Training(Loss = Loss.SmoothL1, MissingTargets = MissingTargets.Ignore)]
public partial class SomeOfManyTargets;

[Mlp(4, 10, 3, OutputActivation = Activation.Sigmoid)]
[Training(MissingTargets = MissingTargets.Ignore)]
public partial class SomeTags;

[Mlp(4, 10, 1, OutputActivation = Activation.Sigmoid)]
[Training(MissingTargets = MissingTargets.Ignore)]
public partial class SomeAnswers;

[Mlp(4, 10, 3)]
public partial class AllTargets;

[Sequential(2), GRU(5), Linear(3)]
[Training(MissingTargets = MissingTargets.Ignore, OutputWeights = [1f, 0.5f, 2f])]
public partial class SomeSteps;

[Sequential(4), Standardize, Linear(8), Tanh, Linear(2), Standardize]
[Training(MissingTargets = MissingTargets.Ignore)]
public partial class SomeScaledTargets;

public sealed record SensorRow(float First, double Second);

public sealed record SensorTargets(float? Left, double? Right, float Always);

[Mlp<SensorRow, SensorTargets>(8, Activation = Activation.Tanh)]
[Training(MissingTargets = MissingTargets.Ignore)]
public partial class TypedSensors;

/// <summary>Targets of NaN count for nothing: losses are means over the targets that are there, whatever the batches, blocks and threads.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class MissingTargetTests
{
    private const int Count = 700; // three blocks of an evaluation, and a shorter last batch

    private static readonly float[] s_inputs = Layers.Data.Normal(Count * 4, 4);

    // The last block of an evaluation has no target at all.
    private static readonly float[] s_targets = Targets(Count, 3);

    private static readonly double[] s_weights = [1, 2, 0.5];

    [Theory]
    [InlineData(32)]
    [InlineData(256)]
    [InlineData(699)]
    [InlineData(700)]
    public void Fit_ReportsTheMeanOfTheTargetsThatAreThere(int batchSize)
    {
        // A learning rate of 0: all batches see the same parameters.
        var network = new SomeTargets(2);
        double expected = Oracle(network.ForwardBatch(s_inputs), s_targets);
        TrainingHistory history = network.Fit(s_inputs, s_targets, new SGD(0), new FitOptions { Epochs = 2, BatchSize = batchSize, ValidationData = (s_inputs, s_targets) });
        Assert.All(history.Epochs, e => Assert.Equal(expected, e.Loss, 1e-6));
        Assert.All(history.Epochs, e => Assert.Equal(expected, e.ValidationLoss!.Value, 1e-6));
    }

    [Fact]
    public void Evaluate_MeasuresEachOutputOverItsOwnTargets()
    {
        var network = new SomeTargets(2);
        float[] outputs = network.ForwardBatch(s_inputs);
        Evaluation evaluation = network.Evaluate(s_inputs, s_targets);
        Assert.Equal(Oracle(outputs, s_targets), evaluation.Loss, 1e-6);
        Assert.Equal(Enumerable.Range(0, Count).Count(row => s_targets.AsSpan(row * 3, 3).ContainsAnyExcept(float.NaN)), evaluation.Count);
        for (int c = 0; c < 3; c++)
        {
            int[] there = [.. Enumerable.Range(0, Count).Where(row => !float.IsNaN(s_targets[(row * 3) + c]))];
            double mean = there.Average(row => (double)s_targets[(row * 3) + c]);
            double squares = there.Sum(row => Math.Pow(outputs[(row * 3) + c] - (double)s_targets[(row * 3) + c], 2));
            Assert.Equal(there.Average(row => Math.Abs(outputs[(row * 3) + c] - (double)s_targets[(row * 3) + c])), evaluation.Outputs[c].MeanAbsoluteError, 1e-6);
            Assert.Equal(Math.Sqrt(squares / there.Length), evaluation.Outputs[c].RootMeanSquaredError, 1e-6);
            Assert.Equal(1 - (squares / there.Sum(row => Math.Pow(s_targets[(row * 3) + c] - mean, 2))), evaluation.Outputs[c].R2, 1e-5);
        }

        Assert.Equal(evaluation.Loss, network.Evaluate(s_inputs, s_targets, maxDegreeOfParallelism: 3).Loss);
    }

    [Fact]
    public void AnOutputWithoutTargets_HasNoErrors_AndTheOthersMakeTheMeans()
    {
        float[] targets = [.. s_targets.Select((t, i) => i % 3 == 1 ? float.NaN : t)];
        Evaluation evaluation = new SomeTargets(2).Evaluate(s_inputs, targets);
        Assert.True(double.IsNaN(evaluation.Outputs[1].MeanAbsoluteError) && double.IsNaN(evaluation.Outputs[1].R2));
        Assert.Equal((evaluation.Outputs[0].R2 + evaluation.Outputs[2].R2) / 2, evaluation.R2, 1e-12);
        Assert.Equal(evaluation.R2, new SomeTargets(2).Evaluate(s_inputs, targets, static (outputs, _, _, _) => outputs.Length).R2);
        Assert.Equal((evaluation.Outputs[0].MeanAbsoluteError + evaluation.Outputs[2].MeanAbsoluteError) / 2, evaluation.MeanAbsoluteError, 1e-12);
    }

    [Fact]
    public void APredictionOfNaN_IsNoMissingTarget()
    {
        float[] targets = [.. s_targets.Select((t, i) => i % 3 == 2 ? float.NaN : t)];
        var model = new SomeTargets(2);
        ParameterInfo bias = model.Parameters.Layout.Parameters[^1];
        model.Parameters.Values[bias.StorageIndex(1)] = float.NaN; // of output 1
        Check(model.Evaluate(s_inputs, targets));
        Check(model.Evaluate(s_inputs, targets, static (outputs, _, _, _) => outputs.Length));

        var steps = new SomeSteps(1);
        bias = steps.Parameters.Layout.Parameters[^1];
        steps.Parameters.Values[bias.StorageIndex(1)] = float.NaN;
        Check(steps.Evaluate(s_inputs[..24], targets[..36], 6));

        static void Check(Evaluation evaluation)
        {
            Assert.True(double.IsFinite(evaluation.Outputs[0].R2) && double.IsNaN(evaluation.Outputs[1].R2) && double.IsNaN(evaluation.Outputs[2].R2));
            Assert.True(double.IsNaN(evaluation.MeanAbsoluteError) && double.IsNaN(evaluation.RootMeanSquaredError) && double.IsNaN(evaluation.R2));
        }
    }

    [Fact]
    public void ALossOfOnesOwn_IsNotToldToIgnoreTargets()
    {
        float[] targets = TestData.Uniform(4 * 3, 2);
        targets[7] = float.NaN;
        Check(new AllTargets(1));
        Check(new SomeTargets(1)); // the network's own loss would leave it out

        void Check<TNetwork>(TNetwork model)
            where TNetwork : class, INetwork<TNetwork>
        {
            string message = Assert.Throws<TrainingDivergedException>(() => model.Fit(s_inputs.AsSpan(0, 16), targets, (LossFunction)Squares, new SGD(0.1), new FitOptions { Shuffle = false })).Message;
            Assert.Contains("Its target row 2 holds NaN at column 1: clean the data.", message, StringComparison.Ordinal);
        }

        static float Squares(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int outputSize)
        {
            float sum = 0;
            for (int i = 0; i < outputs.Length; i++)
            {
                gradients[i] = outputs[i] - targets[i];
                sum += gradients[i] * gradients[i] / 2;
            }

            return sum;
        }
    }

    [Fact]
    public void ErrorsOfSequences_DoNotCancel()
    {
        // The pressure of the air in pascal.
        float[] inputs = s_inputs[..48], targets = [.. TestData.Uniform(24 * 3, 5, 0.1f).Select((t, i) => i % 3 == 2 ? 0.1f : 101325 + t)];
        var model = new SomeSteps(1);
        ParameterInfo bias = model.Parameters.Layout.Parameters[^1];
        model.Parameters.Values[bias.StorageIndex(0)] = 101325;
        Evaluation evaluation = model.Evaluate(inputs, targets, 6);
        float[] outputs = new float[targets.Length];
        model.ForwardSequences(6, inputs, outputs);
        for (int c = 0; c < 2; c++)
        {
            double mean = Enumerable.Range(0, 24).Average(row => (double)targets[(row * 3) + c]);
            double spread = Enumerable.Range(0, 24).Sum(row => Math.Pow(targets[(row * 3) + c] - mean, 2));
            double squares = Enumerable.Range(0, 24).Sum(row => Math.Pow((double)outputs[(row * 3) + c] - targets[(row * 3) + c], 2));
            Assert.Equal(1, evaluation.Outputs[c].R2 / (1 - (squares / spread)), 1e-9);
        }

        Assert.Equal(0, evaluation.Outputs[2].R2); // all targets equal
    }

    [Fact]
    public void Gradients_AreThoseOfTheRows_WhereWholeRowsAreMissing()
    {
        Equal(new SomeTargets(1), 3);
        Equal(new SomeOfManyTargets(1), 11);
        Equal(new SomeTags(1), 3);

        static void Equal<TNetwork>(TNetwork model, int columns)
            where TNetwork : class, INetwork<TNetwork>
        {
            foreach (int rows in new[] { 2, 11, 45, 300 })
            {
                int size = TNetwork.Description.InputSize;
                float[] inputs = Layers.Data.Normal(rows * size, 3), targets = TestData.Uniform(rows * columns, 5, 0.5f);
                int[] there = [.. Enumerable.Range(0, rows).Where(row => row % 3 != 1)];
                ParameterBuffer expected = new(model.Parameters.Layout), found = new(model.Parameters.Layout);
                float loss = model.ComputeGradients(
                    new Batch([.. there.SelectMany(row => inputs[(row * size)..((row + 1) * size)])], [.. there.SelectMany(row => targets[(row * columns)..((row + 1) * columns)])]),
                    expected, accumulate: false);
                float[] some = [.. targets.Select((t, i) => i / columns % 3 == 1 ? float.NaN : t)];
                Assert.Equal(loss, model.ComputeGradients(new Batch(inputs, some), found, accumulate: false), 2e-6f);
                Assert.All(Enumerable.Range(0, found.Values.Length), i => Assert.Equal(expected.Values[i], found.Values[i], 2e-6f));
            }
        }
    }

    [Fact]
    public void GradientChecks_Pass()
    {
        float[] inputs = s_inputs[..(9 * 4)], targets = s_targets[..(9 * 3)];
        Passes(new SomeTargets(1).GradientCheck(inputs, targets));
        Passes(new SomeTags(1).GradientCheck(inputs, [.. targets.Select(t => t / 8)]));
        float[] many = Layers.Data.Normal(9 * 40, 3);
        Passes(new SomeOfManyTargets(1).GradientCheck(many, Targets(9, 11)));
        Passes(new SomeSteps(1).GradientCheck(new SequenceBatch(Layers.Data.Normal(2 * 6 * 2, 7), Targets(12, 3), 6)));

        static void Passes(GradientCheckResult check) => Assert.True(check.Passed, check.ToString());
    }

    [Fact]
    public void NoTargetAtAll_IsZero_AndChangesNothing()
    {
        Zero(new SomeTargets(1));
        Zero(new SomeOfManyTargets(1));
        Zero(new SomeTags(1));

        static void Zero<TNetwork>(TNetwork model)
            where TNetwork : class, INetwork<TNetwork>
        {
            foreach (int rows in new[] { 1, 17 })
            {
                float[] inputs = Layers.Data.Normal(rows * TNetwork.Description.InputSize, 3), targets = new float[rows * TNetwork.Description.OutputSize];
                Array.Fill(targets, float.NaN);
                var gradients = new ParameterBuffer(model.Parameters.Layout);
                gradients.Values[0] = 1;
                Assert.Equal(0, model.ComputeGradients(new Batch(inputs, targets), gradients, accumulate: false));
                Assert.Equal(0, gradients.Norm());
                UInt128 before = model.Parameters.Hash();
                Assert.Equal(0, model.CreateTrainer(new SGD(0.1)).Step(inputs, targets));
                Assert.Equal(before, model.Parameters.Hash());
                Assert.Contains("are missing (NaN)", Assert.Throws<ArgumentException>(() => model.Fit(inputs, targets, new SGD(0.1))).Message, StringComparison.Ordinal);
                Assert.Contains("are missing (NaN)", Assert.Throws<ArgumentException>(() => model.Evaluate(inputs, targets)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void ChosenRows_WithoutATarget_AreRefused()
    {
        int[] last = [.. Enumerable.Range(Count - 20, 20)];
        var model = new SomeTargets(1);
        Assert.Contains("All targets of the 20 training rows in use are missing (NaN)", Assert.Throws<ArgumentException>(() => model.Fit(s_inputs, s_targets, new SGD(0.1), rows: last)).Message, StringComparison.Ordinal);
        Assert.Contains("All targets of the 20 chosen evaluation rows are missing (NaN)", Assert.Throws<ArgumentException>(() => model.Evaluate(s_inputs, s_targets, rows: last)).Message, StringComparison.Ordinal);
        var options = new FitOptions { Shuffle = false, ValidationSplit = 0.1 };
        Assert.Contains("All targets of the 70 rows held back by ValidationSplit are missing (NaN)", Assert.Throws<ArgumentException>(() => model.Fit(s_inputs, s_targets, new SGD(0.1), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABinaryClassifier_IsMeasuredOnTheAnswersThatAreThere()
    {
        var model = new SomeAnswers(3);
        float[] targets = [.. Enumerable.Range(0, Count).Select(i => i % 4 == 2 ? float.NaN : i % 3 == 0 ? 1f : 0f)];
        int[] there = [.. Enumerable.Range(0, Count).Where(i => i % 4 != 2)];
        Evaluation some = model.Evaluate(s_inputs, targets), expected = model.Evaluate(s_inputs, [.. targets.Select(t => t == 1 ? 1 : 0)], rows: there);
        Assert.Equal((expected.Accuracy, expected.Count, there.Length), (some.Accuracy, some.Count, some.ConfusionMatrix!.Total));
        Assert.Equal(expected.Loss, some.Loss, 1e-6);
    }

    [Fact]
    public void WithoutTheOption_TheRowAndColumnAreNamed()
    {
        var model = new AllTargets(1);
        float[] targets = TestData.Uniform(4 * 3, 2);
        targets[7] = float.NaN;
        string message = Assert.Throws<TrainingDivergedException>(() => { model.Fit(s_inputs[..16], targets, new SGD(0.1)); }).Message;
        Assert.Contains("Its target row 2 holds NaN at column 1: clean the data, or declare [Training(MissingTargets = MissingTargets.Ignore)]", message, StringComparison.Ordinal);

        // An infinity is no missing target.
        var some = new SomeTargets(1);
        (targets[7], targets[8]) = (float.NaN, float.PositiveInfinity);
        message = Assert.Throws<TrainingDivergedException>(() => { some.Fit(s_inputs[..16], targets, new SGD(0.1)); }).Message;
        Assert.Contains("Its target row 2 holds Infinity at column 2: clean the data.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TypedRows_MissWhatIsNull()
    {
        (SensorRow, SensorTargets)[] rows = [.. Enumerable.Range(0, 40).Select(i => (
            new SensorRow(s_inputs[2 * i], s_inputs[(2 * i) + 1]), new SensorTargets(i % 3 == 0 ? null : s_inputs[i], i % 4 == 1 ? null : s_inputs[i + 1], s_inputs[i + 2])))];
        float[] targets = [.. rows.SelectMany(row => new[] { row.Item2.Left ?? float.NaN, (float)(row.Item2.Right ?? double.NaN), row.Item2.Always })];
        TypedSensors typed = new(2), plain = new(2);
        var options = new FitOptions { Epochs = 3, BatchSize = 8 };
        Assert.Equal(plain.Fit(s_inputs[..80], targets, new Adam(), options).Last!.Loss, typed.Fit(rows, new Adam(), options).Last!.Loss);
        Assert.Equal(plain.Parameters.Hash(), typed.Parameters.Hash());
        Assert.Equal(plain.Evaluate(s_inputs[..80], targets).R2, typed.Evaluate(rows).R2);
        SensorTargets predicted = typed.Predict(rows[0].Item1);
        float[] found = [predicted.Left!.Value, (float)predicted.Right!.Value, predicted.Always];
        Assert.Equal(plain.Forward(s_inputs[..2]), found);
    }

    [Fact]
    public void Scales_AreFittedToTheTargetsThatAreThere()
    {
        var model = new SomeScaledTargets(1);
        float[] targets = [1, float.NaN, 3, 10, float.NaN, 10, 5, float.NaN];
        model.FitStandardize(s_inputs[..16], targets);
        float[] mean = new float[2], deviation = new float[2];
        model.Parameters.CopyTo("4.mean", mean);
        model.Parameters.CopyTo("4.std", deviation);
        Assert.Equal([3f, 10f], mean);
        Assert.Equal([MathF.Sqrt(8f / 3), 1f], deviation);
        targets[3] = targets[5] = float.NaN;
        Assert.Contains("targets has no value in column 1, all 4 are missing (NaN)", Assert.Throws<ArgumentException>(() => model.FitStandardize(s_inputs[..16], targets)).Message, StringComparison.Ordinal);
        Assert.Equal(3f, mean[0]);
    }

    [Fact]
    public void Sequences_LeaveTargetsOut()
    {
        var model = new SomeSteps(1);
        float[] inputs = Layers.Data.Normal(2 * 6 * 2, 7), targets = Layers.Data.Normal(12 * 3, 8);
        float[] weights = [1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1];
        float[] missing = [.. targets.Select((t, i) => weights[i / 3] == 0 ? float.NaN : t)];
        ParameterBuffer expected = SomeSteps.CreateGradients(), found = SomeSteps.CreateGradients();
        float loss = model.ComputeGradients(new SequenceBatch(inputs, targets, 6) { StepWeights = weights }, expected, accumulate: false);
        Assert.Equal(loss, model.ComputeGradients(new SequenceBatch(inputs, missing, 6), found, accumulate: false), 2e-6f);
        Assert.All(Enumerable.Range(0, found.Values.Length), i => Assert.Equal(expected.Values[i], found.Values[i], 2e-6f));
        Evaluation evaluation = model.Evaluate(inputs, missing, 6);
        Assert.Equal(loss, evaluation.Loss, 1e-6);
        Assert.True(double.IsFinite(evaluation.MeanAbsoluteError) && double.IsFinite(evaluation.ErrorToSignalRatio));
        TrainingHistory history = model.Fit(inputs, missing, 6, new SGD(0), new FitOptions { Epochs = 1, BatchSize = 1, Truncation = 2 });
        Assert.Equal(loss, history.Epochs[0].Loss, 1e-6);
        missing.AsSpan().Fill(float.NaN);
        Assert.Equal(0, model.ComputeGradients(new SequenceBatch(inputs, missing, 6), found, accumulate: false));
        Assert.Equal(0, found.Norm());
    }

    [Fact]
    public void Steps_AllocateNothing()
    {
        var trainer = new SomeTargets(1).CreateTrainer(new Adam(), 64);
        float[] inputs = s_inputs[..256], targets = s_targets[..192];
        Assert.Equal(0, Allocations.Least(() => trainer.Step(inputs, targets)));
        Assert.Equal(0, Allocations.Least(() => trainer.Step(inputs.AsSpan(0, 4), targets.AsSpan(0, 3))));
    }

    private static float[] Targets(int rows, int columns)
    {
        float[] targets = TestData.Uniform(rows * columns, 9, 4);
        TestData.Remove(targets, columns);
        for (int row = Count - 150; row < rows; row++)
        {
            targets.AsSpan(row * columns, columns).Fill(float.NaN);
        }

        return targets;
    }

    private static double Oracle(float[] outputs, float[] targets)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            if (!float.IsNaN(targets[i]))
            {
                sum += s_weights[i % 3] * ((double)outputs[i] - targets[i]) * ((double)outputs[i] - targets[i]);
                count++;
            }
        }

        return sum / count;
    }
}
