using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Parsing.Heads;

/// <summary><c>Head("policy", 2)</c> where no heads can be: it begins an output of <c>[Sequential]</c>, and is no layer itself.</summary>
internal sealed class HeadReader : LayerReader
{
    public override LayerSpec? Read(LayerContext layer)
    {
        if (!layer.Attribute.IsBroken)
        {
            layer.Problems.Add(new(
                ProblemKind.HeadMisplaced, layer.Attribute.Place,
                "Head stands behind [ModelFile], whose file has one output; declare the heads behind [Sequential(...)] and load the file with Load or LoadStateDict"));
        }

        return null;
    }
}
