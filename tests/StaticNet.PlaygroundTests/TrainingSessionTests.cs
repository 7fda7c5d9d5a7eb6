using System;
using System.Linq;
using StaticNet.Samples.Playground.Data;
using StaticNet.Samples.Playground.Networks;
using StaticNet.Samples.Playground.Training;
using Xunit;

namespace StaticNet.PlaygroundTests;

public sealed class TrainingSessionTests
{
    public static TheoryData<string> Networks => [.. NetworkChoice.All.Select(network => network.Class.Name)];

    public static TheoryData<string> Optimizers => [.. OptimizerChoice.All.Select(optimizer => optimizer.Name)];

    [Fact]
    public void DefaultSettings_ReachTheGoalOnSpirals()
    {
        var settings = new Settings();
        (ITrainingSession session, Score heldBack) = Train(settings, updates: 1500);

        Assert.True(heldBack.Accuracy >= Settings.Goal, $"{heldBack.Accuracy:P1} of the points held back after {session.UpdateCount} updates.");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void EveryNetwork_LowersItsLossOnMoons(string name)
    {
        NetworkChoice network = NetworkChoice.All.Single(choice => choice.Class.Name == name);
        PointSet points = DataSets.Create(DataSetKind.Moons, 200, seed: 1);
        ITrainingSession session = network.Start(OptimizerChoice.Find("Adam"), 0.01, points, batchSize: 32, seed: 1);
        double before = session.Evaluate(points).Loss;
        for (int update = 0; update < 200; update++)
        {
            session.Update();
        }

        Assert.Equal(name, session.Description.Name);
        Assert.True(session.Evaluate(points).Loss < 0.9 * before, $"{before} → {session.Evaluate(points).Loss}");
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void StepInNumbers_IsTheSameUpdate_AndItsNumbersBelongTogether(string optimizer)
    {
        Settings settings = new Settings { Optimizer = optimizer, LearningRate = OptimizerChoice.Find(optimizer).LearningRate };
        ITrainingSession plain = settings.Start(settings.CreatePoints()), shown = settings.Start(settings.CreatePoints());
        StepInNumbers step = shown.UpdateInNumbers();
        for (int update = 0; update < 2; update++)
        {
            plain.Update();
            step = update == 0 ? shown.UpdateInNumbers() : step;
        }

        // Three plain updates would be too many: the first of the shown ones was made above.
        Assert.Equal(plain.Parameters.Hash(), shown.Parameters.Hash());
        Assert.Equal(2, step.Number);
        Assert.Equal(step.After.Hash(), shown.Parameters.Hash());
        Assert.Equal(step.Losses.Average(loss => (double)loss), step.Loss, 1e-6);
        for (int row = 0; row < step.Count; row++)
        {
            Assert.Equal(Math.Exp(-step.Losses[row]), step.ProbabilityOfLabel(row), 1e-5);
        }

        if (optimizer == "SGD")
        {
            foreach (ParameterInfo parameter in shown.Description.Layout.Parameters)
            {
                float[] before = StepInNumbers.Values(step.Before, parameter), gradient = StepInNumbers.Values(step.Gradients, parameter), after = StepInNumbers.Values(step.After, parameter);
                Assert.All(after, (value, i) => Assert.Equal(before[i] - (step.LearningRate * gradient[i]), value, 1e-6));
            }
        }
    }

    [Fact]
    public void EqualSettings_GiveEqualTrainings_AndOtherSeedsOthers()
    {
        UInt128 HashWith(ulong seed) => Train(new Settings { Seed = seed }, updates: 50).Session.Parameters.Hash();

        Assert.Equal(HashWith(5), HashWith(5));
        Assert.NotEqual(HashWith(5), HashWith(6));
    }

    [Fact]
    public void APass_SeesEveryPointOnce()
    {
        PointSet points = DataSets.Create(DataSetKind.Spirals, 50, seed: 1);
        ITrainingSession session = NetworkChoice.Find(NetworkShape.Line, Activation.ReLU).Start(OptimizerChoice.Find("SGD"), 0.1, points, batchSize: 16, seed: 1);
        float[] seen = [.. Enumerable.Range(0, 4).SelectMany(_ => session.UpdateInNumbers().Inputs)];

        Assert.Equal(points.Inputs.ToArray().Order(), seen.Order());
        Assert.Equal(0, session.EpochCount);
        session.Update();
        Assert.Equal(1, session.EpochCount);
    }

    [Fact]
    public void PointsDrawnWhileTraining_TakePart()
    {
        var points = DataSets.Create(DataSetKind.Empty, 0, seed: 1);
        ITrainingSession session = new Settings { Data = DataSetKind.Empty }.Start(points);

        Assert.Throws<InvalidOperationException>(() => session.Update());
        points.Draw(1, 1, 1);
        Assert.Equal(1, session.UpdateInNumbers().Count);
        points.Draw(-1, -1, 0);
        Assert.Equal(2, session.UpdateInNumbers().Count);
        points.ClearDrawn();
        Assert.Throws<InvalidOperationException>(() => session.Update());
    }

    [Fact]
    public void Predict_IsTheSoftmaxOfTheOutputs_AndAgreesWithTheAccuracy()
    {
        (ITrainingSession session, _) = Train(new Settings(), updates: 200);
        PointSet points = session.Points;
        var probabilities = new float[points.Count];
        session.Predict(points.Inputs, probabilities);

        int right = probabilities.Where((probability, i) => (probability > 0.5f ? 1 : 0) == points.Labels[i]).Count();
        Assert.Equal((double)right / points.Count, session.Evaluate(points).Accuracy);
        StepInNumbers step = session.UpdateInNumbers();
        Assert.Equal(Math.Exp(step.Outputs[1]) / (Math.Exp(step.Outputs[0]) + Math.Exp(step.Outputs[1])), step.Labels[0] == 1 ? step.ProbabilityOfLabel(0) : 1 - step.ProbabilityOfLabel(0), 1e-6);
    }

    [Fact]
    public void GradientNorms_AreThoseOfTheLayers()
    {
        ITrainingSession session = new Settings { Shape = NetworkShape.Normed }.Start(new Settings().CreatePoints());
        StepInNumbers step = session.UpdateInNumbers();
        var norms = new double[session.LayerNames.Count];
        session.CopyGradientNorms(norms);

        Assert.Equal(["0", "1", "3", "4", "6"], session.LayerNames);
        Assert.Equal(step.Gradients.Norm(), Math.Sqrt(norms.Sum(norm => norm * norm)), 1e-6);
        Assert.All(norms, norm => Assert.True(norm > 0));
    }

    [Fact]
    public void TheFirstExperiment_CannotBeLearnt_AndTheSecondCan()
    {
        Assert.True(Train(Experiment.All[0].Settings, updates: 1000).HeldBack.Accuracy < 0.75);
        Assert.True(Train(Experiment.All[1].Settings, updates: 1000).HeldBack.Accuracy >= Settings.Goal);
    }

    [Fact]
    public void TheThirdExperiment_HasVanishingGradients()
    {
        (ITrainingSession session, _) = Train(Experiment.All[2].Settings, updates: 300);
        var norms = new double[session.LayerNames.Count];
        session.CopyGradientNorms(norms);

        Assert.True(norms[0] < norms[^1] / 30, $"first layer {norms[0]}, last layer {norms[^1]}");
    }

    [Fact]
    public void TheFourthExperiment_ReachesTheGoalSooner_AndTheFifthNever()
    {
        int normalized = UpdatesToGoal(Experiment.All[3].Settings, most: 2000), plain = UpdatesToGoal(new Settings(), most: 2000);

        Assert.True(normalized < plain && plain < 2000, $"{normalized} with layer normalization, {plain} without");
        Assert.Equal(2000, UpdatesToGoal(Experiment.All[4].Settings, most: 2000));
    }

    [Fact]
    public void Declarations_AreReadFromTheSourceFile()
    {
        Assert.Equal("[Mlp(2, 16, 16, 2, Activation = Activation.Tanh)]\npublic sealed partial class WideTanh;", NetworkDeclaration.Of(typeof(WideTanh)));
        Assert.All(NetworkChoice.All, network => Assert.EndsWith($"partial class {network.Class.Name};", NetworkDeclaration.Of(network.Class), StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => NetworkDeclaration.Of(typeof(string)));
    }

    [Fact]
    public void EveryCombination_IsOfferedOnce()
    {
        foreach (NetworkShape shape in Enum.GetValues<NetworkShape>())
        {
            foreach (Activation activation in NetworkChoice.Activations)
            {
                NetworkChoice found = NetworkChoice.Find(shape, activation);
                Assert.Equal(shape, found.Shape);
                Assert.Equal(shape == NetworkShape.Line ? "Line" : $"{shape}{activation}", found.Class.Name);
            }
        }

        Assert.Equal(NetworkChoice.All.Count, NetworkChoice.All.Select(network => network.Class).Distinct().Count());
    }

    private static int UpdatesToGoal(Settings settings, int most)
    {
        PointSet heldBack = settings.CreateHeldBackPoints();
        ITrainingSession session = settings.Start(settings.CreatePoints());
        for (int update = 20; update < most; update += 20)
        {
            for (int i = 0; i < 20; i++)
            {
                session.Update();
            }

            if (session.Evaluate(heldBack).Accuracy >= Settings.Goal)
            {
                return update;
            }
        }

        return most;
    }

    private static (ITrainingSession Session, Score HeldBack) Train(Settings settings, int updates)
    {
        ITrainingSession session = settings.Start(settings.CreatePoints());
        for (int update = 0; update < updates; update++)
        {
            session.Update();
        }

        return (session, session.Evaluate(settings.CreateHeldBackPoints()));
    }
}
