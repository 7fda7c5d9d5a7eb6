using System.Collections.Generic;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Surface;

/// <summary>What does the user see? Constants, signatures, doc comments; the passes themselves are in the other files.</summary>
internal static class SurfaceEmitter
{
    private const string In = "global::System.ReadOnlySpan<float>";
    private const string Out = "global::System.Span<float>";
    private const string Labels = "global::System.ReadOnlySpan<int>";
    private const string Optimized =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    private const string Buffer = "global::StaticNet.ParameterBuffer";

    public static string Emit(NetworkPlan plan)
    {
        TypeShell type = plan.Spec.Type;
        SourceWriter writer = FileHeader.Begin(type, "constants and public members.", isSurface: true);
        System.Action end = FileHeader.Shell(writer, type, $"global::StaticNet.{Contract(plan)}<{type.SelfReference}>");
        EmitConstants(writer, plan);
        EmitConstructors(writer, plan);
        if (plan.Spec.IsStreaming)
        {
            StreamSurfaceEmitter.Emit(writer, plan);
        }
        else
        {
            EmitInference(writer, plan);
            if (plan.HasBackward)
            {
                EmitTraining(writer, plan);
            }
        }

        EmitParameters(writer, plan);
        end();
        return writer.ToString();
    }

    private static string Contract(NetworkPlan plan) => plan.Spec.IsStreaming ? (plan.HasBackward ? "IStreamingNetwork" : "IDescribedNetwork") : plan.HasBackward ? "INetwork" : "IInferenceNetwork";

    private static void EmitConstants(SourceWriter writer, NetworkPlan plan)
    {
        string row = plan.Spec.IsStreaming ? "step" : "input row";
        Constant(writer, "InputSize", plan.InputSize, $"Values per {row}.");
        Constant(writer, "OutputSize", plan.OutputSize, plan.Spec.IsStreaming ? $"Values per {(plan.Spec.IsManyToOne ? "sequence" : "step")} of outputs." : "Values per output row.");
        Constant(writer, "ParameterCount", plan.ParameterCount, "Trainable numbers.");
        Constant(writer, "MultiplyAdds", plan.MultiplyAdds, plan.Spec.IsStreaming ? "Multiply-add operations of one step." : "Multiply-add operations of one forward pass.");
        Constant(writer, "ParameterBytes", checked(4 * plan.ParameterCount), "Bytes of the trainable numbers on their own; padding is not counted.");
        EmitMemory(writer, plan);
    }

    // One declaration for three constants: the text stays short.
    private static void EmitMemory(SourceWriter writer, NetworkPlan plan)
    {
        var memory = new MemoryPlan(plan);
        string kept = plan.Spec.IsStreaming ? "kept for each state and for each thread that computes sequences" : "kept for each thread";
        writer.Line($"/// <summary>Bytes of inference: scratch memory on the stack; {kept}; the values of a stream's state.</summary>");
        writer.Line($"public const int StackBytes = {CSharpLiteral.Of(memory.StackBytes)}, WorkspaceBytes = {CSharpLiteral.Of(checked((int)memory.WorkspaceBytes))}, StateBytes = {CSharpLiteral.Of(checked((int)memory.StateBytes))};");
        writer.Line();
    }

