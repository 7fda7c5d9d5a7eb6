using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Budgets;

/// <summary>How is a network's time measured against its budget? The passes run in a loop here, where their calls are direct; the clock is the library's.</summary>
internal static class BudgetEmitter
{
    public static string Emit(NetworkPlan plan, BudgetSpec budget)
    {
        TypeShell type = plan.Spec.Type;
        SourceWriter writer = FileHeader.Begin(type, "the time budget.", isSurface: true);
        System.Action end = FileHeader.Shell(writer, type, isSurface: true);
        bool isStreaming = plan.Spec.IsStreaming;
        writer.Line($$"""
            /// <summary>Measures <c>Forward</c> against the time that <c>[Budget]</c> allows, for a test in the configuration that ships.</summary>
            public static class BudgetCheck
            {
                /// <summary>Runs for about half a second.</summary>
                /// <returns>Minimum, median and maximum of a call, and whether the median is within {{CSharpLiteral.Of(budget.Nanoseconds)}} ns.</returns>
                public static global::StaticNet.BudgetResult Run()
                {
                    {{type.SelfReference}} network = new {{type.SelfReference}}();
                    float[] input = new float[InputSize];
                    float[] output = new float[OutputSize];{{(isStreaming ? $"\n        global::StaticNet.NetworkState<{type.SelfReference}> state = CreateState();" : "")}}
                    return global::StaticNet.Budgets.BudgetTimer.Run({{CSharpLiteral.Of(budget.Nanoseconds)}}, calls =>
                    {
                        for (int i = 0; i < calls; i++)
                        {
                            network.Forward({{(isStreaming ? "state, " : "")}}input, output);
                        }
                    });
                }
            }
            """);
        end();
        return writer.ToString();
    }
}
