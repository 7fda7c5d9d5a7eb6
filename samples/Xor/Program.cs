// XOR, the smallest problem that needs a hidden layer: the four steps of training one at a time, then as a loop.
using System;
using StaticNet;

float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];   // four rows of two
float[] targets = [0, 1, 1, 0];              // one answer per row

var model = new XorNetwork(seed: 1);
Console.WriteLine(model);

// Step 1: forward. The untrained network knows nothing: every answer is near one half.
var outputs = new float[4];
model.ForwardBatch(inputs, outputs);
Console.WriteLine("\n1. forward: the answers of the untrained network");
PrintAnswers();

// Step 2: loss. One number says how wrong they are; always answering one half would give ln 2 = 0.6931.
float loss = model.ComputeLoss(inputs, targets);
Console.WriteLine($"\n2. loss: binary cross-entropy {loss:F4}");

// Step 3: backward. The gradient says for every parameter how the loss changes with it.
ParameterBuffer gradients = XorNetwork.CreateGradients();
model.ComputeGradients(inputs, targets, gradients);
Console.WriteLine($"\n3. backward: {XorNetwork.ParameterCount} gradients, of norm {gradients.Norm():F4}; those of the output layer:");
PrintOutputWeights("gradient ", gradients);

// Step 4: update. Each parameter takes a small step against its gradient, and the loss goes down.
const float LearningRate = 0.5f;
PrintOutputWeights("before   ", model.Parameters);
Span<float> parameters = model.Parameters.Values, slopes = gradients.Values;
for (int i = 0; i < parameters.Length; i++)
{
    parameters[i] -= LearningRate * slopes[i];
}

PrintOutputWeights("after    ", model.Parameters);
float lossAfterUpdate = model.ComputeLoss(inputs, targets);
Console.WriteLine($"\n4. update: parameter -= {LearningRate} * gradient. The loss was {loss:F4} and is {lossAfterUpdate:F4}");

// The loop: the same four steps again and again, here with an optimizer that chooses the size of each step.
Console.WriteLine("\nThe loop: forward, loss, backward, update");
var trainer = model.CreateTrainer(new Adam(learningRate: 0.05f), maxBatchSize: 4);
const int MaxSteps = 500;
const float Learned = 0.01f;
int step = 0;
do
{
    loss = trainer.Step(inputs, targets);
    if (step % 5 == 0 || loss < Learned)
    {
        Console.WriteLine($"step {step,3}  loss {loss:F4}");
    }
}
while (loss >= Learned && ++step < MaxSteps);

model.ForwardBatch(inputs, outputs);
Console.WriteLine("\nThe answers now");
bool isRight = PrintAnswers();
isRight &= Gates.Show(inputs);
if (!isRight || loss >= Learned || lossAfterUpdate >= MathF.Log(2) + 0.1f)
{
    Console.Error.WriteLine($"The goal was missed: four right answers, a loss below {Learned} within {MaxSteps} steps, and a perceptron that learns AND and OR but not XOR.");
    return 1;
}

return 0;

bool PrintAnswers()
{
    bool allRight = true;
    for (int row = 0; row < 4; row++)
    {
        bool right = (outputs[row] > 0.5f) == (targets[row] == 1);
        allRight &= right;
        Console.WriteLine($"   {inputs[2 * row]} xor {inputs[(2 * row) + 1]} = {outputs[row]:F4}  (should be {targets[row]})");
    }

    return allRight;
}

void PrintOutputWeights(string what, ParameterBuffer buffer)
{
    Span<float> weights = stackalloc float[8];
    buffer.CopyTo("output.weight", weights);
    Console.Write($"   {what}");
    foreach (float weight in weights)
    {
        Console.Write($" {weight,8:F4}");
    }

    Console.WriteLine();
}

/// <summary>
/// Two inputs, eight hidden units, one answer between 0 and 1; Sigmoid implies binary cross-entropy as the loss. Readable: the generated code is plain
/// loops, so a debugger can step into each of the four steps. Without it they are fast, and the numbers the same.
/// </summary>
[Mlp(2, 8, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid, Style = NetworkStyle.Readable)]
public partial class XorNetwork;
