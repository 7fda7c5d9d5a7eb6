using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.TypeShapes;

/// <summary>Networks with memory compile in every shape of class, and in every order of layers that is allowed.</summary>
public sealed class StreamShapeTests
{
    [Theory]
    [InlineData("[Sequential(2), LSTM(4), Linear(1)] public partial class Net<T>;")]
    [InlineData("public partial class Outer<T> { [Sequential(2), GRU(4), LastStep, Linear(3), Softmax] internal partial class Net; }")]
    [InlineData("[Sequential(2), RNN(4)] public sealed partial record Net;")]
    [InlineData("[Sequential(2), LSTM(4, Name = \"rec\"), Linear(1, Name = \"lin\")] file partial class Net;")]
    [InlineData("[Sequential(1), Conv1d(4, 1), Linear(1)] public partial class Net;")]
    [InlineData("[Sequential(4), Dropout(0.1f), LSTM(4, Layers = 3), MaxOverTime, LayerNorm, Linear(2), Tanh] public partial class Net;")]
    [InlineData("[Sequential(3), Linear(8), ReLU, BatchNorm1d, GRU(70), Concat, Conv1d(8, 16, 3, 1), LeakyReLU(0.2f), MeanOverTime, Linear(1)] public partial class Net;")]
    [InlineData("namespace StaticNet.Sequences { [Sequential(2), LSTM(4), Softplus(2)] public partial class System; }")]
    public void Network_Compiles(string source) => GeneratorRun.Over(TestCompilation.Usings + source).AssertCompiles();
}
