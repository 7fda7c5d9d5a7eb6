using System;
using System.IO;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>The flat vector without padding, and padding that has become something else than zero.</summary>
public class ParameterVectorTests
{
    private static readonly float[] s_inputs = [1, 2, 3, 4];

    private static int FirstPadding
    {
        get
        {
            var used = LoopIris.Description.Layout.Parameters.ToArray().SelectMany(p => Enumerable.Range(0, p.Count).Select(p.StorageIndex)).ToHashSet();
            return Enumerable.Range(0, LoopIris.Description.Layout.Length).First(i => !used.Contains(i));
        }
    }

    [Fact]
    public void Vector_IsTheParametersInPyTorchsOrder()
    {
        var model = new LoopIris(3);
        var vector = new float[83];
        model.Parameters.CopyTo(vector);
        var expected = new float[83];
        model.Parameters.CopyTo("hidden.weight", expected.AsSpan(0, 40));
        model.Parameters.CopyTo("hidden.bias", expected.AsSpan(40, 10));
        model.Parameters.CopyTo("output.weight", expected.AsSpan(50, 30));
        model.Parameters.CopyTo("output.bias", expected.AsSpan(80, 3));
        Assert.Equal(expected, vector);
        Assert.Equal(83, model.Parameters.Layout.ParameterCount);

        var other = new LoopIris(4);
        other.Parameters.CopyFrom(vector);
        Assert.Equal(model.Parameters.Hash(), other.Parameters.Hash());
        Assert.Equal(0, Allocations.Least(() => { other.Parameters.CopyFrom(vector); other.Parameters.CopyTo(vector); }));
    }

    [Fact]
    public void AVectorOfAnotherLength_NamesBoth()
    {
        var model = new LoopIris(3);
        UInt128 before = model.Parameters.Hash();
        Assert.Contains("83 parameters (ParameterCount), but the span has 82", Assert.Throws<ArgumentException>(() => model.Parameters.CopyFrom(new float[82])).Message, StringComparison.Ordinal);
        Assert.Contains("83 parameters (ParameterCount), but the span has 84", Assert.Throws<ArgumentException>(() => model.Parameters.CopyTo(new float[84])).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Hash());
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(1e-45f)]
    [InlineData(float.NaN)]
    public void PaddingThatIsNotZero_IsNoticed(float noise)
    {
        var model = new LoopIris(3);
        var trainer = model.CreateTrainer(new SGD(0.1), 4);
        model.Parameters.Values[FirstPadding] = noise;
        Refused(() => model.Parameters.Hash());
        Refused(() => model.Save(new MemoryStream()));
        Refused(() => model.ToCSharp());
        Refused(() => model.Fit(s_inputs, [1], new SGD(0.1)));
        Refused(() => model.CreateTrainer(new SGD(0.1), 4));
        Refused(() => trainer.Step(s_inputs, [1]));
        Refused(() => trainer.Save(new MemoryStream()));
        Refused(() => model.Parameters.CopyTo(new float[83]));

        model.Parameters.ClearPadding();
        Assert.Equal(new LoopIris(3).Parameters.Hash(), model.Parameters.Hash());
        trainer.Step(s_inputs, [1]);
    }

    [Fact]
    public void EveryIndexOfPadding_IsNoticed_AndNoIndexOfAParameter()
    {
        var used = LoopIris.Description.Layout.Parameters.ToArray().SelectMany(p => Enumerable.Range(0, p.Count).Select(p.StorageIndex)).ToHashSet();
        for (int i = 0; i < LoopIris.Description.Layout.Length; i++)
        {
            var model = new LoopIris(3);
            model.Parameters.Values[i] += 1;
            if (used.Contains(i))
            {
                model.Parameters.Hash();
                model.Parameters.ClearPadding();
                Assert.NotEqual(new LoopIris(3).Parameters.Hash(), model.Parameters.Hash());
            }
            else
            {
                Assert.Contains($"at index {i},", Assert.Throws<InvalidOperationException>(() => { model.Parameters.Hash(); }).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void NegativeZero_IsZero()
    {
        var model = new LoopIris(3);
        model.Parameters.Values[FirstPadding] = -0f;
        Assert.Equal(new LoopIris(3).Parameters.Hash(), model.Parameters.Hash());
    }

    private static void Refused(Action action)
    {
        string message = Assert.Throws<InvalidOperationException>(action).Message;
        Assert.Contains($"at index {FirstPadding}, which is padding", message, StringComparison.Ordinal);
        Assert.Contains("Parameters.CopyFrom(vector) with 83 values instead", message, StringComparison.Ordinal);
        Assert.Contains("ClearPadding()", message, StringComparison.Ordinal);
    }
}
