using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Several problems of a graph as one message.</summary>
internal static class ProblemList
{
    private const int MaximumCount = 12;

    /// <summary>One problem as it is; of several, each once, numbered. Equal advice for many nodes of an operator is given once.</summary>
    public static ModelFileException Combine(IReadOnlyList<ModelFileException> problems)
    {
        ModelFileException[] different = [.. problems.GroupBy(problem => problem.Message, StringComparer.Ordinal).Select(group => group.First())];
        string[] messages = [.. different.GroupBy(Advice, StringComparer.Ordinal).Select(Message)];
        if (messages.Length == 1)
        {
            return new(different[0].Node, different[0].Operation, messages[0]);
        }

        string shown = string.Join("; ", messages.Take(MaximumCount).Select((message, i) => $"({i + 1}) {message}"));
        string more = messages.Length > MaximumCount ? $"; and {messages.Length - MaximumCount} more" : "";
        return new(different[0].Node, different[0].Operation, $"{messages.Length} parts of the graph are not supported: {shown}{more}");
    }

    // What is said about a node, without its name.
    private static string Advice(ModelFileException problem)
    {
        int colon = problem.Message.IndexOf(": ", StringComparison.Ordinal);
        return problem.Node.Length == 0 || colon < 0 ? problem.Message : $"{problem.Operation}{problem.Message.Substring(colon)}";
    }

    private static string Message(IGrouping<string, ModelFileException> group)
    {
        ModelFileException first = group.First();
        string[] others = [.. group.Skip(1).Select(problem => $"'{problem.Node}'")];
        int colon = first.Message.IndexOf(": ", StringComparison.Ordinal);
        return others.Length == 0
            ? first.Message
            : $"{first.Message.Substring(0, colon)} and {string.Join(", ", others.Take(4))}{(others.Length > 4 ? $" and {others.Length - 4} more" : "")}{first.Message.Substring(colon)}";
    }
}
