using System;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles.StateDicts;

/// <summary>Files of stable-baselines3 hold two networks: each becomes a class, and a file alone shows both.</summary>
public sealed class PolicyFileTests
{
    // As PPO("MlpPolicy").policy.state_dict() has them; 4 observations and 4 actions, so that both networks would join to one.
    private const string Ppo =
        "mlp_extractor.policy_net.0.weight 8x4, mlp_extractor.policy_net.0.bias 8, mlp_extractor.policy_net.2.weight 6x8, mlp_extractor.policy_net.2.bias 6, "
        + "mlp_extractor.value_net.0.weight 8x4, mlp_extractor.value_net.0.bias 8, mlp_extractor.value_net.2.weight 6x8, mlp_extractor.value_net.2.bias 6, "
        + "action_net.weight 4x6, action_net.bias 4, value_net.weight 1x6, value_net.bias 1";

    private const string Sac =
        "actor.latent_pi.0.weight 8x4, actor.latent_pi.0.bias 8, actor.latent_pi.2.weight 8x8, actor.latent_pi.2.bias 8, actor.mu.weight 2x8, actor.mu.bias 2, actor.log_std.weight 2x8, actor.log_std.bias 2, "
        + "critic.qf0.0.weight 8x6, critic.qf0.0.bias 8, critic.qf0.2.weight 1x8, critic.qf0.2.bias 1";

    private const string Policy = "Linear(Name = \"mlp_extractor.policy_net.0\"), Tanh, Linear(Name = \"mlp_extractor.policy_net.2\"), Tanh, Linear(Name = \"action_net\")";
    private const string Value = "Linear(Name = \"mlp_extractor.value_net.0\"), Tanh, Linear(Name = \"mlp_extractor.value_net.2\"), Tanh, Linear(Name = \"value_net\")";
    private const string Mean = "Linear(Name = \"latent_pi.0\"), ReLU, Linear(Name = \"latent_pi.2\"), ReLU, Linear(Name = \"mu\")";
    private const string Deviation = "Linear(Name = \"latent_pi.0\"), ReLU, Linear(Name = \"latent_pi.2\"), ReLU, Linear(Name = \"log_std\")";

    [Theory]
    [InlineData(Ppo + ", log_std 4", "", Policy, "mlp_extractor.policy_net.0 Tanh mlp_extractor.policy_net.2 Tanh action_net")]
    [InlineData(Ppo, "", Value, "mlp_extractor.value_net.0 Tanh mlp_extractor.value_net.2 Tanh value_net")]
    [InlineData(Sac, ", Prefix = \"actor.\"", Mean, "actor.latent_pi.0 ReLU actor.latent_pi.2 ReLU actor.mu")]
    [InlineData(Sac, ", Prefix = \"actor.\"", Deviation, "actor.latent_pi.0 ReLU actor.latent_pi.2 ReLU actor.log_std")]
    public async Task OneOfTwoNetworks_IsAClassWithoutWarning(string tensors, string prefix, string layers, string module)
    {
        StateDictFile file = StateDictFile.Of(tensors);
        float[] input = StateDictFile.Probe(4);
        StateDictClass.Check(file, $"{prefix}), {layers[..^1]}", input, file.Compute(module, input));
        await AnalyzerRun.Verify($"[ModelFile(\"net.safetensors\"{prefix}), {layers}] public partial class Net;", withGenerated: false, files: [file.In("net.safetensors")]);
    }

    [Theory]
    [InlineData("log_std 2, 0.weight 8x4, 0.bias 8, 2.weight 2x8, 2.bias 2", "", "", "Linear, Tanh, Linear()", "0 Tanh 2")]
    [InlineData("pi.log_std 1x2, pi.fc.weight 8x4, pi.fc.bias 8, pi.out.weight 2x8, pi.out.bias 2", ", Prefix = \"pi\"", "pi.", "Linear(Name = \"fc\"), Tanh, Linear(Name = \"out\")", "pi.fc Tanh pi.out")]
    [InlineData("log_std 2, weight 2x4, bias 2", "", "", "Linear(Name = \"mean\")", ".")]
    public void Parameter_TakesTheTensorOfItsName(string tensors, string options, string prefix, string layers, string module)
    {
        StateDictFile file = StateDictFile.Of(tensors);
        float[] input = StateDictFile.Probe(4);
        StateDictClass.Check(file, $"{options}), FreeParameter(\"log_std\", 2, 7f), {layers[..^1]}", input, file.Compute(module, input));
        using LoadedProject project = LoadedProject.Of(
            GeneratorRun.Over(
                TestCompilation.Create(TestCompilation.Usings + $$"""
                    [ModelFile("net.safetensors"{{options}}), FreeParameter("log_std", 2, 7f), {{layers}}] public partial class Net;
                    public static class Program { public static float[] Run() { var values = new float[2]; new Net().Parameters.CopyTo("log_std", values); return values; } }
                    """),
                GeneratorRun.NewDriver().AddAdditionalTexts([file.In("net.safetensors")])).AssertCompiles().Output);
        Assert.Equal(file.Values(prefix + "log_std"), (float[])project.Call("Program", "Run")!);
    }

