namespace StaticNet.Generator.Emit.Matrices;

/// <summary>How are the methods declared that the runtime's driver of matrices calls (<c>IRowKernels</c>)?</summary>
internal static class RowSignatures
{
    private const string Block = "int capacity, int rows, int blockRows, bool isTraining, ulong seed, int start";

    public const string Forward = $"public static void ForwardRows(ref float x, ref float w, ref float f, ref float s, {Block})";

    public const string Backward = $"public static void BackwardRows(ref float x, ref float w, ref float f, ref float s, ref float g, {Block}, bool withInput)";

    public const string InputGradients = "public static void InputGradients(ref float w, ref float s, int capacity, int rows, ref float dx)";

    public const string Transpose = "public static void Transpose(ref float w, ref float f, bool withInput)";

    public const string UpdateRunning = "public static void UpdateRunning(ref float w, ref float f, int count)";
}
