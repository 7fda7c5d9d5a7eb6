using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.TypeShapes;

/// <summary>Every supported shape of type compiles without a word under every warning.</summary>
public sealed class GeneratedShapeTests
{
    public static TheoryData<string, string, string> Shapes => SupportedShapes.All;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shape_CompilesSilently(string shape, string source, string reference)
    {
        _ = (shape, reference);
        GeneratorRun.Over(TestCompilation.Usings + source).AssertCompiles();
    }
}
