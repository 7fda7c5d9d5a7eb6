using System;
using System.Globalization;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Batch;

/// <summary>Element-wise passes over a matrix of the scratch memory: an activation, or its derivative.</summary>
internal static class ElementPass
{
    public static string ForwardName(ActivationPlan activation) => "__Apply" + NameOf(activation);

    public static string BackwardName(ActivationPlan activation) => "__Derive" + NameOf(activation);

    public static void EmitForward(SourceWriter writer, LinearPlan layer, string? name = null) => EmitForward(writer, layer.Activation, name);

    public static void EmitForward(SourceWriter writer, ActivationPlan activation, string? name = null)
    {
        writer.Line($"// {activation.Function} of every value; the count is a multiple of 4.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"private static void {name ?? ForwardName(activation)}(ref float x, ref float y, int count)"))
        {
            EmitLoops(writer, d => d.Store(d.Apply(activation, d.Load("x", "(global::System.UIntPtr)i")), "y", "(global::System.UIntPtr)i"));
        }
    }

    public static void EmitBackward(SourceWriter writer, ActivationPlan activation)
    {
        writer.Line($"// The gradient before {activation.Function} from the gradient after it, in place; the count is a multiple of 4.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"private static void {BackwardName(activation)}(ref float gradient, ref float kept, int count)"))
        {
            EmitLoops(writer, d =>
                d.Store(d.Derive(activation, d.Load("gradient", "(global::System.UIntPtr)i"), d.Load("kept", "(global::System.UIntPtr)i")), "gradient", "(global::System.UIntPtr)i"));
        }
    }

    /// <summary>The function's name, and the bits of its constants where they are not PyTorch's: a network may have two of a kind.</summary>
    public static string NameOf(ActivationPlan activation) =>
        activation.Parameter.Equals(ActivationDefaults.Parameter(activation.Function)) && activation.SecondParameter.Equals(ActivationDefaults.SecondParameter(activation.Function))
            ? activation.Function.ToString()
            : activation.Function + "_" + Bits(activation.Parameter) + "_" + Bits(activation.SecondParameter);

    private static string Bits(float value) => BitConverter.ToInt32(BitConverter.GetBytes(value), 0).ToString("x8", CultureInfo.InvariantCulture);

    private static void EmitLoops(SourceWriter writer, Func<Dialect, string> statement)
    {
        writer.Line("int i = 0;");
        foreach (Dialect d in new[] { Dialect.Bits512, Dialect.Bits256 })
        {
            string lanes = CSharpLiteral.Of(d.Lanes);
            using (writer.Block($"if ({d.IsSupported})"))
            {
                using (writer.Block($"for (; i + {lanes} <= count; i += {lanes})"))
                {
                    writer.Line(statement(d));
                }
            }
        }

        using (writer.Block("for (; i < count; i += 4)"))
        {
            writer.Line(statement(Dialect.Bits128));
        }
    }
}