    private static void Constant(SourceWriter writer, string name, int value, string summary)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line($"public const int {name} = {CSharpLiteral.Of(value)};");
        writer.Line();
    }

    private static void EmitConstructors(SourceWriter writer, NetworkPlan plan)
    {
        TypeShell type = plan.Spec.Type;
        if (plan.Spec.ModelFile is ModelFileSpec model)
        {
            EmitModelFileConstructors(writer, plan, model);
            return;
        }

        if (!type.HasSeedConstructor)
        {
            if (!type.HasParameterlessConstructor)
            {
                writer.Line("/// <summary>A network with initial values drawn from seed 0: the same ones every time.</summary>");
                writer.Line($"public {type.Name}() : this(0UL) {{ }}");
                writer.Line();
            }

            writer.Line("/// <summary>A network with initial values drawn from a seed of your own; equal seeds give equal networks.</summary>");
            writer.Line($"public {type.Name}(ulong seed) => __Initialize(seed);");
            writer.Line();
        }
        else if (!type.HasParameterlessConstructor)
        {
            writer.Line("/// <summary>A network with initial values drawn from seed 0: the same ones every time.</summary>");
            writer.Line($"public {type.Name}() => __Initialize(0UL);");
            writer.Line();
        }

        writer.Line($"static {type.SelfReference} global::StaticNet.ITrainableNetwork<{type.SelfReference}>.Create(ulong seed) => new {type.SelfReference}(seed);");
        writer.Line();
        EmitUninitialized(writer, type);
    }

    // For copies: the constructor with a seed without its random numbers. Where that one is the user's, it may set fields of the user's and has to run.
    private static void EmitUninitialized(SourceWriter writer, TypeShell type)
    {
        if (type.HasSeedConstructor)
        {
            return;
        }

        writer.Line($"private {type.Name}(global::StaticNet.Layers.Uninitialized _) {{ }}");
        writer.Line();
        writer.Line($"static {type.SelfReference} global::StaticNet.ITrainableNetwork<{type.SelfReference}>.CreateUninitialized() => new {type.SelfReference}(default(global::StaticNet.Layers.Uninitialized));");
        writer.Line();
    }

    private static void EmitModelFileConstructors(SourceWriter writer, NetworkPlan plan, ModelFileSpec model)
    {
        TypeShell type = plan.Spec.Type;
        string source = model.Source is null ? "[TrainedNetwork]" : $"'{Escaped(model.Source)}'";
        if (!type.HasParameterlessConstructor)
        {
            writer.Line(model.IsFrozen
                ? $"/// <summary>The network of {source}. Its weights are constants: an instance holds none.</summary>"
                : $"/// <summary>A network with the weights of {source}, to use or to train further.</summary>");
            writer.Line($"public {type.Name}() {{ }}");
            writer.Line();
        }

        bool isInitialized = !model.IsFrozen && plan.HasBackward;
        if (isInitialized && !type.HasSeedConstructor)
        {
            writer.Line("/// <summary>A network with the file's layers and initial values drawn from a seed of your own, to be trained anew.</summary>");
            writer.Line($"public {type.Name}(ulong seed) => __Initialize(seed);");
            writer.Line();
        }

        if (plan.HasBackward)
        {
            writer.Line($"static {type.SelfReference} global::StaticNet.ITrainableNetwork<{type.SelfReference}>.Create(ulong seed) => new {type.SelfReference}({(isInitialized ? "seed" : "")});");
            writer.Line();
            if (isInitialized)
            {
                EmitUninitialized(writer, type);
            }
        }
    }

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace('\n', ' ').Replace('\r', ' ');

    private static void EmitInference(SourceWriter writer, NetworkPlan plan)
    {
        int inputs = plan.InputSize;
        int outputs = plan.OutputSize;
        writer.Line($$"""
            /// <summary>One sample through the network. Pure: any number of threads may share the network; nothing is allocated.</summary>
            /// <param name="input">[{{inputs}}].</param>
            /// <param name="output">[{{outputs}}], overwritten.</param>
            /// <exception cref="global::System.ArgumentException">A span has another length.</exception>
            public partial void Forward({{In}} input, {{Out}} output);

            /// <summary>Any number of samples, one per row; the same bits as <see cref="Forward(global::System.ReadOnlySpan{float}, global::System.Span{float})"/> gives row by row.</summary>
            /// <param name="inputs">[count, {{inputs}}], row-major.</param>
            /// <param name="outputs">[count, {{outputs}}], overwritten.</param>
            /// <exception cref="global::System.ArgumentException">A length is no whole number of rows, or the counts differ.</exception>
            public partial void ForwardBatch({{In}} inputs, {{Out}} outputs);

            """);
        EmitPredictClass(writer, plan);
        EmitPredictProbabilities(writer, plan);
        if (outputs == 1)
        {
            writer.Line($$"""
                /// <summary>The network's one output for a sample.</summary>
                /// <param name="input">[{{inputs}}].</param>
                /// <exception cref="global::System.ArgumentException">The span has another length.</exception>
                {{Optimized}}
                public float Predict({{In}} input)
                {
                    float output = 0f;
                    Forward(input, new {{Out}}(ref output));
                    return output;
                }

                """);
        }
    }

    private static void EmitPredictClass(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.OutputSize == 1)
        {
            bool isProbability = plan.OutputActivation.Function is Activation.Sigmoid or Activation.HardSigmoid or Activation.Step;
            writer.Line($$"""
                /// <summary>1 where the output is above {{(isProbability ? "one half" : "zero")}}, otherwise 0.</summary>
                /// <param name="input">[{{plan.InputSize}}].</param>
                /// <exception cref="global::System.ArgumentException">The span has another length.</exception>
                {{Optimized}}
                public int PredictClass({{In}} input) => Predict(input) > {{(isProbability ? "0.5f" : "0f")}} ? 1 : 0;

                """);
            return;
        }

        string outputs = plan.OutputSize <= 1024
            ? $"{Out} output = stackalloc float[OutputSize];"
            : $"{Out} output = global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref global::StaticNet.Numerics.OutputScratch.Take(OutputSize), OutputSize);";
        writer.Line($$"""
            /// <summary>The class with the largest output: 0 … {{plan.OutputSize - 1}}; the first of equal ones.</summary>
            /// <param name="input">[{{plan.InputSize}}].</param>
            /// <exception cref="global::System.ArgumentException">The span has another length.</exception>
            {{Optimized}}
            public int PredictClass({{In}} input)
            {
                {{outputs}}
                Forward(input, output);
                int best = 0;
                for (int i = 1; i < output.Length; i++)
                {
                    if (output[i] > output[best])
                    {
                        best = i;
                    }
                }

                return best;
            }

            """);
    }

    private static void EmitPredictProbabilities(SourceWriter writer, NetworkPlan plan)
    {
        if (LossPlan.Probabilities(plan) is not Activation form)
        {
            return;
        }

        bool isSoftmax = form == Activation.Softmax;
        string step = (plan.OutputActivation.Function, form) switch
        {
            (Activation.Softmax, Activation.Softmax) or (Activation.Sigmoid, Activation.Sigmoid) => "",
            (_, Activation.Softmax) => """


                    ref float first = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(probabilities);
                    global::StaticNet.Numerics.SoftmaxRows.Softmax(ref first, probabilities.Length / OutputSize, OutputSize, OutputSize, ref first, OutputSize);
                """,
            _ => """


                    for (int i = 0; i < probabilities.Length; i++)
                    {
                        probabilities[i] = global::StaticNet.Numerics.VectorMath.Sigmoid(probabilities[i]);
                    }
                """,
        };
        string summary = isSoftmax ? "The probability of each class: they add up to 1." : "The probability of each output, between 0 and 1.";
        writer.Line($$"""
            /// <summary>{{summary}}</summary>
            /// <param name="input">[{{plan.InputSize}}], or any number of rows: [count, {{plan.InputSize}}].</param>
            /// <param name="probabilities">[{{plan.OutputSize}}] or [count, {{plan.OutputSize}}], overwritten.</param>
            /// <exception cref="global::System.ArgumentException">A length is no whole number of rows, or the counts differ.</exception>
            {{Optimized}}
            public void PredictProbabilities({{In}} input, {{Out}} probabilities)
            {
                if (input.Length == InputSize)
                {
                    Forward(input, probabilities);
                }
                else
                {
                    ForwardBatch(input, probabilities);
                }{{step}}
            }

            """);
    }

    private static void EmitTraining(SourceWriter writer, NetworkPlan plan)
    {
        string inputs = $"[count, {plan.InputSize}], row-major.";
        string targets = $"[count, {plan.OutputSize}], row-major.";
        string labels = plan.OutputSize == 1 ? "[count]: 0 or 1 each." : $"[count]: 0 … {plan.OutputSize - 1} each.";
        Loss? labelLoss = LossPlan.ForLabels(plan);
        var kinds = new List<(string Name, string Type, string Doc, string Loss)>
        {
            ("targets", In, targets, LossPlan.ForNumbers(plan).ToString()),
        };
        if (labelLoss is Loss loss)
        {
            kinds.Add(("labels", Labels, labels, loss.ToString()));
        }

        foreach ((string name, string kind, string doc, string lossName) in kinds)
        {
            writer.Line($$"""
                /// <summary>The mean {{lossName}} of a batch.</summary>
                /// <param name="inputs">{{inputs}}</param>
                /// <param name="{{name}}">{{doc}}</param>
                /// <exception cref="global::System.ArgumentException">Lengths do not fit{{(name == "labels" ? ", or a label is out of range" : "")}}.</exception>
                public float ComputeLoss({{In}} inputs, {{kind}} {{name}}) => ComputeLoss(new global::StaticNet.Batch(inputs, {{name}}));

                /// <summary>Forward, loss and backward: adds d(mean {{lossName}})/dθ to <paramref name="gradients"/>.</summary>
                /// <param name="inputs">{{inputs}}</param>
                /// <param name="{{name}}">{{doc}}</param>
                /// <param name="gradients">A buffer from <see cref="CreateGradients()"/>; added to, not overwritten.</param>
                /// <returns>The mean loss.</returns>
                /// <exception cref="global::System.ArgumentException">Lengths do not fit{{(name == "labels" ? ", or a label is out of range" : "")}}.</exception>
                public float ComputeGradients({{In}} inputs, {{kind}} {{name}}, {{Buffer}} gradients) =>
                    ComputeGradients(new global::StaticNet.Batch(inputs, {{name}}), gradients, accumulate: true);

                """);
        }

        writer.Line($$"""
            /// <inheritdoc/>
            public partial float ComputeLoss(in global::StaticNet.Batch batch);

            /// <inheritdoc/>
            public partial float ComputeGradients(in global::StaticNet.Batch batch, {{Buffer}} gradients, bool accumulate);

            /// <summary>Vector-Jacobian product of one sample, for a loss of your own.</summary>
            /// <param name="input">[{{plan.InputSize}}].</param>
            /// <param name="outputGradient">[{{plan.OutputSize}}]: the gradient of a scalar with respect to the outputs.</param>
            /// <param name="gradients">A buffer from <see cref="CreateGradients()"/>; added to, not overwritten.</param>
            /// <param name="inputGradient">[{{plan.InputSize}}], overwritten with the gradient with respect to the input; or empty.</param>
            /// <exception cref="global::System.ArgumentException">A span has another length.</exception>
            public partial void Backward({{In}} input, {{In}} outputGradient, {{Buffer}} gradients, {{Out}} inputGradient = default);

            """);
    }

    private static void EmitParameters(SourceWriter writer, NetworkPlan plan)
    {
        bool isFrozen = plan.Spec.ModelFile is { IsFrozen: true };
        if (!isFrozen)
        {
            writer.Line($$"""
                /// <summary>The parameters, live: what is written here is what the next pass reads.</summary>
                public {{Buffer}} Parameters => __parameters;

                """);
        }
        else if (plan.HasBackward)
        {
            string remedy = plan.Spec.ModelFile is { Source: null } ? "write Frozen = false into its [TrainedNetwork] attribute" : "remove Frozen = true from its [ModelFile] attribute";
            string message = $"The weights of '{plan.Spec.Type.DisplayName}' are constants and can be neither trained, replaced nor saved; {remedy}.";
            writer.Line($"{Buffer} global::StaticNet.ITrainableNetwork<{plan.Spec.Type.SelfReference}>.Parameters => throw new global::System.NotSupportedException({CSharpLiteral.Of(message)});");
            writer.Line();
        }

        if (plan.HasBackward)
        {
            writer.Line($$"""
                /// <summary>A zeroed buffer in the layout of {{(isFrozen ? "the parameters" : "<see cref=\"Parameters\"/>")}}.</summary>
                public static {{Buffer}} CreateGradients() => new {{Buffer}}(__Layout.Instance);

                """);
        }

        writer.Line($$"""
            /// <summary>Names and shapes of the parameters, in PyTorch's order.</summary>
            public static global::System.ReadOnlySpan<global::StaticNet.ParameterInfo> ParameterInfos => __Layout.Instance.Parameters;

            /// <summary>Sizes, layers, loss and parameter layout, as data.</summary>
            public static global::StaticNet.NetworkDescription Description => __Layout.Description;

            /// <summary>What PyTorch prints for this network.</summary>
            public override string ToString() => {{CSharpLiteral.Of(PyTorchText.Of(plan))}};

            /// <summary>A table: layer, output shape, parameters, multiply-adds, bytes; totals, memory and estimated time.</summary>
            public string Summary() => {{CSharpLiteral.Of(SummaryTable.Of(plan))}};
            """);
    }
}
