namespace StaticNet.Benchmarks.Emitted.Streams;

#pragma warning disable CA1515 // networks are declared as a user declares them

[Sequential(1), LSTM(8), Linear(1)]
public sealed partial class Lstm8;

[Sequential(1), LSTM(16), Linear(1)]
public sealed partial class Lstm16;

[Sequential(1), LSTM(24), Linear(1)]
public sealed partial class Lstm24;

[Sequential(1), LSTM(40), Linear(1)]
public sealed partial class Lstm40;

[Sequential(1), LSTM(64), Linear(1)]
public sealed partial class Lstm64;

[Sequential(1), GRU(8), Linear(1)]
public sealed partial class Gru8;

[Sequential(1), GRU(16), Linear(1)]
public sealed partial class Gru16;

[Sequential(1), GRU(40), Linear(1)]
public sealed partial class Gru40;

[Sequential(1), Conv1d(8, 3), Tanh, Conv1d(8, 3, 2), Tanh, Conv1d(8, 3, 4), Tanh, Conv1d(8, 3, 8), Tanh, Conv1d(8, 3, 16), Tanh, Conv1d(8, 3, 32), Tanh, Conv1d(8, 3, 64), Tanh, Conv1d(8, 3, 128), Tanh, Conv1d(8, 3, 256), Tanh, Conv1d(8, 3, 512), Tanh, Linear(1)]
public sealed partial class Conv8;

[Sequential(1), Conv1d(16, 3), Tanh, Conv1d(16, 3, 2), Tanh, Conv1d(16, 3, 4), Tanh, Conv1d(16, 3, 8), Tanh, Conv1d(16, 3, 16), Tanh, Conv1d(16, 3, 32), Tanh, Conv1d(16, 3, 64), Tanh, Conv1d(16, 3, 128), Tanh, Conv1d(16, 3, 256), Tanh, Conv1d(16, 3, 512), Tanh, Linear(1)]
public sealed partial class Conv16;
