#pragma warning disable CA1812 // networks are found and made by reflection
namespace StaticNet.IntegrationTests.Networks.Fixtures;

// The networks of the fixtures net-*.json, one per combination of shape, activations and loss. FixtureTests checks that no case is left out.

[FixtureCases("net-1-1-perceptron.json", "mse-b1", "mse-b7")]
[Mlp(1, 1, Names = ["linear"], Loss = Loss.MeanSquaredError)]
internal sealed partial class N11PerceptronMseB1;

[FixtureCases("net-1-1-perceptron.json", "bce-sigmoid-b7")]
[Mlp(1, 1, Names = ["linear"], OutputActivation = Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)]
internal sealed partial class N11PerceptronBceSigmoidB7;

[FixtureCases("net-1-1-perceptron.json", "bcelogits-b1")]
[Mlp(1, 1, Names = ["linear"], Loss = Loss.BinaryCrossEntropy)]
internal sealed partial class N11PerceptronBcelogitsB1;

[FixtureCases("net-1-1-perceptron.json", "hinge-b7")]
[Mlp(1, 1, Names = ["linear"], Loss = Loss.Hinge)]
internal sealed partial class N11PerceptronHingeB7;

[FixtureCases("net-13-1-linear.json", "mse-b1", "mse-b7", "mse-b32", "mse-sum-b7")]
[Mlp(13, 1, Names = ["linear"], Loss = Loss.MeanSquaredError)]
internal sealed partial class N131LinearMseB1;

[FixtureCases("net-13-1-linear.json", "l1-b7")]
[Mlp(13, 1, Names = ["linear"], Loss = Loss.MeanAbsoluteError)]
internal sealed partial class N131LinearL1B7;

[FixtureCases("net-13-1-linear.json", "huber1-b7")]
[Mlp(13, 1, Names = ["linear"], Loss = Loss.Huber)]
internal sealed partial class N131LinearHuber1B7;

[FixtureCases("net-13-1-linear.json", "huber0.5-b7")]
[Mlp(13, 1, Names = ["linear"])]
[Training(Loss = Loss.Huber, HuberDelta = 0.5f)]
internal sealed partial class N131LinearHuber05B7;

[FixtureCases("net-13-1-linear.json", "smoothl1-1-b7")]
[Mlp(13, 1, Names = ["linear"], Loss = Loss.SmoothL1)]
internal sealed partial class N131LinearSmoothl11B7;

[FixtureCases("net-13-1-linear.json", "smoothl1-0.25-b7")]
[Mlp(13, 1, Names = ["linear"])]
[Training(Loss = Loss.SmoothL1, SmoothL1Beta = 0.25f)]
internal sealed partial class N131LinearSmoothl1025B7;

[FixtureCases("net-16-32-32-4-elu.json", "ce-b7")]
[Mlp(16, 32, 32, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.ELU, Loss = Loss.CrossEntropy)]
internal sealed partial class N1632324EluCeB7;

[FixtureCases("net-16-32-32-4-leaky_relu.json", "ce-b7")]
[Mlp(16, 32, 32, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.LeakyReLU, Loss = Loss.CrossEntropy)]
internal sealed partial class N1632324LeakyReluCeB7;

[FixtureCases("net-16-32-32-4-silu.json", "ce-b7")]
[Mlp(16, 32, 32, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.SiLU, Loss = Loss.CrossEntropy)]
internal sealed partial class N1632324SiluCeB7;

[FixtureCases("net-16-32-32-4-softplus.json", "ce-b7")]
[Mlp(16, 32, 32, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.Softplus, Loss = Loss.CrossEntropy)]
internal sealed partial class N1632324SoftplusCeB7;

[FixtureCases("net-17-33-9-relu.json", "ce-b1", "ce-b32")]
[Mlp(17, 33, 9, Names = ["fc1", "fc2"], Loss = Loss.CrossEntropy)]
internal sealed partial class N17339ReluCeB1;

[FixtureCases("net-17-33-9-relu.json", "nll-b7")]
[Mlp(17, 33, 9, Names = ["fc1", "fc2"], OutputActivation = Activation.LogSoftmax, Loss = Loss.NegativeLogLikelihood)]
internal sealed partial class N17339ReluNllB7;

