using StaticNet;

// Two interleaved half-moons: 400 points (x, y), each with the moon it belongs to. The last 100 are held back.
(float[] points, int[] moons) = Moons.Sample(count: 400, seed: 1);
float[] x = points[..600], xTest = points[600..];
int[] labels = moons[..300], labelsTest = moons[300..];

var network = new Network();
Console.WriteLine(network);

network.Fit(x, labels, new Adam(learningRate: 0.01), new FitOptions { Epochs = 100, BatchSize = 16, Seed = 1 });

Console.WriteLine($"Accuracy on points it has not seen: {100 * network.Evaluate(xTest, labelsTest).Accuracy:F0} %");
Console.WriteLine($"(0.0, 1.0) belongs to moon {network.PredictClass([0f, 1f])}");
network.Save("network.safetensors");    // Network.Load reads it, and so does PyTorch

/// <summary>Two coordinates in, 16 hidden units, two moons out: forward and backward passes are written while this program is compiled.</summary>
[Mlp(2, 16, 2, Activation = Activation.Tanh)]
public partial class Network;
