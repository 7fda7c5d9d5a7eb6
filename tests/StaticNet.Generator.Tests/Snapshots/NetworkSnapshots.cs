using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;
using static StaticNet.Generator.Tests.Harness.Verifier;

namespace StaticNet.Generator.Tests.Snapshots;

/// <summary>
/// A few networks chosen for reading: the generated text is a product, and a change of it is reviewed like source.
/// <c>UPDATE_SNAPSHOTS=1</c> approves what is generated now.
/// </summary>
public sealed class NetworkSnapshots
{
    /// <summary>The network of the tutorial, straight-line.</summary>
    [Fact]
    public Task Iris() => Verify(GeneratorRun.Over(TestCompilation.Usings + "namespace Samples { [Mlp(4, 10, 3)] public partial class Iris; }").AssertCompiles().Driver);

    /// <summary>The least network there is.</summary>
    [Fact]
    public Task OneUnit() => Verify(GeneratorRun.Over(TestCompilation.Usings + "[Mlp(1, 1, Bias = false)] public partial class OneUnit;").AssertCompiles().Driver);

    /// <summary>A generic type in a generic one; an exponential, a sigmoid, one output.</summary>
    [Fact]
    public Task Nested() => Verify(GeneratorRun.Over(TestCompilation.Usings + """
        namespace A
        {
            public partial class Outer<T>
            {
                [Mlp(2, 8, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid, Names = ["fc1", "head"])]
                internal sealed partial record Xor<U>;
            }
        }
        """).AssertCompiles().Driver);

    /// <summary>Stages over matrices: a batch normalization in a linear layer, a norm with its activation, a value that is read again.</summary>
    [Fact]
    public Task Staged() => Verify(GeneratorRun.Over(TestCompilation.Usings + """
        [Sequential(6), Linear(9), BatchNorm1d, ReLU, Dropout(0.2f), Linear(9), LayerNorm, LeakyReLU, Residual(3), RMSNorm, GELU, Linear(3), Softmax]
        public partial class Layers;
        """).AssertCompiles().Driver);

    /// <summary>A network with memory.</summary>
    [Fact]
    public Task Streams() => Verify(GeneratorRun.Over(TestCompilation.Usings + """
        [Sequential(3), LSTM(8), Conv1d(4, kernel: 3, dilation: 2), Tanh, Linear(1), Residual(4, From = 0, Count = 1)]
        public partial class Amp;
        """).AssertCompiles().Driver);

    /// <summary>A policy and a value over one trunk, and a free parameter.</summary>
    [Fact]
    public Task Heads() => Verify(GeneratorRun.Over(TestCompilation.Usings + """
        [Sequential(4), FreeParameter("log_std", 2, -0.5f), Linear(16), Tanh, Head("policy", 2, Loss = Loss.CrossEntropy), Head("value", LossWeight = 0.5f), Linear(8), ReLU, Linear(1)]
        public partial class Agent;
        """).AssertCompiles().Driver);

    /// <summary>Plain loops over single numbers: one sum, several, a function of its input, one output.</summary>
    [Fact]
    public Task Readable() => Verify(GeneratorRun.Over(TestCompilation.Usings + """
        [Mlp(3, 130, 8, 1, Activation = Activation.SiLU, OutputActivation = Activation.Sigmoid, Style = NetworkStyle.Readable)]
        public partial class Lesson;
        """).AssertCompiles().Driver);

    /// <summary>Loops with constant bounds.</summary>
    [Fact]
    public Task Loops() => Verify(GeneratorRun.Over(TestCompilation.Usings + """
        [Mlp(64, 70, 10, Activation = Activation.GELU, OutputActivation = Activation.LogSoftmax, Initializer = Initializer.XavierUniform, Unroll = Unroll.Loops)]
        public partial class Digits;
        """).AssertCompiles().Driver);
}
