namespace StaticNet.Generator.Diagnostics;

/// <summary>What a network with memory has in the place of the methods of one without.</summary>
internal static class StateCall
{
    public static string? InPlaceOf(string method) => method switch
    {
        "Forward" or "Predict" or "PredictProbabilities" => "call Forward(state, input, output) for one step or Process(state, inputs, outputs) for many, with a state from CreateState()",
        "ForwardBatch" => "call ForwardSequences(steps, inputs, outputs) for whole sequences, or Process(state, inputs, outputs) for the steps of one stream",
        "PredictClass" => "call PredictClass(steps, sequence) of a network that ends in LastStep, MeanOverTime or MaxOverTime, or Forward(state, input, output)",
        "ComputeLoss" or "ComputeGradients" or "GradientCheck" or "Step" => "pass a new SequenceBatch(inputs, targets, steps)",
        "Fit" or "Evaluate" => "say how many steps a sequence has, behind inputs and targets",
        "Backward" => "call ComputeGradients with a SequenceBatch",
        _ => null,
    };
}
