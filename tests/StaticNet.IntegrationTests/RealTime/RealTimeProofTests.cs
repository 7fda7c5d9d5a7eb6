using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using StaticNet.IntegrationTests.Heads;
using StaticNet.IntegrationTests.Layers;
using StaticNet.IntegrationTests.Parallelism;
using StaticNet.IntegrationTests.Sequences;
using Xunit;

namespace StaticNet.IntegrationTests.RealTime;

/// <summary>
/// No allocation, lock, virtual call, late exception or static constructor check in what runs under a deadline: read from the IL of the generated
/// passes and of everything they reach, for every width of vectors.
/// </summary>
public sealed class RealTimeProofTests
{
    private static readonly string[] s_verbs =
        ["Forward", "ForwardBatch", "Process", "ProcessVoices", "ForwardSequences", "PredictClass", "PredictProbabilities", "Predict", "ComputeLoss", "ComputeGradients", "Backward"];

    private static readonly Type[] s_optimizers =
        [typeof(SGD), typeof(Adam), typeof(AdamW), typeof(RMSprop), typeof(Adagrad), typeof(Adadelta), typeof(Adamax), typeof(NAdam), typeof(RAdam), typeof(Lion)];

    /// <summary>One network for each way to compute: samples in lanes, matrix products, norms over the batch, branches, heads, layers over time.</summary>
    private static readonly Type[] s_networks = [typeof(ManyLanes), typeof(ManyNumbers), typeof(BatchNorms), typeof(Branches), typeof(ManyHeads), typeof(Amp), typeof(Gesture)];

    [Fact]
    public void PassesReachOnlyWhatADeadlineCanBear()
    {
        ReachedCode code = new();
        code.Walk(s_networks.SelectMany(Roots));
        Assert.Empty(code.Findings.Except(AllowedFindings.Reasons.Keys));
        Assert.Empty(code.Outside.Except(AllowedFindings.Outside));
        Assert.InRange(code.Count, 1000, int.MaxValue); // a walk that finds no code would prove nothing
    }

    [Fact(Explicit = true)]
    [Trait("Length", "Long")]
    public void AllNetworksAndOptimizers_ReachExactlyWhatIsListed()
    {
        ReachedCode code = new();
        code.Walk(typeof(RealTimeProofTests).Assembly.GetTypes().Where(IsNetwork).SelectMany(Roots));
        code.Walk(s_optimizers.SelectMany(static optimizer => Steps(typeof(Tutorial), optimizer)));
        code.Walk(MarkedMethods());
        Assert.Empty(code.Findings.Except(AllowedFindings.Reasons.Keys));
        Assert.Empty(code.Outside.Except(AllowedFindings.Outside));

        // And nothing stays listed that is mended.
        Assert.Equal("", string.Join(", ", AllowedFindings.Reasons.Keys.Except(code.Findings).Concat(AllowedFindings.Outside.Except(code.Outside))));
    }

    [Fact]
    public void WhatADeadlineForbids_IsFound()
    {
        ReachedCode code = new();
        code.Walk([typeof(Forbidden).GetMethod(nameof(Forbidden.Run))!]);
        Assert.Equal(
            [
                "network.Inner: throw after a store", "network.Run: box Int32", "network.Run: delegate Action", "network.Run: new Object", "network.Run: new array",
                "network.Run: static field Forbidden.s_numbers with initializer", "network.Run: virtual call IComparable.CompareTo", "network.Run: virtual call Object.GetHashCode",
            ],
            code.Findings);
        Assert.Contains("System.Threading.Monitor", code.Outside);
    }

    private static bool IsNetwork(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && type.GetField("MultiplyAdds") != null
        && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDescribedNetwork<>) && i.GenericTypeArguments[0] == type);

    private static IEnumerable<MethodBase> Roots(Type network) => network
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(static method => s_verbs.Contains(method.Name) && !method.IsGenericMethod)
        .Concat(Steps(network, typeof(Adam)));

    /// <summary>The trainer's steps with the network's own loss: a loss of the user's is the user's code.</summary>
    private static IEnumerable<MethodInfo> Steps(Type network, Type optimizer)
    {
        bool Is(Type contract) => network.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == contract);
        Type? trainer = Is(typeof(INetwork<>)) ? typeof(Trainer<,>) : Is(typeof(IStreamingNetwork<>)) ? typeof(SequenceTrainer<,>) : null;
        return trainer is null ? [] : trainer.MakeGenericType(network, optimizer).GetMethods().Where(static method =>
            method.Name == "Step" && !method.IsGenericMethod && method.GetParameters().All(static parameter => parameter.ParameterType.IsByRefLike || parameter.ParameterType.IsByRef));
    }

    /// <summary>What the library marks as fit for a deadline.</summary>
    private static IEnumerable<MethodBase> MarkedMethods() =>
        from type in typeof(RealTimeAttribute).Assembly.GetTypes()
        where !type.IsGenericTypeDefinition
        from member in type.GetMembers()
        where member.IsDefined(typeof(RealTimeAttribute), inherit: false)
        from method in member is PropertyInfo property ? (MethodBase[])property.GetAccessors() : [(MethodBase)member]
        where !method.IsGenericMethodDefinition
        select method;

    /// <summary>One of everything that must be found.</summary>
    private static class Forbidden
    {
        private static readonly int[] s_numbers = [1, 2, 3];

        public static int Run(IComparable comparable, Action action, object value, int[] numbers)
        {
            action();
            int[] made = new int[numbers.Length];
            lock (new object())
            {
                Inner(made, numbers.Length);
            }

            return made[0] + s_numbers[1] + value.GetHashCode() + comparable.CompareTo(numbers[0]);
        }

        private static void Inner(int[] made, int count)
        {
            made[0] = count;
            if (count > 3)
            {
                throw new ArgumentException("Too late.", nameof(count));
            }
        }
    }
}
