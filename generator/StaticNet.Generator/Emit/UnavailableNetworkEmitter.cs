using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Emit;

/// <summary>
/// What does a class have whose declaration or model file has an error? All members that it would have, so that the compiler says what is wrong
/// there and not, at every call, that a member is missing. Each throws an InvalidOperationException that says why.
/// </summary>
internal static class UnavailableNetworkEmitter
{
    private const string In = "global::System.ReadOnlySpan<float>";
    private const string Out = "global::System.Span<float>";
    private const string Labels = "global::System.ReadOnlySpan<int>";
    private const string Buffer = "global::StaticNet.ParameterBuffer";

    private static readonly string[] s_constants = ["InputSize", "OutputSize", "ParameterCount", "MultiplyAdds", "ParameterBytes", "StackBytes", "WorkspaceBytes", "StateBytes"];

    public static GeneratedFile Emit(UnavailableNetwork network)
    {
        TypeShell type = network.Type;
        SourceWriter writer = FileHeader.Begin(type, "its declaration has an error.", isSurface: true);
        System.Action end = FileHeader.Shell(writer, type, Contract(network));
        foreach (string constant in network.IsStreaming ? s_constants.Concat(["StateSize", "ReceptiveField"]) : s_constants)
        {
            writer.Line("/// <summary>Not known: the declaration has an error.</summary>");
            writer.Line($"public const int {constant} = 1;");
        }

        Constructor(writer, type, "", type.HasParameterlessConstructor);
        Constructor(writer, type, "ulong seed", type.HasSeedConstructor || network.IsFrozen || network.IsInferenceOnly);
        Inference(writer, network);
        if (!network.IsInferenceOnly)
        {
            Training(writer, network);
        }

        if (network.Rows is not null)
        {
            TypedRows(writer, network);
        }

        if (network.HasBudgetCheck)
        {
            writer.Line();
            writer.Line("/// <summary>Throws: the declaration has an error.</summary>");
            using (writer.Block("public static class BudgetCheck"))
            {
                writer.Line("/// <summary>Throws: the declaration has an error.</summary>");
                writer.Line("public static global::StaticNet.BudgetResult Run() => throw __Unavailable();");
            }
        }

        writer.Line();
        writer.Line($"private static global::System.InvalidOperationException __Unavailable() => new({CSharpLiteral.Of($"'{type.DisplayName}' has no network: {network.Problem}.")});");
        end();
        return new(HintName.WithHash(type.HintName) + ".g.cs", writer.ToString());
    }

    private static string Contract(UnavailableNetwork network)
    {
        string self = network.Type.SelfReference;
        return network switch
        {
            { Rows: var (input, output) } => $"global::StaticNet.ITypedNetwork<{self}, {input}, {output}>",
            { IsStreaming: true } => $"global::StaticNet.{(network.IsInferenceOnly ? "IStreamingInferenceNetwork" : "IStreamingNetwork")}<{self}>",
            _ => $"global::StaticNet.{(network.IsInferenceOnly ? "IInferenceNetwork" : "INetwork")}<{self}>",
        };
    }

    private static void Inference(SourceWriter writer, UnavailableNetwork network)
    {
        foreach (string head in network.IsStreaming ? Streams(network) : Rows(network))
        {
            Member(writer, head);
        }

        Member(writer, "public string Summary()");
        Member(writer, "public static global::StaticNet.NetworkDescription Description");
        Member(writer, "public static global::System.ReadOnlySpan<global::StaticNet.ParameterInfo> ParameterInfos");
        if (network.HasSelfTest)
        {
            Member(writer, $"public static double SelfTest(float tolerance = {CSharpLiteral.Of(TestVectors.SingleTolerance)})");
        }

        if (!network.IsFrozen || !network.IsInferenceOnly)
        {
            Member(writer, network.IsFrozen ? $"{Buffer} global::StaticNet.ITrainableNetwork<{network.Type.SelfReference}>.Parameters" : $"public {Buffer} Parameters", hasDoc: !network.IsFrozen);
        }
    }

    private static IEnumerable<string> Rows(UnavailableNetwork network)
    {
        yield return $"public void Forward({In} input, {Out} output)";
        yield return $"public void ForwardBatch({In} inputs, {Out} outputs)";
        if (network.HasPredict)
        {
            yield return $"public float Predict({In} input)";
        }

        yield return $"public int PredictClass({In} input)";
        yield return $"public void PredictProbabilities({In} input, {Out} probabilities)";
    }

