extern alias ModelFiles;

using System;
using System.Linq;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles.Neutral;
using Xunit;
using ImportedModel = ModelFiles::StaticNet.ModelFiles.Neutral.ImportedModel;
using ImportedTensor = ModelFiles::StaticNet.ModelFiles.Neutral.ImportedTensor;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>NaN and infinity are refused in the weights that a network reads, and nowhere else.</summary>
public sealed class NotFiniteWeightsTests
{
    [Theory]
    [InlineData(true, "[ModelFile({|SNET0042:\"net.safetensors\"|}, Prefix = \"actor\")]")]
    [InlineData(false, "[ModelFile(\"net.safetensors\", Prefix = \"critic\")]")]
    [InlineData(true, "[ModelFile({|SNET0042:\"net.safetensors\"|}, Prefix = \"actor\"), Linear(Name = \"0\"), ReLU, Linear(Name = \"2\")]")]
    [InlineData(false, "[ModelFile(\"net.safetensors\", Prefix = \"critic\"), Linear(Name = \"0\"), ReLU, Linear(Name = \"2\")]")]
    public async Task OnlyWeightsThatAreRead_MustBeFinite(bool isRead, string attribute)
    {
        string[] names = ["actor.0.weight", "actor.0.bias", "actor.2.weight", "actor.2.bias", "critic.0.weight", "critic.0.bias", "critic.2.weight", "critic.2.bias"];
        int[][] shapes = [[8, 4], [8], [3, 8], [3], [8, 4], [8], [1, 8], [1]];
        var model = new ImportedModel { Source = "net.safetensors", IsStateDict = true };
        model.Tensors.AddRange(names.Zip(shapes, static (name, shape) => new ImportedTensor(-1, name, shape, new float[shape.Aggregate(static (a, b) => a * b)])));
        model.Tensors[3].Values[1] = float.NegativeInfinity;
        model.NotFinite = NotFiniteWeights.Of(model);
        foreach (WeightsFile? weights in new[] { null, WeightsFile.Of(model, 0) })
        {
            string text = ModelText.Write(model, weights);
            string[] messages = await AnalyzerRun.Verify($"{attribute} public partial class Net;", files: [new ProjectFile("/project/obj/net.safetensors.staticnet.txt", text)]);
            Assert.Equal(isRead ? 1 : 0, messages.Length);
            Assert.All(messages, static message => Assert.Contains("'actor.2.bias' [3] holds -Infinity (or a number beyond ±3.4E+38, the range of float) at [1]", message, StringComparison.Ordinal));
        }
    }
}
