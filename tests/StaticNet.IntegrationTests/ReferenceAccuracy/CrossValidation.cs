using System.Linq;

namespace StaticNet.IntegrationTests.ReferenceAccuracy;

/// <summary>The score of a network: mean over five seeds of the mean over five folds, as the reference values were made.</summary>
internal static class CrossValidation
{
    public const int Seeds = 5, Folds = 5;

    /// <param name="table">All rows.</param>
    /// <param name="divisor">Inputs are divided by it; 0 standardizes the columns with the training rows' moments.</param>
    /// <param name="optimizer">Hyper-parameters.</param>
    /// <param name="epochs">Epochs of each training.</param>
    /// <param name="batchSize">Rows per step.</param>
    /// <returns>The share of test rows classified rightly.</returns>
    public static double Accuracy<TNetwork, TOptimizer>(Table table, float divisor, TOptimizer optimizer, int epochs, int batchSize)
        where TNetwork : class, INetwork<TNetwork>
        where TOptimizer : struct, IOptimizer =>
        Mean((seed, fold) =>
        {
            (Table training, Table test) = Scaled(table.Split(fold), divisor);
            TNetwork model = TNetwork.Create(seed);
            model.Fit(training.Inputs, training.Labels, optimizer, Options(epochs, batchSize, seed));
            return model.Evaluate(test.Inputs, test.Labels).Accuracy;
        });

    /// <returns>R² on the test rows, the targets being standardized with the training rows' moments.</returns>
    public static double R2<TNetwork, TOptimizer>(Table table, TOptimizer optimizer, int epochs, int batchSize)
        where TNetwork : class, INetwork<TNetwork>
        where TOptimizer : struct, IOptimizer =>
        Mean((seed, fold) =>
        {
            (Table rawTraining, Table rawTest) = table.Split(fold);
            Table training = rawTraining.Standardized(rawTraining).WithStandardizedTargets(rawTraining);
            Table test = rawTest.Standardized(rawTraining).WithStandardizedTargets(rawTraining);
            TNetwork model = TNetwork.Create(seed);
            model.Fit(training.Inputs, training.Targets, optimizer, Options(epochs, batchSize, seed));
            return model.Evaluate(test.Inputs, test.Targets).R2;
        });

    public static FitOptions Options(int epochs, int batchSize, ulong seed) =>
        new() { Epochs = epochs, BatchSize = batchSize, Seed = seed, TrainingAccuracy = false };

    private static (Table Training, Table Test) Scaled((Table Training, Table Test) split, float divisor) => divisor == 0
        ? (split.Training.Standardized(split.Training), split.Test.Standardized(split.Training))
        : (split.Training.Divided(divisor), split.Test.Divided(divisor));

    private static double Mean(System.Func<ulong, int, double> score) =>
        Enumerable.Range(1, Seeds).Average(seed => Enumerable.Range(0, Folds).Average(fold => score((ulong)seed, fold)));
}
