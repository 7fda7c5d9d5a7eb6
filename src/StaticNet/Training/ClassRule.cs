using System;

namespace StaticNet;

/// <summary>Which class do outputs stand for? The rule of the generated <c>PredictClass</c>.</summary>
internal static class ClassRule
{
    /// <summary>One output stands for class 1 above this value.</summary>
    public static float Threshold(NetworkDescription description) =>
        description.OutputActivation is nameof(Activation.Sigmoid) or nameof(Activation.HardSigmoid) or nameof(Activation.Step) ? 0.5f : 0f;

    /// <summary>The class of one row: the largest output, the first of equal ones; of one output 1 above the threshold.</summary>
    public static int Of(ReadOnlySpan<float> outputs, float threshold)
    {
        return outputs.Length == 1 ? (outputs[0] > threshold ? 1 : 0) : Numerics.LargestOutput.Of(outputs);
    }
}
