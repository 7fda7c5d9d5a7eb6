using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Kernels;

/// <summary>How does a pass take its scratch memory? A local variable where the plan says the stack, otherwise the thread's workspace.</summary>
internal static class ScratchText
{
    /// <summary>Declares what is needed and returns the reference as an expression.</summary>
    /// <param name="writer">Of the pass's body.</param>
    /// <param name="type">The name of the block's type, which <see cref="EmitType"/> writes.</param>
    /// <param name="block">What the pass needs.</param>
    public static string Take(SourceWriter writer, string type, ScratchBlock block)
    {
        if (!block.IsOnStack)
        {
            return $"ref __N::Workspace.Take({CSharpLiteral.Of(block.Floats)})";
        }

        writer.Line($"{type} scratch = default;");
        return $"ref __N::StackScratch.Aligned(ref __C::Unsafe.As<{type}, float>(ref scratch))";
    }

    /// <summary>The type of a block on the stack.</summary>
    public static void EmitType(SourceWriter writer, string type, int floats)
    {
        writer.Line($"[__C::InlineArray({CSharpLiteral.Of(floats)})]");
        writer.Line($"private struct {type} {{ private float __first; }}");
    }
}
