using StaticNet.Generator.Emit.Batch;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>An activation as a type, for kernels of the runtime library that apply it to what they store.</summary>
internal static class RowFunction
{
    public static string NameOf(ActivationPlan activation) => "__" + ElementPass.NameOf(activation);

    public static void Emit(SourceWriter writer, ActivationPlan activation)
    {
        writer.Line($"// {activation.Function} of eight values.");
        using (writer.Block($"private readonly struct {NameOf(activation)} : global::StaticNet.Layers.IRowFunction"))
        {
            writer.Line("[__MethodImpl(__MethodImplOptions.AggressiveInlining)]");
            writer.Line("public static __F256 Invoke(__F256 x) => __V256.IsHardwareAccelerated");
            writer.Line($"    ? {Dialect.Bits256.Apply(activation, "x")}");
            writer.Line($"    : __V256.Create({Dialect.Bits128.Apply(activation, "x.GetLower()")}, {Dialect.Bits128.Apply(activation, "x.GetUpper()")});");
        }
    }
}
