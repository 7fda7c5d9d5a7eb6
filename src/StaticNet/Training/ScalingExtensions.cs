using System;

namespace StaticNet;

/// <summary>Fits the feature scales inside networks.</summary>
public static class ScalingExtensions
{
    // CA1000 takes the extension block for a generic type.
#pragma warning disable CA1000
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        /// <summary>
        /// Fits the first layer, <c>Standardize</c> or <c>MinMax</c>, to inputs: mean and population deviation, or minimum and maximum, of each feature, in one
        /// pass and in double. A constant feature's deviation or range counts as 1. Call it once, before training, with the training rows.
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major; at least one row.</param>
        /// <exception cref="ArgumentException">No whole number of rows, or a value is NaN or infinite; the model is unchanged.</exception>
        /// <exception cref="InvalidOperationException">The network has no such layer, or scales its targets too: <c>FitStandardize(inputs, targets)</c>.</exception>
        public void FitStandardize(ReadOnlySpan<float> inputs)
        {
            ArgumentNullException.ThrowIfNull(model);
            NetworkDescription description = TNetwork.Description;
            if (LayerOf(description, isInverse: true) is LayerDescription last)
            {
                throw new InvalidOperationException(
                    $"{description.Name} ends in {last.Kind}, which scales outputs back to the units of the targets; fit it too: FitStandardize(inputs, targets).");
            }

            Fit(model.Parameters, First(description), new FeatureStatistics(inputs, description.InputSize, nameof(inputs)));
        }

        /// <summary>Fits the last layer, <c>Standardize</c> or <c>MinMax</c>, to targets, and the first to inputs where it is one of these, as <c>FitStandardize(inputs)</c> does.</summary>
        /// <param name="inputs">[count, InputSize], row-major; at least one row.</param>
        /// <param name="targets">[count, OutputSize], row-major. NaN is left out under <see cref="MissingTargets.Ignore"/>.</param>
        /// <exception cref="ArgumentException">No whole number of rows, the counts differ, or a value is NaN or infinite; the model is unchanged.</exception>
        /// <exception cref="InvalidOperationException">The network does not end in such a layer.</exception>
        public void FitStandardize(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
        {
            ArgumentNullException.ThrowIfNull(model);
            NetworkDescription description = TNetwork.Description;
            BatchChecks.Targets(description, inputs.Length, targets.Length, 0);
            if (LayerOf(description, isInverse: true) is not LayerDescription last)
            {
                throw new InvalidOperationException(
                    $"{description.Name} does not end in Standardize or MinMax, so there is nothing to fit to targets; call FitStandardize(inputs), or write Standardize behind the last layer: [Sequential(4), Standardize, Linear(10), ReLU, Linear(1), Standardize].");
            }

            var ofTargets = new FeatureStatistics(targets, description.OutputSize, nameof(targets), description.MayMissTargets);
            if (LayerOf(description, isInverse: false) is LayerDescription first)
            {
                Fit(model.Parameters, first, new FeatureStatistics(inputs, description.InputSize, nameof(inputs)));
            }

            Fit(model.Parameters, last, ofTargets);
        }
    }
#pragma warning restore CA1000

    /// <summary>Whether the network ends in a scale of its targets.</summary>
    internal static bool ScalesTargets(NetworkDescription description) => LayerOf(description, isInverse: true) is not null;

    private static LayerDescription First(NetworkDescription description) => LayerOf(description, isInverse: false) ?? throw new InvalidOperationException(
        $"{description.Name} has no Standardize or MinMax layer to fit; write [Mlp(4, 10, 3, Standardize = true)], or Standardize as the first layer: [Sequential(4), Standardize, Linear(10), ReLU, Linear(3)].");

    private static LayerDescription? LayerOf(NetworkDescription description, bool isInverse) =>
        Array.Find(description.Layers, layer => layer.Kind is "Standardize" or "MinMax" && layer.Argument("inverse") != 0 == isInverse);

    private static void Fit(ParameterBuffer parameters, LayerDescription layer, FeatureStatistics statistics)
    {
        (string center, string spread) = layer.Kind == "MinMax" ? (".min", ".max") : (".mean", ".std");
        parameters.CopyFrom(layer.Name + center, layer.Kind == "MinMax" ? statistics.Min : statistics.Mean);
        parameters.CopyFrom(layer.Name + spread, layer.Kind == "MinMax" ? statistics.Max : statistics.Deviation);
    }
}