    [Theory]
    [InlineData("log_std", 3, "FreeParameter 'log_std' does not fit 'net.safetensors': 'log_std' [2] has 2 values, not 3")]
    [InlineData("log_sigma", 2, "FreeParameter 'log_sigma' does not fit 'net.safetensors': the file has no tensor 'log_sigma'; it has '0.weight' [2, 4], 'log_std' [2]")]
    public async Task Parameter_MustFitTheFile(string name, int count, string expected)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile(\"net.safetensors\"), {{|SNET0045:FreeParameter(\"{name}\", {count})|}}, Linear] public partial class Net;", withGenerated: false, files: [StateDictFile.Of("log_std 2, 0.weight 2x4").In("net.safetensors")]));
        Assert.Equal(expected, message);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)] // As many as observations: sizes alone would allow action_net first.
    public void PolicyWithItsDeviation_HasOneReading(int actions)
    {
        StateDictFile file = StateDictFile.Of(
            $"log_std {actions}, mlp_extractor.policy_net.0.weight 8x4, mlp_extractor.policy_net.0.bias 8, action_net.weight {actions}x8, action_net.bias {actions}");
        float[] input = StateDictFile.Probe(4);
        StateDictClass.Check(file, ", Activation = Activation.Tanh", input, file.Compute("mlp_extractor.policy_net.0 Tanh action_net", input));
    }

    [Theory]
    [InlineData(Ppo, "", "it holds two networks, with the names of stable-baselines3. Write the layers of one beside the attribute, [ModelFile(\"net.safetensors\"), "
        + Policy + "] for the policy or [ModelFile(\"net.safetensors\"), " + Value + "] for the value network. The file does not tell the activation; Tanh is the default of the policies with these names")]
    [InlineData(Ppo + ", log_std 4", "", "] for the policy or [")]
    [InlineData(Ppo + ", log_std 4", ", Activation = Activation.ELU", "Linear(Name = \"mlp_extractor.policy_net.0\"), ELU, Linear(Name = \"mlp_extractor.policy_net.2\"), ELU, Linear(Name = \"action_net\")] for the policy")]
    [InlineData("action_net.weight 2x4, action_net.bias 2, value_net.weight 1x4, value_net.bias 1", "", "[ModelFile(\"net.safetensors\"), Linear(Name = \"action_net\")] for the policy or [ModelFile(\"net.safetensors\"), Linear(Name = \"value_net\")]")]
    [InlineData(Sac, ", Prefix = \"actor.\"", "[ModelFile(\"net.safetensors\", Prefix = \"actor.\"), " + Mean + "] for the mean of the actions (before tanh) or [ModelFile(\"net.safetensors\", Prefix = \"actor.\"), " + Deviation + "]")]
    public async Task TwoNetworks_AreShownAsTheirDeclarations(string tensors, string options, string part)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile({{|SNET0043:\"net.safetensors\"|}}{options})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain("_net.\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WholeActorCriticFile_ShowsNoNetworkWithoutItsHead()
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0043:\"net.safetensors\"|})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(Sac).In("net.safetensors")]));
        Assert.Contains("Prefix = \"critic.qf0.\" takes the one of 6 inputs and 1 outputs", message, StringComparison.Ordinal);
        Assert.Contains("[ModelFile(\"net.safetensors\", Prefix = \"actor\"), " + Mean + "]", message, StringComparison.Ordinal);
        Assert.DoesNotContain("latent_pi.\"", message, StringComparison.Ordinal);
    }

    private const string OnePolicy = "mlp_extractor.policy_net.0.weight 8x4, mlp_extractor.policy_net.0.bias 8, action_net.weight 3x8, action_net.bias 3";
    private const string Td3 = "actor.mu.0.weight 8x4, actor.mu.0.bias 8, actor.mu.2.weight 2x8, actor.mu.2.bias 2";

    [Theory]
    [InlineData(OnePolicy, "", "Activation = Activation.Tanh or Activation = Activation.ReLU")]
    [InlineData(Ppo, ", Output = \"value_net\"", "Activation = Activation.Tanh or Activation = Activation.ReLU")]
    [InlineData(Ppo, ", Prefix = \"mlp_extractor.policy_net.\"", "have Tanh between their layers by default, and ReLU is compiled")]
    [InlineData(Td3, "", "OutputActivation = Activation.Tanh or OutputActivation = Activation.Identity")]
    [InlineData("actor.latent_pi.0.weight 8x4, actor.latent_pi.0.bias 8, actor.mu.weight 2x8, actor.mu.bias 2", "", "SAC actors act with tanh of this mean")]
    [InlineData(Td3, ", Prefix = \"actor.mu.\"", "actors end with Tanh, and nothing is compiled behind the last layer")]
    public async Task DefaultOfTheLibrary_IsAskedFor(string tensors, string options, string part)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile({{|SNET0041:\"net.safetensors\"|}}{options})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnePolicy, ", Activation = Activation.Tanh")]
    [InlineData(OnePolicy, ", Activation = Activation.ReLU")]
    [InlineData(Ppo, ", Output = \"action_net\", Activation = Activation.Tanh")]
    [InlineData(Td3, ", OutputActivation = Activation.Tanh")]
    [InlineData(Td3, ", OutputActivation = Activation.Identity")]
    [InlineData("actor.latent_pi.0.weight 8x4, actor.latent_pi.0.bias 8, actor.mu.weight 2x8, actor.mu.bias 2", ", OutputActivation = Activation.Tanh")]
    [InlineData("policy_net.layer1.weight 8x4, policy_net.layer1.bias 8, policy_net.layer2.weight 2x8, policy_net.layer2.bias 2", "")]
    [InlineData("mu.0.weight 8x4, mu.0.bias 8, mu.2.weight 2x8, mu.2.bias 2", "")]
    [InlineData("mu.weight 2x8, mu.bias 2", "")]
    public async Task StatedFunction_IsQuiet(string tensors, string options) => await AnalyzerRun.Verify(
        $"[ModelFile(\"net.safetensors\"{options})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]);

    [Theory]
    [InlineData(Ppo + ", log_std 4", ", Output = \"action_net\", Activation = Activation.Tanh", "mlp_extractor.policy_net.0 Tanh mlp_extractor.policy_net.2 Tanh action_net")]
    [InlineData(Ppo, ", Output = \"value_net\", Activation = Activation.ReLU", "mlp_extractor.value_net.0 ReLU mlp_extractor.value_net.2 ReLU value_net")]
    [InlineData(Sac, ", Prefix = \"actor.\", Output = \"log_std\"", "actor.latent_pi.0 ReLU actor.latent_pi.2 ReLU actor.log_std")]
    public void Output_TakesOneOfTwoNetworks(string tensors, string options, string module)
    {
        StateDictFile file = StateDictFile.Of(tensors);
        float[] input = StateDictFile.Probe(4);
        StateDictClass.Check(file, options, input, file.Compute(module, input));
    }

    [Theory]
    [InlineData(Ppo, "policy", "")]
    [InlineData(Ppo, "mlp_extractor.value_net", "")]
    [InlineData(Ppo, "target.action_net", "")]
    [InlineData(OnePolicy, "action_net", "")]
    [InlineData(OnePolicy, "action_net", ", Linear(Name = \"mlp_extractor.policy_net.0\"), Tanh, Linear(Name = \"action_net\")")]
    public async Task UnknownOutput_IsRefusedByName(string tensors, string output, string layers)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile(\"net.safetensors\", Output = {{|SNET0033:\"{output}\"|}}){layers}] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains($"Output = \"{output}\" chooses none", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgottenLayer_IsSaid()
    {
        const string part = "Linear(Name = \"mlp_extractor.policy_net.0\"), Tanh, Linear(Name = \"mlp_extractor.policy_net.2\")";
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile({{|SNET0046:\"net.safetensors\"|}}), {part}] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(Ppo).In("net.safetensors")]));
        Assert.Contains("'action_net.weight' [4, 6]", message, StringComparison.Ordinal);
    }
}
