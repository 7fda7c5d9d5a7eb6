using System;
using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace StaticNet.Benchmarks;

/// <summary>
/// ONNX Runtime at its best for small models: one thread unless told otherwise, tensors bound once to preallocated memory (one binding per batch of
/// the ring), nothing copied and nothing looked up by name per call.
/// </summary>
internal sealed unsafe class OnnxRuntimeForward : ForwardEngine
{
    public const string EngineName = "ONNX Runtime";

    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly OrtIoBinding[] _bindings;
    private readonly AlignedFloats _outputs;
    private readonly AlignedFloats _dependentInput;

    public OnnxRuntimeForward(ForwardWorkload workload, string name = EngineName, int threads = 1)
        : base(name, workload)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(OnnxModelWriter.Write(workload.Weights, workload.BatchSize), options);
        _outputs = new AlignedFloats(workload.OutputLength);
        _dependentInput = new AlignedFloats(workload.InputLength);
        _bindings = new OrtIoBinding[workload.IsDependent ? 1 : workload.RingLength];
        for (int slot = 0; slot < _bindings.Length; slot++)
        {
            _bindings[slot] = _session.CreateIoBinding();
            float* input = workload.IsDependent ? _dependentInput.Pointer : workload.Inputs + (slot * workload.InputLength);
            _bindings[slot].BindInput("input", Tensor(input, workload.BatchSize, workload.Shape.InputSize));
            _bindings[slot].BindOutput("output", Tensor(_outputs.Pointer, workload.BatchSize, workload.Shape.OutputSize));
        }
    }

    public override void Verify()
    {
        Workload.Batch(0).CopyTo(_dependentInput.Span);
        _session.RunWithBinding(_runOptions, _bindings[0]);
        Workload.Check(Name, _outputs.Span);
    }

    public override void Run(int iterations)
    {
        if (!Workload.IsDependent)
        {
            for (int i = 0; i < iterations; i++)
            {
                _session.RunWithBinding(_runOptions, _bindings[i & (_bindings.Length - 1)]);
            }

            return;
        }

        float* original = Workload.Inputs, input = _dependentInput.Pointer, output = _outputs.Pointer;
        int dependent = Math.Min(ForwardWorkload.DependentInputs, Workload.InputLength);
        Workload.Batch(0).CopyTo(_dependentInput.Span);
        for (int i = 0; i < iterations; i++)
        {
            _session.RunWithBinding(_runOptions, _bindings[0]);
            for (int k = 0; k < dependent; k++)
            {
                input[k] = original[k] + (0.001f * output[k < Workload.OutputLength ? k : 0]);
            }
        }
    }

    public override void MeasureCalls(Span<long> ticks)
    {
        for (int i = 0; i < ticks.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _session.RunWithBinding(_runOptions, _bindings[i & (_bindings.Length - 1)]);
            ticks[i] = Stopwatch.GetTimestamp() - start;
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

    private static OrtValue Tensor(float* data, int rows, int columns) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, [rows, columns], (nint)data, (long)rows * columns * sizeof(float));
}
