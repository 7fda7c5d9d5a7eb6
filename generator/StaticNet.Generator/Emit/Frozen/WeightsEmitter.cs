using System;
using System.Globalization;
using System.Linq;
using System.Text;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Frozen;

/// <summary>
/// Where do the weights of a model file stand in the program? As data of the assembly: many in a resource (<see cref="EmbeddedWeightsEmitter"/>),
/// few as literals. Frozen literals are read in place, others copied into a new instance. Literals of 8 bytes each are what the compiler takes
/// in the least time (--build-cost of the benchmarks); a long text costs as much and is a third longer.
/// </summary>
internal static class WeightsEmitter
{
    private const string Constants = "global::StaticNet.Persistence.Constants";
    private const int WordsPerLine = 8;

    public static string Emit(NetworkPlan plan, ModelFileSpec model)
    {
        TypeShell type = plan.Spec.Type;
        SourceWriter writer = FileHeader.Begin(type, $"the weights of {(model.Source is null ? "[TrainedNetwork]" : $"'{model.Source.Replace('\n', ' ').Replace('\r', ' ')}'")}.", isSurface: true);
        System.Action end = FileHeader.Shell(writer, type);
        if (model.Weights.Resource is WeightsResource resource)
        {
            EmbeddedWeightsEmitter.Emit(writer, plan, model, resource);
        }
        else if (model.IsFrozen)
        {
            EmitFrozen(writer, plan, WeightImage.Of(plan, model.Weights));
        }
        else
        {
            EmitLoaded(writer, WeightImage.Of(plan, model.Weights));
        }

        if (model.TestVectors is TestVectors vectors)
        {
            EmitSelfTest(writer, plan, vectors);
        }

        end();
        return writer.ToString();
    }

    private static void EmitLoaded(SourceWriter writer, byte[] image)
    {
        using (writer.Block("private static global::StaticNet.ParameterBuffer __CreateLoaded()"))
        {
            writer.Line("global::StaticNet.ParameterBuffer parameters = new global::StaticNet.ParameterBuffer(__Layout.Instance);");
            writer.Line($"{Constants}.ConstantWeights.Load(__Weights, parameters);");
            writer.Line("return parameters;");
        }

        writer.Line();
        writer.Line("// The parameter storage, two floats per number, padding included.");
        writer.Line("private static global::System.ReadOnlySpan<ulong> __Weights =>");
        EmitWords(writer, image);
    }

    /// <summary>The constants as a span, which plain loops read.</summary>
    public static void EmitValues(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.IsReadable)
        {
            writer.Line($"public static global::System.ReadOnlySpan<float> Values => global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref Reference, {CSharpLiteral.Of(plan.BufferLength)});");
            writer.Line();
        }
    }

    private static void EmitFrozen(SourceWriter writer, NetworkPlan plan, byte[] image)
    {
        writer.Line("// Stands where other networks have a buffer of parameters. Two floats per number, padding included: data of the assembly,");
        writer.Line("// read where it lies.");
        using (writer.Block("private static class __parameters"))
        {
            using (writer.Block("public static ref float Reference"))
            {
                writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
                writer.Line("get => ref global::System.Runtime.CompilerServices.Unsafe.As<ulong, float>(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(Data));");
            }

            writer.Line();
            EmitValues(writer, plan);
            ConstantData.Begin(writer, "private", "ulong", "Data");
            EmitWords(writer, image);
        }
    }

    private static void EmitWords(SourceWriter writer, byte[] image)
    {
        writer.Line("new ulong[]");
        writer.Line("{");
        var line = new StringBuilder();
        for (int i = 0; i < image.Length; i += 8 * WordsPerLine)
        {
            line.Clear().Append("    ");
            for (int j = i; j < Math.Min(image.Length, i + (8 * WordsPerLine)); j += 8)
            {
                ulong word = 0;
                for (int k = 7; k >= 0; k--)
                {
                    word = (word << 8) | image[j + k];
                }

                line.Append("0x").Append(word.ToString("x", CultureInfo.InvariantCulture)).Append("UL, ");
            }

            writer.Line(line.ToString());
        }

        writer.Line("};");
    }

    private static void EmitSelfTest(SourceWriter writer, NetworkPlan plan, TestVectors vectors)
    {
        string rows = string.Join(", ", vectors.Rows.Select(CSharpLiteral.Of));
        string cases = vectors.Rows.Count == 1 ? "1 case" : CSharpLiteral.Of(vectors.Rows.Count) + " cases";
        (string check, string network, string more) = vectors.IsStreaming
            ? ($"CheckSequences<{plan.Spec.Type.SelfReference}>", $"new {plan.Spec.Type.SelfReference}().ForwardSequences", vectors.IsManyToOne ? "isManyToOne: true, " : "isManyToOne: false, ")
            : ("Check", $"new {plan.Spec.Type.SelfReference}()", "");
        writer.Line();
        writer.Line($$"""
            /// <summary>Computes the {{cases}} stored with the model{{(vectors.IsStreaming ? ", each a sequence from the zero state," : "")}} and compares the outputs.</summary>
            /// <param name="tolerance">How far an output may be from the stored one, relative to the largest stored output of its case.</param>
            /// <returns>The largest |output − expected| / max |expected of the case|; at most <paramref name="tolerance"/>.</returns>
            /// <exception cref="global::System.InvalidOperationException">An output is further away.</exception>
            public static double SelfTest(float tolerance = {{CSharpLiteral.Of(vectors.Tolerance)}}) => {{Constants}}.StoredTestVectors.{{check}}(
                {{network}},
                {{CSharpLiteral.Of(vectors.Source)}},
                {{more}}[{{rows}}],
                "{{Convert.ToBase64String(WeightImage.Bytes(vectors.Inputs))}}"u8,
                "{{Convert.ToBase64String(WeightImage.Bytes(vectors.Outputs))}}"u8,
                tolerance);
            """);
    }
}
