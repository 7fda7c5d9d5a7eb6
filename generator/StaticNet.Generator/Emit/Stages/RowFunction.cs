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
            writer.Line("[__C::MethodImpl(__C::MethodImplOptions.AggressiveInlining)]");
            writer.Line("public static __I::Vector256<float> Invoke(__I::Vector256<float> x) => __I::Vector256.IsHardwareAccelerated");
            writer.Line($"    ? {Dialect.Bits256.Apply(activation, "x")}");
            writer.Line($"    : __I::Vector256.Create({Dialect.Bits128.Apply(activation, Dialect.Bits256.Lower("x"))}, {Dialect.Bits128.Apply(activation, Dialect.Bits256.Upper("x"))});");
        }
    }
}
