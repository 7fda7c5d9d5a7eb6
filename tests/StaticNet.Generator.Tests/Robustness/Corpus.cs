namespace StaticNet.Generator.Tests.Robustness;

/// <summary>Declarations that are cut short and edited at random: every attribute, option and type shape is in here.</summary>
internal static class Corpus
{
    public static readonly string[] Declarations =
    [
        "using StaticNet;\n[Mlp(4, 10, 3)]\npublic partial class MLPModel;\n",
        """
        using StaticNet;
        namespace A.B
        {
            partial class Outer<T> where T : struct
            {
                [Mlp(4, 16, 17, 3, Activation = Activation.Tanh, OutputActivation = Activation.Softmax, Loss = Loss.CrossEntropy,
                     Initializer = Initializer.XavierUniform, Bias = true, Names = ["fc1", "fc2", "head"], Unroll = Unroll.Loops)]
                internal sealed partial record @class { }
            }
        }
        """,
        "using StaticNet; record struct R([Feature(Skip = true)] string S, float? X, E K) { [Feature(Name = \"y\", Scale = 2f)] public int Y; } enum E { A, B } [Mlp<R, E>(3, Bias = false)] partial class Net; [Sequential<R, float>, Linear(1)] partial class Line;",
        "using StaticNet; [Mlp(new int[] { 2, 1 }, Names = new[] { \"a\" })] file partial struct S { } [Mlp(1, 0)] abstract partial class C(int x) : B { public int InputSize => x; }",
        "using M = StaticNet.MlpAttribute; enum E { X = 3 } [M((int)E.X, 2 + 2, sizeof(long), Loss = (StaticNet.Loss)77)] partial class Net { void Forward(System.Span<float> x) { } }",
        "using StaticNet;\n[Sequential(4), Linear(32), LayerNorm, SiLU, Dropout(0.1f), Linear(3), Softmax]\n[Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.1f)]\npublic partial class Net;\n",
        """
        using StaticNet;
        [Sequential(8, Unroll = Unroll.Full), Linear(8, 8, Name = "stem", Bias = false), BatchNorm1d(1e-3f, 0.5f), PReLU, LeakyReLU(negativeSlope: 0.2f), RMSNorm(1e-6f, Affine = false), ScaleShift(2, -1, Mean = 0.5f),
         Residual(3), Residual("stem"), Concat, Select(1, 9), Select([2, 0], Layer = "stem"), Concat("10"), Softplus(2, 10), HardTanh(-2, 2), Linear(2, Initializer = Initializer.Zeros)]
        [Training(ClassWeights = [1, 2.5f], PositiveWeights = null, OutputWeights = [0.5f, 1], MissingTargets = MissingTargets.Ignore, FocalGamma = 2, HuberDelta = 2)]
        partial class Big;
        [Sequential(4), Standardize, Linear(3), MinMax(-1, 1, Name = "targets")] partial class Scaled;
        [Sequential(4), Linear(5), Head("kind", 2, Loss = Loss.CrossEntropy, ClassWeights = [1, 2f]), Head("tags"), Linear(1)] partial class Heads;
        [Perceptron(2)] public partial class AndGate;
        """,
        """
        using StaticNet;
        [Sequential(3), LSTM(20, Layers = 2, Bias = false), Conv1d(8, kernel: 3, dilation: 2, groups: 4), Tanh, Linear(1), Residual(4, From = 0, Count = 1)]
        [Training(Loss = Loss.ErrorToSignal, PreEmphasis = 0.85f, DirectCurrentWeight = 0.25f)] partial class Amp { public int Process => 1; }
        [Sequential(3), RNN(4, Nonlinearity = Activation.ReLU, Name = "r"), GRU(4), Concat("r", From = 1, Count = 2), MeanOverTime, Linear(4), Softmax] partial class Gesture<T> { }
        static class Streams { static void Use(Amp amp, float[] x) { amp.Forward(x, x); amp.Process(Amp.CreateState(), x, x); amp.Fit(x, x, 3); } }
        """,
        """
        using StaticNet; [Mlp(4, 3)] partial class Net;
        static class User
        {
            const int N = 5;
            static void Use(Net net, float[] x, int[] labels)
            {
                System.Span<float> v = stackalloc float[N]; net.Forward(v, output: [1, 2, .. x]); net.Fit(x, labels); net.ForwardBatch(new float[7], (new[] { 1f }).AsSpan());
            }
        }
        """,
        "using StaticNet; [Mlp(64, 64, 3)] [Budget(ParameterBytes = 4096, MultiplyAdds = 2 * N, StackBytes = -1, WorkspaceBytes = int.MaxValue, Nanoseconds = 500)] partial class Net { const int N = 3; class BudgetCheck; } [Budget] class None;",
        """
        using StaticNet; using System; [Mlp(4, 3)] partial class Net;
        interface IPlugin { [RealTime] float Run(float x); } abstract class Base { [RealTime] public abstract float Level { get; } }
        partial class Half { [RealTime] partial void M(); partial void M() { } }
        class User : Base, IPlugin
        {
            public override float Level => P; [RealTime] float P { get => (float)(object)1f; set { lock (this) { throw new Exception($"{value}"); } } }
            [RealTime] public float Run(float x) { foreach (var y in new[] { x }) { Func<float> f = () => x; x += f() + y; } return new Net().Predict([x, .. default(Span<float>)]); }
            [RealTime] async void A() { await default(System.Threading.Tasks.Task); var a = (dynamic)1; using var b = (IDisposable)null; [RealTime] int L(params int[] c) => c[1..][0]; L(1); }
        }
        """,
    ];
}