[FixtureCases("net-2-8-1-tanh.json", "bce-b1", "bce-b7")]
[Mlp(2, 8, 1, Names = ["fc1", "fc2"], Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)]
internal sealed partial class N281TanhBceB1;

[FixtureCases("net-2-8-1-tanh.json", "bcelogits-b7", "bcelogits-b32", "bcelogits-soft-b7")]
[Mlp(2, 8, 1, Names = ["fc1", "fc2"], Activation = Activation.Tanh, Loss = Loss.BinaryCrossEntropy)]
internal sealed partial class N281TanhBcelogitsB7;

[FixtureCases("net-2-8-1-tanh.json", "bcelogits-posweight-b7")]
[Mlp(2, 8, 1, Names = ["fc1", "fc2"], Activation = Activation.Tanh)]
[Training(Loss = Loss.BinaryCrossEntropy, PositiveWeights = [3f])]
internal sealed partial class N281TanhBcelogitsPosweightB7;

[FixtureCases("net-2-8-1-tanh.json", "mse-sigmoid-b7")]
[Mlp(2, 8, 1, Names = ["fc1", "fc2"], Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid, Loss = Loss.MeanSquaredError)]
internal sealed partial class N281TanhMseSigmoidB7;

[FixtureCases("net-2-8-1-tanh.json", "mse-b7")]
[Mlp(2, 8, 1, Names = ["fc1", "fc2"], Activation = Activation.Tanh, Loss = Loss.MeanSquaredError)]
internal sealed partial class N281TanhMseB7;

[FixtureCases("net-2-8-1-tanh.json", "hinge-b7")]
[Mlp(2, 8, 1, Names = ["fc1", "fc2"], Activation = Activation.Tanh, Loss = Loss.Hinge)]
internal sealed partial class N281TanhHingeB7;

[FixtureCases("net-3-5-7-2-gelu.json", "mse-b1", "mse-b2", "mse-b7")]
[Mlp(3, 5, 7, 2, Names = ["fc1", "fc2", "fc3"], Activation = Activation.GELU, Loss = Loss.MeanSquaredError)]
internal sealed partial class N3572GeluMseB1;

[FixtureCases("net-3-5-7-2-gelu.json", "tanhgelu-mse-b7")]
[Mlp(3, 5, 7, 2, Names = ["fc1", "fc2", "fc3"], Activation = Activation.GELUTanh, Loss = Loss.MeanSquaredError)]
internal sealed partial class N3572GeluTanhgeluMseB7;

[FixtureCases("net-3-5-7-2-gelu.json", "l1-b7")]
[Mlp(3, 5, 7, 2, Names = ["fc1", "fc2", "fc3"], Activation = Activation.GELU, Loss = Loss.MeanAbsoluteError)]
internal sealed partial class N3572GeluL1B7;

[FixtureCases("net-3-5-7-2-gelu.json", "huber-b7")]
[Mlp(3, 5, 7, 2, Names = ["fc1", "fc2", "fc3"], Activation = Activation.GELU, Loss = Loss.Huber)]
internal sealed partial class N3572GeluHuberB7;

[FixtureCases("net-4-10-3-relu.json", "ce-b1", "ce-b2", "ce-b7", "ce-b32", "ce-sum-b7", "ce-none-b7", "ce-largeinput-b2")]
[Mlp(4, 10, 3, Names = ["hidden", "output"], Loss = Loss.CrossEntropy)]
internal sealed partial class N4103ReluCeB1;

[FixtureCases("net-4-10-3-relu.json", "ce-smooth-b7")]
[Mlp(4, 10, 3, Names = ["hidden", "output"])]
[Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.1f)]
internal sealed partial class N4103ReluCeSmoothB7;

[FixtureCases("net-4-10-3-relu.json", "ce-weighted-b7")]
[Mlp(4, 10, 3, Names = ["hidden", "output"])]
[Training(Loss = Loss.CrossEntropy, ClassWeights = [0.5f, 1f, 2.5f])]
internal sealed partial class N4103ReluCeWeightedB7;