    private static IEnumerable<string> Streams(UnavailableNetwork network)
    {
        string state = $"global::StaticNet.NetworkState<{network.Type.SelfReference}>";
        return
        [
            $"public static {state} CreateState()",
            $"public void Forward({state} state, {In} input, {Out} output)",
            $"public void Process({state} state, {In} inputs, {Out} outputs)",
            $"public void ProcessVoices(global::System.ReadOnlySpan<{state}> states, {In} inputs, {Out} outputs)",
            $"public void ForwardSequences(int steps, {In} inputs, {Out} outputs)",
            $"public void Prime({state} state, {In} input, int steps = 0)",
            $"public int PredictClass(int steps, {In} sequence)",
        ];
    }

    private static void Training(SourceWriter writer, UnavailableNetwork network)
    {
        string self = network.Type.SelfReference;
        Member(writer, $"static {self} global::StaticNet.ITrainableNetwork<{self}>.Create(ulong seed)", hasDoc: false);
        Member(writer, $"public static {Buffer} CreateGradients()");
        if (network.IsStreaming)
        {
            string contract = $"global::StaticNet.IStreamingNetwork<{self}>";
            Member(writer, "public float ComputeLoss(in global::StaticNet.SequenceBatch batch)");
            Member(writer, $"public float ComputeGradients(in global::StaticNet.SequenceBatch batch, {Buffer} gradients, bool accumulate)");
            Member(writer, $"float {contract}.ComputeGradients(in global::StaticNet.SequenceBatch batch, {Buffer} gradients, bool accumulate, {Out} states)", hasDoc: false);
            Member(writer, $"void {contract}.Advance({In} inputs, int steps, {Out} states, bool carry)", hasDoc: false);
            Member(writer, $"static int {contract}.TrainingStateLength", hasDoc: false);
            return;
        }

        foreach (string targets in new[] { $"{In} targets", $"{Labels} labels" })
        {
            Member(writer, $"public float ComputeLoss({In} inputs, {targets})");
            Member(writer, $"public float ComputeGradients({In} inputs, {targets}, {Buffer} gradients)");
        }

        Member(writer, "public float ComputeLoss(in global::StaticNet.Batch batch)");
        Member(writer, $"public float ComputeGradients(in global::StaticNet.Batch batch, {Buffer} gradients, bool accumulate)");
        Member(writer, $"public void Backward({In} input, {In} outputGradient, {Buffer} gradients, {Out} inputGradient = default)");
    }

    /// <summary>Members that name the row's types are internal: both may be.</summary>
    private static void TypedRows(SourceWriter writer, UnavailableNetwork network)
    {
        (string input, string output) = network.Rows!.Value;
        string rows = $"global::System.Collections.Generic.IReadOnlyList<({input} Features, {output} Target)> rows";
        string contract = Contract(network);
        Member(writer, $"internal {output} Predict(in {input} row)");
        Member(writer, $"internal void PredictProbabilities(in {input} row, {Out} probabilities)");
        Member(writer, $"internal float PredictProbability(in {input} row, {output} candidate)");
        Member(writer, $"internal global::StaticNet.Evaluation Evaluate({rows})");
        Member(writer, $"internal void FitStandardize({rows})");
        Member(writer, $"internal global::StaticNet.TrainingHistory Fit<TOptimizer>({rows}, TOptimizer optimizer, global::StaticNet.FitOptions? options = null, "
            + "global::System.Threading.CancellationToken cancellationToken = default) where TOptimizer : global::StaticNet.IOptimizer");
        Member(writer, $"{output} {contract}.Predict(in {input} row)", hasDoc: false);
        Member(writer, $"static void {contract}.ReadFeatures(in {input} row, {Out} features)", hasDoc: false);
        Member(writer, $"static int {contract}.ReadTarget(in {output} target, {Out} numbers)", hasDoc: false);
        Member(writer, $"static bool {contract}.PredictsClasses", hasDoc: false);
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
            writer.Line("/// <summary>Throws: the declaration has an error.</summary>");
        }

        writer.Line($"{head} => throw __Unavailable();");
    }
}
