extern alias Runtime;

using System;
using System.Collections.Generic;
using StaticNet.Generator.Validation;
using Xunit;
using RuntimeLoss = Runtime::StaticNet.Loss;

namespace StaticNet.Generator.Tests.Parsing;

/// <summary>What the analyzer says about labels is what the runtime does with them.</summary>
public sealed class LossRulesTests
{
    [Fact]
    public void TakesLabels_AgreesWithTheRuntime()
    {
        var differences = new List<string>();
        foreach (Loss loss in Enum.GetValues<Loss>())
        {
            foreach (Activation output in Enum.GetValues<Activation>())
            {
                foreach (int outputs in new[] { 1, 3 })
                {
                    var layer = new Runtime::StaticNet.LayerDescription(output == Activation.Identity ? "Linear" : output.ToString(), "1", outputs, outputs);
                    var description = new Runtime::StaticNet.NetworkDescription("Net", 4, outputs, (RuntimeLoss)(int)loss, null!, layer);
                    if (LossRules.Fits(loss, output) && LossRules.TakesLabels(loss, output, outputs) != (description.LabelLoss is not null))
                    {
                        differences.Add($"{loss} after {output}, {outputs} outputs: runtime {description.LabelLoss}");
                    }
                }
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void EverySuggestion_FitsAndIsAnother()
    {
        foreach (Loss loss in Enum.GetValues<Loss>())
        {
            foreach (Activation output in Enum.GetValues<Activation>())
            {
                if (!LossRules.Fits(loss, output))
                {
                    Loss suggestion = LossRules.Suggestion(loss, output);
                    Assert.NotEqual(loss, suggestion);
                    Assert.True(LossRules.Fits(suggestion, output), $"{suggestion} is offered after {output}");
                }
            }
        }
    }
}