[FixtureCases("net-4-10-3-relu.json", "ce-weighted-smooth-b7")]
[Mlp(4, 10, 3, Names = ["hidden", "output"])]
[Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.2f, ClassWeights = [0.5f, 1f, 2.5f])]
internal sealed partial class N4103ReluCeWeightedSmoothB7;

[FixtureCases("net-4-10-3-relu.json", "nll-b7")]
[Mlp(4, 10, 3, Names = ["hidden", "output"], OutputActivation = Activation.LogSoftmax, Loss = Loss.NegativeLogLikelihood)]
internal sealed partial class N4103ReluNllB7;

[FixtureCases("net-4-10-3-relu.json", "softmax-mse-b7")]
[Mlp(4, 10, 3, Names = ["hidden", "output"], OutputActivation = Activation.Softmax, Loss = Loss.MeanSquaredError)]
internal sealed partial class N4103ReluSoftmaxMseB7;

[FixtureCases("net-6-9-8-4-activations.json", "identity")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.Identity, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsIdentity;

[FixtureCases("net-6-9-8-4-activations.json", "leaky_relu-0.2")]
[Sequential(6), Linear(9, Name = "fc1"), LeakyReLU(0.2f), Linear(8, Name = "fc2"), LeakyReLU(0.2f), Linear(4, Name = "fc3")]
[Training(Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsLeakyRelu02;

[FixtureCases("net-6-9-8-4-activations.json", "elu-0.5")]
[Sequential(6), Linear(9, Name = "fc1"), ELU(0.5f), Linear(8, Name = "fc2"), ELU(0.5f), Linear(4, Name = "fc3")]
[Training(Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsElu05;

[FixtureCases("net-6-9-8-4-activations.json", "selu")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.SELU, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsSelu;

[FixtureCases("net-6-9-8-4-activations.json", "celu-1.3")]
[Sequential(6), Linear(9, Name = "fc1"), CELU(1.3f), Linear(8, Name = "fc2"), CELU(1.3f), Linear(4, Name = "fc3")]
[Training(Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsCelu13;

[FixtureCases("net-6-9-8-4-activations.json", "softsign")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.Softsign, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsSoftsign;

[FixtureCases("net-6-9-8-4-activations.json", "mish")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.Mish, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsMish;

[FixtureCases("net-6-9-8-4-activations.json", "hardsigmoid")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.HardSigmoid, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsHardsigmoid;

[FixtureCases("net-6-9-8-4-activations.json", "hardswish")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.HardSwish, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsHardswish;

[FixtureCases("net-6-9-8-4-activations.json", "hardtanh")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.HardTanh, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsHardtanh;

[FixtureCases("net-6-9-8-4-activations.json", "relu6")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.ReLU6, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsRelu6;

[FixtureCases("net-6-9-8-4-activations.json", "sigmoid")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.Sigmoid, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsSigmoid;

[FixtureCases("net-6-9-8-4-activations.json", "tanh-out-tanh")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], Activation = Activation.Tanh, OutputActivation = Activation.Tanh, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsTanhOutTanh;

[FixtureCases("net-6-9-8-4-activations.json", "softplus-b2")]
[Sequential(6), Linear(9, Name = "fc1"), Softplus(2f, 20f), Linear(8, Name = "fc2"), Softplus(2f, 20f), Linear(4, Name = "fc3")]
[Training(Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsSoftplusB2;

[FixtureCases("net-6-9-8-4-activations.json", "relu-out-relu")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], OutputActivation = Activation.ReLU, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsReluOutRelu;

[FixtureCases("net-6-9-8-4-activations.json", "out-softplus")]
[Mlp(6, 9, 8, 4, Names = ["fc1", "fc2", "fc3"], OutputActivation = Activation.Softplus, Loss = Loss.MeanSquaredError)]
internal sealed partial class N6984ActivationsOutSoftplus;

[FixtureCases("net-784-32-10-relu.json", "ce-b2")]
[Mlp(784, 32, 10, Names = ["fc1", "fc2"], Loss = Loss.CrossEntropy)]
internal sealed partial class N7843210ReluCeB2;
