using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>The attributes that ONNX defines for the supported operators, of all operator sets. Another one is not ignored: it may mean anything.</summary>
internal static class OperatorAttributes
{
    private static readonly Dictionary<string, string[]> s_names = new (string Operations, string Names)[]
    {
        ("Constant", "value value_float value_floats value_int value_ints value_string value_strings sparse_value"),
        ("Gemm", "alpha beta transA transB broadcast"),
        ("Cast", "to saturate round_mode"),
        ("Dropout", "ratio is_test seed"),
        ("Flatten Concat Gather Softmax LogSoftmax", "axis"),
        ("Reshape", "shape allowzero"),
        ("Squeeze Unsqueeze", "axes"),
        ("Transpose", "perm"),
        ("Shape", "start end"),
        ("Slice", "starts ends axes"),
        ("Split", "axis split num_outputs"),
        ("LayerNormalization RMSNormalization", "axis epsilon stash_type"),
        ("LpNormalization", "axis p"),
        ("ReduceL1 ReduceSum ReduceL2 ReduceMean ReduceMax", "axes keepdims noop_with_empty_axes"),
        ("BatchNormalization", "epsilon momentum training_mode spatial is_test"),
        ("Clip", "min max"),
        ("HardSigmoid", "alpha beta"),
        ("LeakyRelu Elu Celu ThresholdedRelu Swish", "alpha"),
        ("Selu", "alpha gamma"),
        ("Shrink", "lambd bias"),
        ("DequantizeLinear", "axis block_size output_dtype"),
        ("Gelu", "approximate"),
        ("Add Sub Mul Div Pow And Or Greater Less", "axis broadcast"),
        ("ConstantOfShape", "value"),
        ("ai.onnx.ml.Scaler", "offset scale"),
        ("ai.onnx.ml.LinearRegressor", "coefficients intercepts post_transform targets"),
        ("ai.onnx.ml.LinearClassifier", "classlabels_ints classlabels_strings coefficients intercepts multi_class post_transform"),
        ("ai.onnx.ml.Normalizer", "norm"),
        ("ai.onnx.ml.ZipMap", "classlabels_int64s classlabels_strings"),
    }.SelectMany(static entry => entry.Operations.Split(' ').Select(operation => (operation, entry.Names.Split(' '))))
        .ToDictionary(static entry => entry.operation, static entry => entry.Item2, StringComparer.Ordinal);

    /// <summary>Refuses an attribute that the operator does not have, and one that stands twice.</summary>
    /// <param name="node">The node.</param>
    /// <param name="key">Its operator, with the domain in front where it is not ONNX's own.</param>
    public static void Check(OnnxNode node, string key)
    {
        string[] known = s_names.TryGetValue(key, out string[]? names) ? names : [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            // Of operator sets up to 5: where to compute in place.
            if (attribute.Name != "consumed_inputs" && Array.IndexOf(known, attribute.Name) < 0)
            {
                throw ImportContext.Problem(node, $"it has the attribute '{attribute.Name}', which ONNX does not define for {node.Operation}; export the model again, without what adds it");
            }

            if (!seen.Add(attribute.Name))
            {
                throw ImportContext.Problem(node, $"it has the attribute '{attribute.Name}' twice; export the model again");
            }
        }
    }
}
