using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>
/// Reads <c>{"cases": [{"input": […], "outputs": {"data": […]}}]}</c>; <c>"output": […]</c> does as well, other members are passed
/// over. A case of a network with memory is one sequence, <c>"steps"</c> long, from the zero state.
/// </summary>
internal static class TestVectorReader
{
    private const string Form = "expected is {\"cases\": [{\"input\": [...], \"outputs\": {\"data\": [...]}}]}";

    public static TestVectors? Read(string json, string source, string hash, int inputSize, int outputSize, out string problem, float tolerance = TestVectors.SingleTolerance, bool isStreaming = false, bool isManyToOne = false)
    {
        var rows = new List<int>();
        var inputs = new List<float>();
        var outputs = new List<float>();
        if (!JsonValue.TryParse(json, out object? root, out int position))
        {
            problem = $"it is no JSON at character {position.ToString(CultureInfo.InvariantCulture)}; {Form}";
            return null;
        }

        if (Member(root, "cases") is not List<object?> { Count: > 0 } cases)
        {
            problem = $"it has no 'cases'; {Form}";
            return null;
        }

        for (int i = 0; i < cases.Count; i++)
        {
            float[]? input = Numbers(Member(cases[i], "input"));
            float[]? output = Numbers(Member(Member(cases[i], "outputs"), "data") ?? Member(cases[i], "output"));
            string number = i.ToString(CultureInfo.InvariantCulture);
            if (input is null || output is null)
            {
                problem = $"case {number} has no numbers for its input or output; {Form}";
                return null;
            }

            int count = input.Length / inputSize;
            int outputRows = isManyToOne ? 1 : count;
            if (count == 0 || input.Length != count * inputSize || output.Length != (long)outputRows * outputSize)
            {
                string rest = isManyToOne ? $"one row of {outputSize} for the sequence" : $"as many rows of {outputSize}";
                problem = $"case {number} has {input.Length} inputs and {output.Length} outputs, expected {(isStreaming ? "steps" : "rows")} of {inputSize} and {rest}";
                return null;
            }

            if (isStreaming && Member(cases[i], "steps") is double steps && steps != count)
            {
                problem = $"case {number} says {steps.ToString(CultureInfo.InvariantCulture)} steps and has inputs for {count}; a case is one sequence";
                return null;
            }

            rows.Add(count);
            inputs.AddRange(input);
            outputs.AddRange(output);
        }

        problem = "";
        return new(source, hash, [.. rows], [.. inputs], [.. outputs]) { Tolerance = tolerance, IsStreaming = isStreaming, IsManyToOne = isManyToOne };
    }

    private static object? Member(object? value, string name) =>
        value is Dictionary<string, object?> members && members.TryGetValue(name, out object? member) ? member : null;

    private static float[]? Numbers(object? value) =>
        value is List<object?> list && list.All(static element => element is double) ? [.. list.Select(static element => (float)(double)element!)] : null;
}
