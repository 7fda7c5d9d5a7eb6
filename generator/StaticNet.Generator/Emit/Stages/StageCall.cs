using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>Which pass a stage is printed for.</summary>
internal enum PassKind
{
    /// <summary>One sample: constant places, linear layers row by row.</summary>
    Sample,

    /// <summary>A block of rows, without what only training needs.</summary>
    Inference,

    /// <summary>A block of rows; everything backward needs is kept. In scope: isTraining, seed, start.</summary>
    Training,
}

/// <summary>
/// How a stage's arguments are spelled in a pass. In scope there: <c>w</c> (parameters), <c>s</c> (matrices), and in blocks <c>rows</c>,
/// <c>blockRows</c>; in inference <c>folded</c> where something is; in training <c>f</c> (the fixed part of the scratch memory), backward <c>g</c> (gradients).
/// </summary>
internal sealed class StageCall
{
    private readonly StagedNetworkPlan _network;
    private readonly StageScratch _scratch;
    private readonly int _index;
    private readonly InferenceStep? _step;

    /// <summary>Of a stage in training.</summary>
    public StageCall(StagedNetworkPlan network, StageScratch scratch, int index)
    {
        _network = network;
        _scratch = scratch;
        _index = index;
        Stage = network.Staged.Stages[index];
        Pass = PassKind.Training;
    }

    /// <summary>Of a step of inference.</summary>
    public StageCall(StagedNetworkPlan network, StageScratch scratch, InferenceStep step, PassKind pass)
    {
        _network = network;
        _scratch = scratch;
        _step = step;
        Stage = step.Stage;
        Pass = pass;
    }

    public StagePlan Stage { get; }

    public PassKind Pass { get; }

    /// <summary>The step of inference; null in training.</summary>
    public InferenceStep? Step => _step;

    /// <summary>What the kernel applies to the results it stores. A linear stage's own function in training is not said here.</summary>
    public ActivationPlan Activation => _step?.Activation ?? ActivationPlan.Identity;

    /// <summary>The type argument of a kernel that applies <see cref="Activation"/>; empty for none.</summary>
    public string Function => Activation.IsIdentity ? "" : $"<__L::RowFunction<{OperatorText.Of(Activation)}>>";

    /// <summary>Rows of the matrices, zeros behind the batch's last row included: what element-wise work covers.</summary>
    public string BlockRows => Pass == PassKind.Sample ? "1" : IsStream ? "steps" : "blockRows";

    /// <summary>Whether the rows are steps of a stream: often one, and as many as there are. In scope: steps, and blockRows, which is 8 at least.</summary>
    public bool IsStream => Pass == PassKind.Inference && _network.Spec.IsStreaming;

    /// <summary>How many values of the first source's size they hold.</summary>
    public string BlockValues => Pass == PassKind.Sample ? InputStride : $"{BlockRows} * {InputStride}";

    /// <summary>Where a source lies.</summary>
    public string X(int source = 0) => Value(Stage.Sources[source]);

    /// <summary>Where the result lies.</summary>
    public string Y => _step is null ? Matrix(_scratch.Value(_index + 1)) : Value(_step.Value);

    /// <summary>The gradient with respect to the result; a stage may change it.</summary>
    public string DY => Matrix(_scratch.Gradient(_index + 1));

    /// <summary>Where the gradient with respect to a source belongs; overwritten. Null where nobody wants it.</summary>
    public string DX(int source = 0) => _network.Staged.WritesGradientFirst(_index, source)
        ? Matrix(_scratch.Gradient(Stage.Sources[source]))
        : Matrix(_scratch.Temporary);

    /// <summary>Where a stream's state lies.</summary>
    public string State => KernelWriter.At("state", _scratch.State(Stage));

    /// <summary>Room for a block of steps, contents arbitrary.</summary>
    public string StreamScratch => KernelWriter.At("s", _scratch.StreamScratch(Stage));

    /// <summary>The first sequence's state between two blocks of a training.</summary>
    public string TrainingState => KernelWriter.At("states", _scratch.TrainingState(Stage));

