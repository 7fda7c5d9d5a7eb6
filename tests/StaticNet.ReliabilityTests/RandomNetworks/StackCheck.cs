using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>Compares everything that a stack computes with the oracle in double, its gradients with differences of the oracle.</summary>
internal sealed class StackCheck<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    /// <summary>The fixtures' tolerance, relative to the largest value of an array.</summary>
    private const double Relative = 4e-6;

    /// <summary>A difference in double over 2·10⁻⁶ is known to about this, relative to what is differentiated.</summary>
    private const double DifferenceError = 2e-9;

    private const int IndicesPerParameter = 4, Moves = 4;

    private static readonly HashSet<string> s_trainable = [.. Description.Layout.Parameters.ToArray().Where(p => p.IsTrainable).Select(p => p.Name)];

    // tanhshrink(x) = x − tanh(x) is judged absolutely near 0, as the fixtures' README says.
    private static readonly double s_absolute = Description.Layers.Any(l => l.Kind == "Tanhshrink") ? 1e-7 : 0;

    private readonly object _declared;
    private readonly Random _random;
    private readonly TNetwork _network;
    private readonly Dictionary<string, float[]> _parameters;

    private StackCheck(object declared, int seed)
    {
        _declared = declared;
        _random = new Random(seed);
        _network = TNetwork.Create((ulong)seed);
        LeaveNeutralStart();
        _parameters = Read(_network.Parameters);
    }

    private static NetworkDescription Description => TNetwork.Description;

    /// <summary>Forward, batches, loss, gradients of labels and of numbers with and without training, the vector-Jacobian product; padding and canaries.</summary>
    public static void Run(RandomStack declared)
    {
        var check = new StackCheck<TNetwork>(declared, declared.Seed);
        check.CompareForward(NetworkCheck.Numbers(check._random, (declared.Rows + 128) * Description.InputSize), bitsOnly: true);
        check.Compare(NetworkCheck.Numbers(check._random, declared.Rows * Description.InputSize), 0);
    }

    /// <summary>The same for given rows; one of them goes through the vector-Jacobian product.</summary>
    /// <param name="what">What identifies the case in a failure.</param>
    /// <param name="seed">Of parameters and targets.</param>
    /// <param name="inputs">[rows, InputSize].</param>
    /// <param name="row">The one row.</param>
    public static void Run(string what, int seed, float[] inputs, int row) => new StackCheck<TNetwork>(what, seed).Compare(inputs, row);

    private void Compare(float[] inputs, int row)
    {
        int ins = Description.InputSize, outs = Description.OutputSize, rows = inputs.Length / ins;
        CompareForward(inputs);
        CompareBackward(inputs[(row * ins)..((row + 1) * ins)], NetworkCheck.Numbers(_random, outs));

        float[] targets = NetworkCheck.Targets(_random, rows, outs);
        double[] exactTargets = Array.ConvertAll(targets, t => (double)t);
        if (Description.Heads.Count > 0)
        {
            CompareLoss(inputs, beforeOutput: false, prediction => Description.Heads.Sum(head => HeadLoss(head, prediction, exactTargets)), x => new Batch(x, targets));
            return;
        }

        CompareLoss(inputs, Description.NumberLoss, (loss, prediction) => loss.Compute(prediction, rows, exactTargets).Loss, x => new Batch(x, targets));
        if (Description.LabelLoss is { } labelLoss)
        {
            int[] labels = [.. Enumerable.Range(0, rows).Select(_ => _random.Next(Math.Max(2, outs)))];
            CompareLoss(inputs, labelLoss, (loss, prediction) => loss.Compute(prediction, rows, labels).Loss, x => new Batch(x, labels));
        }
    }

    private delegate Batch ToBatch(float[] inputs);

    private void CompareForward(float[] inputs, bool bitsOnly = false)
    {
        int ins = Description.InputSize, outs = Description.OutputSize, rows = inputs.Length / ins;

        // Results in the middle of larger blocks: nothing beside them may change.
        float[] batch = new float[(rows * outs) + 32], single = new float[(rows * outs) + 32];
        Array.Fill(batch, NetworkCheck.Canary);
        Array.Fill(single, NetworkCheck.Canary);
        _network.ForwardBatch(inputs, batch.AsSpan(16, rows * outs));
        for (int row = 0; row < rows; row++)
        {
            _network.Forward(inputs.AsSpan(row * ins, ins), single.AsSpan(16 + (row * outs), outs));
        }

        Assert.True(SameBits(batch, single), $"ForwardBatch differs from Forward, or one of them wrote beside its rows: {_declared}");
        Assert.True(batch[..16].Concat(batch[^16..]).All(v => v == NetworkCheck.Canary), $"written outside the outputs: {_declared}");
        if (!bitsOnly)
        {
            CheckValues("output", batch[16..^16], inputs, new Batch(inputs, ReadOnlySpan<float>.Empty), (_, output) => output);
        }
    }

    private void CompareLoss(float[] inputs, Loss loss, Func<ReferenceLoss, double[], double> value, ToBatch toBatch)
    {
        ReferenceLoss reference = ReferenceLoss.For(loss);
        bool beforeOutput = reference.Name is "cross_entropy" or "bce_with_logits" && Description.Layers[^1].Kind is "Softmax" or "Sigmoid";
        CompareLoss(inputs, beforeOutput, prediction => value(reference, prediction), toBatch);
    }

    private static double HeadLoss(OutputHead head, double[] prediction, double[] targets)
    {
        double[] Columns(double[] all) => [.. all.Chunk(head.OutputSize).SelectMany(row => row[head.Start..(head.Start + head.Size)])];
        return head.LossWeight * ReferenceLoss.For(head.Loss).Compute(Columns(prediction), prediction.Length / head.OutputSize, Columns(targets)).Loss;
    }

    private void CompareLoss(float[] inputs, bool beforeOutput, Func<double[], double> value, ToBatch toBatch)
    {
        double Objective(double[] preOutput, double[] output) => value(beforeOutput ? preOutput : output);

        bool needsRows = Description.Layers.Any(l => l.Kind == "BatchNorm1d");
        foreach (bool isTraining in (bool[])[false, true])
        {
            bool trainsOtherwise = needsRows || Description.Layers.Any(l => l.Kind == "Dropout");
            if (isTraining && (!trainsOtherwise || (needsRows && inputs.Length / Description.InputSize < 3)))
            {
                continue; // of two rows, a norm over the batch knows only which is larger
            }

            Batch Make(float[] x)
            {
                Batch batch = toBatch(x);
                return batch.HasLabels
                    ? new Batch(batch.Inputs, batch.Labels) { IsTraining = isTraining, DropoutSeed = 42 }
                    : new Batch(batch.Inputs, batch.Targets) { IsTraining = isTraining, DropoutSeed = 42 };
            }

            string mode = isTraining ? ", training" : "";
            float computed = _network.ComputeLoss(Make(inputs));
            CheckValues("loss" + mode, [computed], inputs, Make(inputs), (pre, output) => [Objective(pre, output)]);

            ParameterBuffer gradients = new(Description.Layout), again = new(Description.Layout);
            gradients.Values[..Description.Layout.TrainableLength].Fill(float.NaN); // not accumulating means that what was there does not matter
            NetworkCheck.ZeroPadding(gradients);
            float first = Gradients(inputs, Make, gradients, accumulate: false), second = Gradients(inputs, Make, again, accumulate: false);
            Assert.True(first == computed, $"ComputeGradients{mode} returns {first:R}, ComputeLoss {computed:R}: {_declared}");
            Assert.True(second == first && SameBits(gradients.Values, again.Values), $"a second time gives other bits{mode}: {_declared}");
            NetworkCheck.AssertPadding(_declared, gradients);

            Dictionary<string, float[]> once = Read(gradients);
            CheckGradients("d loss" + mode, once, inputs, Make(inputs), Objective, (x, buffer) => Gradients(x, Make, buffer, accumulate: false));

            Gradients(inputs, Make, gradients, accumulate: true);
            foreach ((string name, float[] twice) in Read(gradients))
            {
                Assert.True(
                    once[name].Zip(twice).All(p => Math.Abs(p.Second - (2 * p.First)) <= Relative * once[name].Max(MathF.Abs)), $"accumulated {name} is not twice the gradient{mode}: {_declared}");
            }
        }
    }

    private void CompareBackward(float[] input, float[] outputGradient)
    {
        double Objective(double[] pre, double[] output) => output.Zip(outputGradient, (y, g) => y * g).Sum();
        var gradients = new ParameterBuffer(Description.Layout);
        var inputGradient = new float[input.Length];
        _network.Backward(input, outputGradient, gradients, inputGradient);
        NetworkCheck.AssertPadding(_declared, gradients);
        Dictionary<string, float[]> actual = Read(gradients);
        actual.Add(StackOracle.Input, inputGradient);
        CheckGradients("d output", actual, input, new Batch(input, ReadOnlySpan<float>.Empty), Objective, (x, buffer) => _network.Backward(x, outputGradient, buffer, inputGradient), inputGradient);
    }

    /// <summary>Gradients of some values of every parameter, and of the input, against differences.</summary>
    private void CheckGradients(
        string what, Dictionary<string, float[]> actual, float[] inputs, in Batch batch, Func<double[], double[], double> objective, Action<float[], ParameterBuffer> compute, float[]? inputGradient = null)
    {
        StackOracle exact = Oracle(_parameters, inputs, batch);
        double center = exact.Objective(objective);
        StackOracle[]? moved = null;
        Dictionary<string, float[]>[]? movedActual = null;
        bool isTraining = batch.IsTraining;
        ulong dropoutSeed = batch.DropoutSeed;
        foreach ((string name, float[] values) in actual)
        {
            if (name != StackOracle.Input && !s_trainable.Contains(name))
            {
                Assert.True(values.All(v => v == 0), $"{what} by {name}, which is not trained, is not 0: {_declared}");
                continue;
            }

            int[] indices = [.. Enumerable.Range(0, values.Length).OrderBy(_ => _random.Next()).Take(IndicesPerParameter)];
            Slope[] slopes = [.. indices.Select(i => exact.Slope(name, i, StackOracle.StepSize, center, objective))];
            double allowed = (Relative * slopes.Max(s => Math.Abs(s.Central))) + (DifferenceError * (1 + Math.Abs(center))) + s_absolute;
            for (int i = 0; i < indices.Length; i++)
            {
                int index = indices[i];
                double distance = Distance(values[index], slopes[i], allowed, step => exact.Slope(name, index, step, center, objective));
                if (distance <= allowed)
                {
                    continue;
                }

                // Where a result is what cancellation leaves over, errors of the last places are magnified, on the way there and back:
                // as far as oracle and network themselves go when every number moves in its last places.
                moved ??= [.. Enumerable.Range(1, Moves).Select(seed => Oracle(Moved(_parameters, seed), Moved(inputs, seed), isTraining, dropoutSeed, seed))];
                movedActual ??= [.. Enumerable.Range(1, Moves).Select(seed => ComputeMoved(seed, inputs, compute, inputGradient))];
                double movement = Math.Max(
                    indices.Zip(slopes).Max(p => moved.Max(m => Math.Abs(m.Slope(name, p.First, StackOracle.StepSize, center, objective).Central - p.Second.Central))),
                    indices.Max(at => movedActual.Max(m => Math.Abs(m[name][at] - values[at]))));
                Assert.True(
                    distance <= allowed + (4 * movement),
                    $"{what} by {name}[{index}] is {values[index]:R}, the difference {slopes[i].Central:R}, off by {distance:G3}, more than {allowed:G3} + 4 x {movement:G3}: {_declared}");
            }
        }
    }

    /// <summary>From the central difference; at a kink (ReLU at 0) from everything between the slopes of its sides, all of which are subgradients.</summary>
    private static double Distance(double gradient, Slope slope, double allowed, Func<double, Slope> closer)
    {
        double distance = Math.Abs(gradient - slope.Central);
        if (distance <= allowed || double.IsNaN(distance))
        {
            return distance;
        }

        // Curvature: slopes of both sides differ by half as much over half the step, and by half of that over half of it.
        double half = closer(StackOracle.StepSize / 2).Asymmetry / slope.Asymmetry, quarter = closer(StackOracle.StepSize / 4).Asymmetry / slope.Asymmetry;
        bool isSmooth = slope.Asymmetry <= allowed || (half is > 0.4 and < 0.6 && quarter is > 0.15 and < 0.35);
        return isSmooth ? distance : slope.DistanceFromBetween(gradient);
    }

    private void CheckValues(string what, float[] actual, float[] inputs, in Batch batch, Func<double[], double[], double[]> of)
    {
        double[] Values(StackOracle oracle)
        {
            (double[] pre, double[] output) = oracle.Forward();
            return of(pre, output);
        }

        double[] expected = Values(Oracle(_parameters, inputs, batch));
        Assert.Equal(expected.Length, actual.Length);
        double allowed = (Relative * expected.Max(Math.Abs)) + s_absolute + 1e-30;
        double distance = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Aggregate(0.0, (worst, d) => double.IsNaN(d) ? d : Math.Max(worst, d));
        if (!(distance <= allowed))
        {
            for (int seed = 1; seed <= Moves; seed++)
            {
                double[] moved = Values(Oracle(Moved(_parameters, seed), Moved(inputs, seed), batch.IsTraining, batch.DropoutSeed, seed));
                allowed = Math.Max(allowed, 4 * moved.Zip(expected, (m, e) => Math.Abs(m - e)).Max());
            }

            Assert.True(distance <= allowed, $"{what} is off by {distance:G3}, more than {allowed:G3}: {_declared}");
        }
    }

    // Training moves running statistics: they are put back.
    private float Gradients(float[] inputs, ToBatch toBatch, ParameterBuffer gradients, bool accumulate)
    {
        ParameterBuffer before = _network.Parameters.Clone();
        float loss = _network.ComputeGradients(toBatch(inputs), gradients, accumulate);
        before.Values.CopyTo(_network.Parameters.Values);
        return loss;
    }

    private Dictionary<string, float[]> ComputeMoved(int seed, float[] inputs, Action<float[], ParameterBuffer> compute, float[]? inputGradient)
    {
        ParameterBuffer before = _network.Parameters.Clone();
        foreach ((string name, float[] values) in Moved(_parameters, seed))
        {
            _network.Parameters.CopyFrom(name, values);
        }

        var gradients = new ParameterBuffer(Description.Layout);
        compute(Moved(inputs, seed), gradients);
        before.Values.CopyTo(_network.Parameters.Values);
        Dictionary<string, float[]> result = Read(gradients);
        if (inputGradient is not null)
        {
            result.Add(StackOracle.Input, [.. inputGradient]);
        }

        return result;
    }

    private void LeaveNeutralStart()
    {
        foreach (ParameterInfo parameter in Description.Layout.Parameters)
        {
            bool isNorm = Description.Layers.Any(l => l.Kind is "LayerNorm" or "RMSNorm" or "BatchNorm1d" && parameter.Name.StartsWith(l.Name + ".", StringComparison.Ordinal));
            bool isAboutOne = parameter.Name.EndsWith(".weight", StringComparison.Ordinal) || parameter.Name.EndsWith(".running_var", StringComparison.Ordinal);
            if (isNorm)
            {
                _network.Parameters.CopyFrom(parameter.Name, [.. Enumerable.Range(0, parameter.Count).Select(_ => _random.NextSingle() + (isAboutOne ? 0.5f : -0.5f))]);
            }
        }
    }

    private static StackOracle Oracle(Dictionary<string, float[]> parameters, float[] inputs, in Batch batch) =>
        Oracle(parameters, inputs, batch.IsTraining, batch.DropoutSeed, rounding: 0);

    private static StackOracle Oracle(Dictionary<string, float[]> parameters, float[] inputs, bool isTraining, ulong dropoutSeed, int rounding) => new(
        Description, parameters.ToDictionary(p => p.Key, p => Array.ConvertAll(p.Value, v => (double)v)), Array.ConvertAll(inputs, v => (double)v), isTraining, dropoutSeed, rounding);

    private static Dictionary<string, float[]> Read(ParameterBuffer buffer)
    {
        var all = new Dictionary<string, float[]>();
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            var values = new float[parameter.Count];
            buffer.CopyTo(parameter.Name, values);
            all.Add(parameter.Name, values);
        }

        return all;
    }

    private static Dictionary<string, float[]> Moved(Dictionary<string, float[]> parameters, int seed) =>
        parameters.ToDictionary(p => p.Key, p => Moved(p.Value, seed));

    private static float[] Moved(float[] values, int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(values, v => random.Next(2) == 0 ? MathF.BitIncrement(MathF.BitIncrement(v)) : MathF.BitDecrement(MathF.BitDecrement(v)));
    }

    private static bool SameBits(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        MemoryMarshal.Cast<float, int>(left).SequenceEqual(MemoryMarshal.Cast<float, int>(right));
}

/// <summary>Entry for networks whose type is known only after compiling.</summary>
internal static class StackCheck
{
    public static void Run<TNetwork>(RandomStack declared)
        where TNetwork : class, INetwork<TNetwork> => StackCheck<TNetwork>.Run(declared);
}
