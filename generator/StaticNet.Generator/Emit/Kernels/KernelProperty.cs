namespace StaticNet.Generator.Emit.Kernels;

/// <summary>How is a layer's number written that a kernel takes as a constant? As a static property of an empty struct.</summary>
internal static class KernelProperty
{
    public static void Write(SourceWriter writer, string name, int value) => writer.Line($"public static int {name} => {CSharpLiteral.Of(value)};");
}
