namespace StaticNet.IntegrationTests.Sequences;

[Sequential(4), LSTM(6)]
public partial class FixtureLstm;

[Sequential(4), GRU(6)]
public partial class FixtureGru;

[Sequential(4), RNN(6)]
public partial class FixtureRnn;

[Sequential(2), Conv1d(3, kernel: 3, dilation: 2)]
public partial class FixtureConv;

[Sequential(1), LSTM(40), Linear(1)]
public partial class Amp;

[Sequential(3), LSTM(5, Layers = 2, Bias = false), LayerNorm, Linear(4), SiLU, GRU(7), Linear(2)]
public partial class DeepStack;

[Sequential(2), Conv1d(8, kernel: 3), Tanh, Conv1d(8, kernel: 3, dilation: 4, groups: 2), Tanh, Residual(2), RNN(9, Nonlinearity = Activation.ReLU), Linear(2), Tanh]
public partial class ConvStack;

[Sequential(3), GRU(12), LastStep, Linear(4), Softmax]
public partial class Gesture;

[Sequential(3), Conv1d(6, kernel: 5, dilation: 2), ReLU, MeanOverTime, LayerNorm, Linear(3)]
public partial class MeanClassifier;

[Sequential(3), LSTM(8), MaxOverTime, Linear(2)]
public partial class MaxRegression;

[Sequential(1), LSTM(8), Linear(1)]
[Training(Loss = Loss.ErrorToSignal, PreEmphasis = 0.85f, DirectCurrentWeight = 0.25f)]
public partial class SignalNet;

[Sequential(3), LSTM(20), Dropout(0.3f), GRU(6), Linear(3)]
[Training(Loss = Loss.CrossEntropy)]
public partial class StepClasses;

[Sequential(2), LSTM(8), LastStep, Linear(1)]
public partial class AddingLstm;

[Sequential(2), GRU(8), LastStep, Linear(1)]
public partial class AddingGru;

[Sequential(3), GRU(6), LastStep, Linear(3), Softmax]
public partial class Tones;

[Sequential(6), GRU(24), Linear(5), Softmax]
public partial class Copying;

[Sequential(3), Conv1d(4, kernel: 3)]
public partial class FixtureConvValid;

[Sequential(2), Conv1d(2, kernel: 3, dilation: 2)]
public partial class FixtureConvDilated;

[Sequential(4), Conv1d(4, kernel: 3, groups: 4)]
public partial class FixtureConvDepthwise;

[Sequential(1), Conv1d(8, kernel: 1)]
public partial class FixtureConvPointwise;

[Sequential(3), GRU(10), BatchNorm1d, Linear(2)]
public partial class NormedStream;

[Sequential(3), GRU(6), Linear(3), Softmax]
public partial class Calm;
