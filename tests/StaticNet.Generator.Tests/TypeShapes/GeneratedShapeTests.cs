using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.TypeShapes;

/// <summary>Every supported shape of type compiles without a word under every warning, and computes.</summary>
public sealed class GeneratedShapeTests
{
    public static TheoryData<string, string, string> Shapes => SupportedShapes.All;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shape_CompilesSilentlyAndComputes(string shape, string source, string reference)
    {
        string user = $$"""
            internal static class User
            {
                public static string Run()
                {
                    var network = new {{reference}}();
                    float[] output = new float[{{reference}}.OutputSize];
                    network.Forward([1f, -2f, 0.5f, 3f], output);
                    return $"{ {{reference}}.InputSize}-{output.Length} {output[0] != 0f && float.IsFinite(output[0])}";
                }
            }
            """;
        using LoadedProject project = LoadedProject.Of(TestCompilation.Usings + source, user);
        Assert.True(project.Call("User", "Run") is "4-3 True", shape);
    }
}
