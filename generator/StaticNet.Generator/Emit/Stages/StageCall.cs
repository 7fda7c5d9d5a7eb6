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
/// <c>blockRows</c>; in training <c>f</c> (the fixed part of the scratch memory), backward <c>g</c> (gradients).
/// </summary>
internal sealed class StageCall(NetworkPlan network, StageScratch scratch, int index, PassKind pass)
{
    public StagePlan Stage { get; } = network.Staged!.Stages[index];

    public PassKind Pass { get; } = pass;

    /// <summary>Rows of the matrices, zeros behind the batch's last row included: what element-wise work covers.</summary>
    public string BlockRows => Pass == PassKind.Sample ? "1" : "blockRows";

    /// <summary>Where a source lies.</summary>
    public string X(int source = 0) => Value(Stage.Sources[source]);

    /// <summary>Where the result lies.</summary>
    public string Y => Value(index + 1);

    /// <summary>The gradient with respect to the result; a stage may change it.</summary>
    public string DY => Matrix(scratch.Gradient(index + 1));

    /// <summary>Where the gradient with respect to a source belongs; overwritten. Null where nobody wants it.</summary>
    public string DX(int source = 0) => network.Staged!.WritesGradientFirst(index, source)
        ? Matrix(scratch.Gradient(Stage.Sources[source]))
        : Matrix(scratch.Temporary);

    /// <summary>What the stage keeps per row.</summary>
    public string KeptRows => Pass == PassKind.Training ? Matrix(scratch.KeptRows(Stage)) : "ref __Unsafe.NullRef<float>()";

    /// <summary>What the stage keeps per column.</summary>
    public string KeptColumns => KernelWriter.At("f", scratch.KeptColumns(Stage));

    public string Transposed => KernelWriter.At("f", scratch.Transposed(Stage));

    /// <summary>Parameter <paramref name="number"/> of the stage, or a null reference if it has fewer.</summary>
    public string Parameter(int number) => At("w", number);

    /// <summary>Its gradient.</summary>
    public string Gradient(int number) => At("g", number);

    /// <summary>The gradient of a value.</summary>
    public string ValueGradient(int value) => Matrix(scratch.Gradient(value));

    public string InputStride => CSharpLiteral.Of(Stage.InputStride);

    public string Inputs => CSharpLiteral.Of(Stage.Inputs);

    /// <summary>A matrix that starts at a column of the scratch memory.</summary>
    public string Matrix(int column) => Matrix(network, scratch, column, Pass);

    public static string Matrix(NetworkPlan network, StageScratch scratch, int column, PassKind pass) => pass switch
    {
        PassKind.Sample => KernelWriter.At("s", column),
        PassKind.Training when network.Staged!.NeedsWholeBatch =>
            column == 0 ? "ref s" : $"ref __Unsafe.Add(ref s, (nint)capacity * {CSharpLiteral.Of(column)})",
        _ => KernelWriter.At("s", column * scratch.Rows),
    };

    private string Value(int value) => Pass == PassKind.Sample && value == 0 && SampleReadsInput(network)
        ? "ref x"
        : Matrix(Pass == PassKind.Training ? scratch.Value(value) : scratch.InferenceValue(value));

    /// <summary>
    /// Whether all readers of a sample are linear layers, which read exactly its values: then it is not copied. The function behind
    /// the last value is a reader too where there is no stage before it.
    /// </summary>
    public static bool SampleReadsInput(NetworkPlan network)
    {
        foreach (StagePlan stage in network.Staged!.Stages)
        {
            foreach (int source in stage.Sources)
            {
                if (source == 0 && stage is not LinearStage)
                {
                    return false;
                }
            }
        }

        return network.Staged.Stages.Count > 0;
    }

    private string At(string reference, int number) => number < Stage.Parameters.Count
        ? KernelWriter.At(reference, Stage.Parameters[number].Offset)
        : "ref __Unsafe.NullRef<float>()";
}
