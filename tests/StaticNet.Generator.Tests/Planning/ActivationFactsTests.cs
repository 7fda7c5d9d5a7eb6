extern alias ModelFiles;
extern alias Runtime;

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using StaticNet.Generator.Model;
using StaticNet.Generator.Tests.Harness;
using Xunit;
using LayerFunctions = ModelFiles::StaticNet.ModelFiles.Neutral.LayerFunctions;
using RuntimeReLU = Runtime::StaticNet.Activations.ReLUOperator;

namespace StaticNet.Generator.Tests.Planning;

/// <summary>The table of activations is complete and says what attributes, operators and definitions say.</summary>
public sealed class ActivationFactsTests
{
    private static readonly Assembly s_runtime = typeof(RuntimeReLU).Assembly;

    public static TheoryData<Activation> All => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Entry_IsThatOfTheRuntimesOperator(Activation function)
    {
        Assert.True(ActivationFacts.Has(function), $"{function} has no entry");
        ActivationFacts facts = ActivationFacts.Of(function);
        if (facts.IsRowWise)
        {
            Type rows = s_runtime.GetType("StaticNet.Numerics.SoftmaxRows", throwOnError: true)!;
            string[] methods = [.. rows.GetMethods(BindingFlags.Public | BindingFlags.Static).Select(static method => method.Name)];
            Assert.Contains(facts.Operator, methods);
            Assert.Contains(facts.Operator + "Backward", methods);
            return;
        }

        Type type = s_runtime.GetType("StaticNet.Activations." + facts.Operator, throwOnError: true)!;
        FieldInfo needs = type.GetField("Needs", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            ?? throw new MissingFieldException(type.Name, "Needs");
        Assert.Equal(needs.GetValue(null)!.ToString(), facts.Needs.ToString());
        string contract = facts.Constants.Length switch { 0 => "IActivation", 1 => "IActivation1", _ => "IActivation2" };
        Assert.Contains(contract, type.GetInterfaces().Select(static i => i.Name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Constants_AreThoseOfTheAttribute_AndHoldByDefault(Activation function)
    {
        ActivationFacts facts = ActivationFacts.Of(function);
        Assert.True(facts.Constants.Length <= 2);
        Assert.All(facts.Constants, constant => Assert.True(constant.Holds(facts.Default(0), facts.Default(1)), constant.Name));
        if (function != Activation.Identity)
        {
            Type attribute = s_runtime.GetType($"StaticNet.{function}Attribute", throwOnError: true)!;
            ParameterInfo[] parameters = attribute.GetConstructors().Single().GetParameters();
            Assert.Equal(facts.Constants.Select(static constant => (object)constant.Default), parameters.Select(static parameter => parameter.DefaultValue));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Module_HasAPlaceForEachConstant(Activation function)
    {
        ActivationFacts facts = ActivationFacts.Of(function);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(i < facts.Constants.Length, facts.Module.Contains($"{{{i}}}", StringComparison.Ordinal));
        }

        Assert.EndsWith(")", facts.Module, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Definition_IsKnownInDoublePrecision(Activation function)
    {
        ActivationFacts facts = ActivationFacts.Of(function);
        if (facts.IsRowWise)
        {
            return;
        }

        double[] values = [.. Enumerable.Range(-40, 81).Select(i => LayerFunctions.Evaluate(function.ToString(), i / 4.0, facts.Default(0), facts.Default(1)))];
        Assert.All(values, static value => Assert.True(double.IsFinite(value)));
        Assert.Equal(facts.IsBetween0And1, values.All(static value => value is >= 0 and <= 1));
        if (facts.Constants.Length > 0)
        {
            Assert.Equal(facts.Constants[0].Name, LayerFunctions.Parameter(function.ToString()));
            Assert.Equal(facts.Default(0), LayerFunctions.Default(function.ToString()), 1e-9);
        }
        else
        {
            Assert.Equal("", LayerFunctions.Parameter(function.ToString()));
        }
    }

    [Fact]
    public void UndefinedMember_IsTakenForTheIdentity()
    {
        Assert.False(ActivationFacts.Has((Activation)99));
        Assert.Same(ActivationFacts.Of(Activation.Identity), ActivationFacts.Of((Activation)99));
    }

    [Fact]
    public void NamesOfTheRuntimesTypes_AreNotMadeOfNamesOfTheEnumeration() => Assert.All(
        Directory.EnumerateFiles(RepositoryFiles.PathOf("generator/StaticNet.Generator/Emit"), "*.cs", SearchOption.AllDirectories),
        static file => Assert.DoesNotContain("Function}Operator", File.ReadAllText(file), StringComparison.Ordinal));
}