    /// <summary>The state's values in their public order.</summary>
    public string Values => KernelWriter.At("values", _scratch.StateValues(Stage));

    /// <summary>Room per sequence for the way back.</summary>
    public string SequenceScratch => SequenceMatrix(_scratch.KeptRows(Stage) + Stage.KeptPerRow, _scratch.KeptBefore(Stage) + (Stage.Time!.KeptRowsBefore * Stage.KeptPerRow));

    /// <summary>Whether the gradient of the first source is asked for, as an expression. In scope: withInput.</summary>
    public string WantsInputGradient => _network.Staged.IsTrainedBefore(Stage.Sources[0]) ? "true" : "withInput";

    /// <summary>What the stage keeps per row.</summary>
    public string KeptRows => Stage.Time is not null && Pass == PassKind.Training ? SequenceMatrix(_scratch.KeptRows(Stage), _scratch.KeptBefore(Stage)) : KeptPerRow;

    private string KeptPerRow => Pass == PassKind.Training ? Matrix(_scratch.KeptRows(Stage)) : "ref __C::Unsafe.NullRef<float>()";

    /// <summary>What the stage keeps per column.</summary>
    public string KeptColumns => KernelWriter.At("f", _scratch.KeptColumns(Stage));

    public string Transposed => KernelWriter.At("f", _scratch.Transposed(Stage));

    /// <summary>Parameter <paramref name="number"/> of the stage, or a null reference if it has fewer.</summary>
    public string Parameter(int number) => At("w", number);

    /// <summary>Its gradient.</summary>
    public string Gradient(int number) => At("g", number);

    /// <summary>The gradient of a value.</summary>
    public string ValueGradient(int value) => Matrix(_scratch.Gradient(value));

    public string InputStride => CSharpLiteral.Of(Stage.InputStride);

    public string Inputs => CSharpLiteral.Of(Stage.Inputs);

    /// <summary>A matrix that starts at a column of the scratch memory.</summary>
    public string Matrix(int column) => Matrix(_network, _scratch, column, Pass);

    public static string Matrix(StagedNetworkPlan network, StageScratch scratch, int column, PassKind pass) => pass switch
    {
        PassKind.Sample => KernelWriter.At("s", column),
        PassKind.Training when network.Staged.NeedsWholeBatch || network.Spec.IsStreaming =>
            column == 0 ? "ref s" : $"ref __C::Unsafe.Add(ref s, (__S::IntPtr)capacity * {CSharpLiteral.Of(column)})",
        _ => KernelWriter.At("s", column * scratch.Rows),
    };

    /// <summary>Where factor and summand of the stage, or of the one folded into it, lie in inference.</summary>
    public string Folded
    {
        get
        {
            StagePlan stage = _step!.Folded ?? Stage;
            return _scratch.IsFoldedAlready || stage.Folded!.Statistics is null ? KernelWriter.At("w", stage.Folded!.Factors.Offset) : KernelWriter.At("folded", _scratch.Folded(stage));
        }
    }

    // Behind all matrices of one height: as many columns of them, and as many floats per sequence.
    private static string SequenceMatrix(int columns, int perSequence) =>
        $"ref __C::Unsafe.Add(ref s, ((__S::IntPtr)capacity * {CSharpLiteral.Of(columns)}) + ((__S::IntPtr)sequences * {CSharpLiteral.Of(perSequence)}))";

    private string Value(int value)
    {
        if (_step is null)
        {
            return Matrix(_scratch.Value(value));
        }

        int read = _network.Staged.Inference.Resolve(value);
        return Pass == PassKind.Inference ? Matrix(_scratch.InferenceValue(read))
            : read == 0 && _network.Staged.Inference.SampleReadsInput ? "ref x"
            : Matrix(_scratch.SampleValue(read));
    }

    private string At(string reference, int number) => number < Stage.Parameters.Count
        ? KernelWriter.At(reference, Stage.Parameters[number].Offset)
        : "ref __C::Unsafe.NullRef<float>()";
}
