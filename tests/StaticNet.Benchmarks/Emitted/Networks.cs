namespace StaticNet.Benchmarks.Emitted;

#pragma warning disable CA1515 // networks are declared as a user declares them

/// <summary>The smallest classifier: iris.</summary>
[Mlp(4, 10, 3, OutputActivation = Activation.Softmax)]
public sealed partial class A;

/// <summary>Exclusive or.</summary>
[Mlp(2, 8, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid)]
public sealed partial class B;

/// <summary>A small controller.</summary>
[Mlp(16, 32, 32, 4)]
public sealed partial class C;

/// <summary>The 8×8 digits.</summary>
[Mlp(64, 64, 64, 10)]
public sealed partial class D;

/// <summary>MNIST.</summary>
[Mlp(784, 128, 10)]
public sealed partial class E;

/// <summary>MNIST, wide.</summary>
[Mlp(784, 512, 512, 10)]
public sealed partial class F;

/// <summary>D with layer normalization.</summary>
[Sequential(64), Linear(64, Name = "hidden1"), LayerNorm(Name = "norm1"), ReLU, Linear(64, Name = "hidden2"), LayerNorm(Name = "norm2"), ReLU, Linear(10, Name = "output")]
public sealed partial class G;

/// <summary>D with batch normalization.</summary>
[Sequential(64), Linear(64, Name = "hidden1"), BatchNorm1d(Name = "norm1"), ReLU, Linear(64, Name = "hidden2"), BatchNorm1d(Name = "norm2"), ReLU, Linear(10, Name = "output")]
public sealed partial class H;
