using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Readable;

/// <summary>The struct with a network's passes in loops over single numbers, for the drivers of the library.</summary>
internal static class ReadableKernels
{
    public const string Region = "The network in plain loops: set a breakpoint and step. Sums are split as in the vectorized form, so results are the same bits";

    public static void Emit(SourceWriter writer, DensePlan plan, string modifier, System.Action facts)
    {
        var places = new ReadablePlan(plan);
        using (writer.Block($"{modifier} readonly struct __Kernels{(plan.HasBackward ? " : __W::IScalarKernels" : "")}"))
        {
            if (plan.HasBackward)
            {
                facts();
                writer.Line("// Gradients of row r of a block add to partial sum r mod GradientSums. Blocks are added in order.");
                writer.Pack([
                    Constant("Length", plan.BufferLength), Constant("Values", places.Values), Constant("LastValues", places.PreActivations(plan.Layers.Count - 1)),
                    Constant("GradientSums", places.GradientSums), Constant("BlockRows", places.BlockRows), Constant("LossRows", places.LossRows),
                ]);
                writer.Line();
            }

            ReadableForward.Emit(writer, plan, places);
            writer.Line();
            if (plan.HasBackward)
            {
                ReadableBackward.Emit(writer, plan, places);
                writer.Line();
            }

            writer.Line("// Where the weight from an input to a unit lies.");
            foreach (LinearPlan layer in plan.Layers)
            {
                writer.Line($"private static int {ReadableText.Weight(layer, "int input", "int unit")} => {Place(layer)};");
            }
        }
    }

    private static string Constant(string name, int value) => $"public static int {name} => {CSharpLiteral.Of(value)};";

    private static string Place(LinearPlan layer)
    {
        string start = CSharpLiteral.Of(layer.WeightOffset);
        if (layer.Order == SumOrder.Dot)
        {
            return $"{start} + input";
        }

        string last = CSharpLiteral.Of(layer.LastTileWidth);
        if (layer.Tiles == 1)
        {
            return $"{start} + (input * {last}) + unit";
        }

        // Tiles of 32 units, the last narrower: [tile][input][unit of the tile].
        string tile = $"{start} + (unit / 32 * {CSharpLiteral.Of(layer.TileOffset(1))})";
        int before = (layer.Tiles - 1) * LinearPlan.TileWidth;
        return layer.LastTileWidth == LinearPlan.TileWidth
            ? $"{tile} + (input * 32) + (unit % 32)"
            : $"{tile} + (input * (unit < {CSharpLiteral.Of(before)} ? 32 : {last})) + (unit % 32)";
    }
}
