using System;

namespace StaticNet.Samples.CartPole;

/// <summary>
/// −log π(action) · advantage of the policy, whose gradient is the policy gradient, and the squared error of the value. A row of targets is the action, its advantage and its
/// return.
/// </summary>
internal readonly struct ActorCriticLoss : ILossFunction
{
    public const int Targets = 3;

    public float Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize)
    {
        float loss = 0;
        for (int row = 0; row < outputs.Length / outputSize; row++)
        {
            ReadOnlySpan<float> scores = Agent.PolicyHead.Of(outputs, row);
            (int action, float advantage, float target) = ((int)targets[Targets * row], targets[(Targets * row) + 1], targets[(Targets * row) + 2]);

            // With two actions, softmax is the sigmoid of the scores' difference.
            float other = 1 / (1 + MathF.Exp(scores[action] - scores[1 - action])), error = Agent.ValueHead.Of(outputs, row)[0] - target;
            loss += (-advantage * MathF.Log(1 - other)) + (error * error);
            Span<float> gradient = Agent.PolicyHead.Slice(outputGradients, row);
            (gradient[action], gradient[1 - action]) = (-advantage * other, advantage * other);
            Agent.ValueHead.Slice(outputGradients, row)[0] = 2 * error;
        }

        return loss;
    }
}
