using System;
using System.Collections.Generic;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>The operators that the interpreter runs, by name.</summary>
internal static class ReferenceOperators
{
    private const string ClassicalDomain = "ai.onnx.ml";

    private static readonly Dictionary<string, Func<OperatorCall, Tensor[]>> s_operators = new(StringComparer.Ordinal);

    static ReferenceOperators()
    {
        ReferenceElementwise.AddTo(s_operators);
        ReferenceMatrices.AddTo(s_operators);
        ReferenceShapes.AddTo(s_operators);
        ReferenceNorms.AddTo(s_operators);
        ReferenceSequences.AddTo(s_operators);
        ReferenceClassical.AddTo(s_operators, ClassicalDomain + ".");
    }

    /// <summary>Whether there is a definition of the operator.</summary>
    public static bool Knows(string domain, string operation) => s_operators.ContainsKey(Key(domain, operation));

    /// <summary>What a node computes.</summary>
    /// <exception cref="InterpretationException">The operator is not known, or cannot be applied to these values.</exception>
    public static Tensor[] Apply(OperatorCall call) =>
        s_operators.TryGetValue(Key(call.Node.Domain, call.Node.Operation), out Func<OperatorCall, Tensor[]>? apply)
            ? apply(call)
            : throw new InterpretationException("the operator is not known");

    private static string Key(string domain, string operation) => domain switch
    {
        "" or "ai.onnx" => operation,
        ClassicalDomain => ClassicalDomain + "." + operation,
        _ => "?",
    };
}
