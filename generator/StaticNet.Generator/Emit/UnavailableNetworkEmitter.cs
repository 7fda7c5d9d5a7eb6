using StaticNet.Generator.Model;

namespace StaticNet.Generator.Emit;

/// <summary>
/// What does a class have whose model file cannot be used? All members that it would have, so that the compiler says what is wrong with the
/// file and not, at every call, that a member is missing. Each throws an InvalidOperationException that says why.
/// </summary>
internal static class UnavailableNetworkEmitter
{
    private const string In = "global::System.ReadOnlySpan<float>";
    private const string Out = "global::System.Span<float>";
    private const string Labels = "global::System.ReadOnlySpan<int>";
    private const string Buffer = "global::StaticNet.ParameterBuffer";

    public static GeneratedFile Emit(UnavailableNetwork network)
    {
        TypeShell type = network.Type;
        string self = type.SelfReference;
        SourceWriter writer = FileHeader.Begin(type, "its model file cannot be used.", isSurface: true);
        System.Action end = FileHeader.Shell(writer, type, $"global::StaticNet.{(network.IsInferenceOnly ? "IInferenceNetwork" : "INetwork")}<{self}>");
        foreach (string constant in new[] { "InputSize", "OutputSize", "ParameterCount", "MultiplyAdds", "ParameterBytes", "StackBytes", "WorkspaceBytes", "StateBytes" })
        {
            writer.Line("/// <summary>Not known: the model file cannot be used.</summary>");
            writer.Line($"public const int {constant} = 1;");
        }

        Constructor(writer, type, "", type.HasParameterlessConstructor);
        Constructor(writer, type, "ulong seed", type.HasSeedConstructor || network.IsFrozen || network.IsInferenceOnly);
        Member(writer, $"public void Forward({In} input, {Out} output)");
        Member(writer, $"public void ForwardBatch({In} inputs, {Out} outputs)");
        if (!network.HasPredict)
        {
            Member(writer, $"public float Predict({In} input)");
        }

        Member(writer, $"public int PredictClass({In} input)");
        Member(writer, $"public void PredictProbabilities({In} input, {Out} probabilities)");
        Member(writer, "public string Summary()");
        Member(writer, "public static global::StaticNet.NetworkDescription Description");
        Member(writer, "public static global::System.ReadOnlySpan<global::StaticNet.ParameterInfo> ParameterInfos");
        if (!network.HasSelfTest)
        {
            Member(writer, "public static double SelfTest(float tolerance = 4e-6f)");
        }

        if (!network.IsFrozen || !network.IsInferenceOnly)
        {
            Member(writer, network.IsFrozen ? $"{Buffer} global::StaticNet.ITrainableNetwork<{self}>.Parameters" : $"public {Buffer} Parameters", hasDoc: !network.IsFrozen);
        }

        if (!network.IsInferenceOnly)
        {
            Training(writer, self);
        }

        writer.Line($"private static global::System.InvalidOperationException __Unavailable() => new({CSharpLiteral.Of($"'{type.DisplayName}' has no network: {network.Problem}.")});");
        end();
        return new(HintName.WithHash(type.HintName) + ".g.cs", writer.ToString());
    }

    private static void Training(SourceWriter writer, string self)
    {
        Member(writer, $"static {self} global::StaticNet.ITrainableNetwork<{self}>.Create(ulong seed)", hasDoc: false);
        Member(writer, $"public static {Buffer} CreateGradients()");
        foreach (string targets in new[] { $"{In} targets", $"{Labels} labels" })
        {
            Member(writer, $"public float ComputeLoss({In} inputs, {targets})");
            Member(writer, $"public float ComputeGradients({In} inputs, {targets}, {Buffer} gradients)");
        }

        Member(writer, "public float ComputeLoss(in global::StaticNet.Batch batch)");
        Member(writer, $"public float ComputeGradients(in global::StaticNet.Batch batch, {Buffer} gradients, bool accumulate)");
        Member(writer, $"public void Backward({In} input, {In} outputGradient, {Buffer} gradients, {Out} inputGradient = default)");
    }

    private static void Constructor(SourceWriter writer, TypeShell type, string parameters, bool isThere)
    {
        if (!isThere)
        {
            Member(writer, $"public {type.Name}({parameters})");
        }
    }

    private static void Member(SourceWriter writer, string head, bool hasDoc = true)
    {
        writer.Line();
        if (hasDoc)
        {
            writer.Line("/// <summary>Throws: the model file cannot be used.</summary>");
        }

        writer.Line($"{head} => throw __Unavailable();");
    }
}
