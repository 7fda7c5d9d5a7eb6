using System;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace StaticNet.Benchmarks.Emitted.Streams;

/// <summary>
/// ONNX Runtime with the state as inputs and outputs, one thread, everything bound once. The state goes from one buffer into another and back,
/// so two sets of bindings take turns.
/// </summary>
internal sealed unsafe class OnnxStreamEngine : StreamEngine
{
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly OrtIoBinding[] _bindings = new OrtIoBinding[2];
    private readonly AlignedFloats _input, _output;
    private readonly AlignedFloats[] _states;
    private readonly int _stepsPerCall;
    private int _turn;

    public OnnxStreamEngine(string name, StreamWorkload workload, int stepsPerCall)
        : base(name, workload)
    {
        _stepsPerCall = stepsPerCall;
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(OnnxStreamModel.Write(workload, stepsPerCall), options);
        int units = workload.Shape.Units;
        string[] states = OnnxStreamModel.States(workload.Shape);
        (_input, _output) = (new AlignedFloats(stepsPerCall), new AlignedFloats(stepsPerCall));
        _states = [.. Enumerable.Range(0, 2 * states.Length).Select(_ => new AlignedFloats(units))];
        for (int turn = 0; turn < 2; turn++)
        {
            _bindings[turn] = _session.CreateIoBinding();
            _bindings[turn].BindInput("input", Tensor(_input.Pointer, stepsPerCall, 1, 1));
            _bindings[turn].BindOutput("output", Tensor(_output.Pointer, stepsPerCall, 1, 1, 1));
            for (int i = 0; i < states.Length; i++)
            {
                _bindings[turn].BindInput(states[i], Tensor(_states[(2 * i) + turn].Pointer, 1, 1, units));
                _bindings[turn].BindOutput(states[i] + "_next", Tensor(_states[(2 * i) + 1 - turn].Pointer, 1, 1, units));
            }
        }
    }

    public override void Run(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            int start = Workload.Start(i);
            for (int step = start; step < start + StreamWorkload.BlockSteps; step += _stepsPerCall)
            {
                new ReadOnlySpan<float>(Workload.Signal + step, _stepsPerCall).CopyTo(_input.Span);
                _session.RunWithBinding(_runOptions, _bindings[_turn]);
                _turn = 1 - _turn;
                _output.Span.CopyTo(new Span<float>(Outputs + step, _stepsPerCall));
            }
        }
    }

    public override void Dispose()
    {
        foreach (OrtIoBinding binding in _bindings)
        {
            binding.Dispose();
        }

        _session.Dispose();
        _runOptions.Dispose();
        base.Dispose();
    }

    private static OrtValue Tensor(float* data, params long[] dimensions) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Float, dimensions, (nint)data, dimensions.Aggregate(1L, static (product, size) => product * size) * sizeof(float));
}
