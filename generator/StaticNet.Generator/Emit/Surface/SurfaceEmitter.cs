using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Heads;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Surface;

/// <summary>What does the user see? Constants, signatures, doc comments; the passes themselves are in the other files.</summary>
internal static class SurfaceEmitter
{
    private const string In = "__S::ReadOnlySpan<float>";
    private const string Out = "__S::Span<float>";
    private const string Labels = "__S::ReadOnlySpan<int>";
    private const string Optimized =
        "[__C::MethodImpl(__C::MethodImplOptions.AggressiveOptimization)]";

    private const string Buffer = "__T::ParameterBuffer";

    public static string Emit(NetworkPlan plan)
    {
        TypeShell type = plan.Spec.Type;
        SourceWriter writer = FileHeader.Begin(type, "constants and public members.", isSurface: true);
        System.Action end = FileHeader.Shell(writer, type, $"__T::{Contract(plan)}<{type.SelfReference}>", hasAliases: true);
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
        return FileHeader.WithoutUnusedAliases(writer.ToString());
    }

    private static string Contract(NetworkPlan plan) => plan.Spec.IsStreaming ? (plan.HasBackward ? "IStreamingNetwork" : "IStreamingInferenceNetwork") : plan.HasBackward ? "INetwork" : "IInferenceNetwork";

    private static void EmitConstants(SourceWriter writer, NetworkPlan plan)
    {
        bool isStreaming = plan.Spec.IsStreaming;
        Constants(
            writer,
            isStreaming ? $"Values per step of inputs, and per {(plan.Spec.IsManyToOne ? "sequence" : "step")} of outputs." : "Values per input row, and per output row.",
            ("InputSize", plan.InputSize),
            ("OutputSize", plan.OutputSize));
        Constants(
            writer,
            $"Trainable numbers; their bytes, padding not counted; multiply-add operations of one {(isStreaming ? "step" : "forward pass")}.",
            ("ParameterCount", plan.ParameterCount),
            ("ParameterBytes", checked(4 * plan.ParameterCount)),
            ("MultiplyAdds", plan.MultiplyAdds));
        EmitMemory(writer, plan);
        writer.Line();
    }

    private static void EmitMemory(SourceWriter writer, NetworkPlan plan)
    {
        var memory = plan.Memory;
        string kept = plan.Spec.IsStreaming ? "kept for each state and for each thread that computes sequences" : "kept for each thread";
        Constants(
            writer,
            $"Bytes of inference: scratch memory on the stack; {kept}; the values of a stream's state.",
            ("StackBytes", memory.StackBytes),
            ("WorkspaceBytes", checked((int)memory.WorkspaceBytes)),
            ("StateBytes", checked((int)memory.StateBytes)));
    }

    // One declaration for constants that belong together: the text stays short.
    private static void Constants(SourceWriter writer, string summary, params (string Name, int Value)[] constants)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line($"public const int {string.Join(", ", constants.Select(constant => $"{constant.Name} = {CSharpLiteral.Of(constant.Value)}"))};");
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

        writer.Line($"static {type.SelfReference} __T::ITrainableNetwork<{type.SelfReference}>.Create(ulong seed) => new {type.SelfReference}(seed);");
        EmitUninitialized(writer, type);
    }

    // For copies: the constructor with a seed without its random numbers. Where that one is the user's, it may set fields of the user's and has to run.
    private static void EmitUninitialized(SourceWriter writer, TypeShell type)
    {
        if (type.HasSeedConstructor)
        {
            writer.Line();
            return;
        }

        writer.Line($"private {type.Name}(__L::Uninitialized _) {{ }}");
        writer.Line($"static {type.SelfReference} __T::ITrainableNetwork<{type.SelfReference}>.CreateUninitialized() => new {type.SelfReference}(default(__L::Uninitialized));");
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
            writer.Line($"static {type.SelfReference} __T::ITrainableNetwork<{type.SelfReference}>.Create(ulong seed) => new {type.SelfReference}({(isInitialized ? "seed" : "")});");
            if (isInitialized)
            {
                EmitUninitialized(writer, type);
            }
            else
            {
                writer.Line();
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
            /// <param name="input">[{{inputs}}].</param> <param name="output">[{{outputs}}], overwritten.</param>
            /// <exception cref="__S::ArgumentException">A span has another length.</exception>
            public partial void Forward({{In}} input, {{Out}} output);

            /// <summary>Any number of samples, one per row; the same bits as <see cref="Forward(__S::ReadOnlySpan{float}, __S::Span{float})"/> gives row by row.</summary>
            /// <param name="inputs">[count, {{inputs}}], row-major.</param> <param name="outputs">[count, {{outputs}}], overwritten.</param>
            /// <exception cref="__S::ArgumentException">A length is no whole number of rows, or the counts differ.</exception>
            public partial void ForwardBatch({{In}} inputs, {{Out}} outputs);

            """);
        if (plan.Spec.Heads.Count > 0)
        {
            HeadSurfaceEmitter.Emit(writer, plan);
            return;
        }

        EmitPredictClass(writer, plan);
        EmitPredictProbabilities(writer, plan);
        if (outputs == 1)
        {
            writer.Line($$"""
                /// <summary>The network's one output for a sample.</summary>
                /// <param name="input">[{{inputs}}].</param>
                /// <exception cref="__S::ArgumentException">The span has another length.</exception>
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
            bool isProbability = plan.OutputActivation.Facts.IsBetween0And1;
            writer.Line($$"""
                /// <summary>1 where the output is above {{(isProbability ? "one half" : "zero")}}, otherwise 0.</summary>
                /// <param name="input">[{{plan.InputSize}}].</param>
                /// <exception cref="__S::ArgumentException">The span has another length.</exception>
                {{Optimized}}
                public int PredictClass({{In}} input) => Predict(input) > {{(isProbability ? "0.5f" : "0f")}} ? 1 : 0;

                """);
            return;
        }

        string outputs = plan.OutputSize <= MemoryPlan.MaxStackOutputs
            ? $"{Out} output = stackalloc float[OutputSize];"
            : $"{Out} output = __M::MemoryMarshal.CreateSpan(ref __N::OutputScratch.Take(OutputSize), OutputSize);";
        writer.Line($$"""
            /// <summary>The class with the largest output: 0 … {{plan.OutputSize - 1}}; the first of equal ones.</summary>
            /// <param name="input">[{{plan.InputSize}}].</param>
            /// <exception cref="__S::ArgumentException">The span has another length.</exception>
            {{Optimized}}
            public int PredictClass({{In}} input)
            {
                {{outputs}}
                Forward(input, output);
                return __N::LargestOutput.Of(output);
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

                    __N::SoftmaxRows.Softmax(probabilities, OutputSize);
                """,
            _ => """


                    for (int i = 0; i < probabilities.Length; i++)
                    {
                        probabilities[i] = __N::VectorMath.Sigmoid(probabilities[i]);
                    }
                """,
        };
        // Of linear layers, a batch of one row is what Forward computes.
        string forward = plan is DensePlan ? "ForwardBatch(input, probabilities);" : """
            if (input.Length == InputSize)
                {
                    Forward(input, probabilities);
                }
                else
                {
                    ForwardBatch(input, probabilities);
                }
            """;
        string summary = isSoftmax ? "The probability of each class: they add up to 1." : "The probability of each output, between 0 and 1.";
        writer.Line($$"""
            /// <summary>{{summary}}</summary>
            /// <param name="input">[{{plan.InputSize}}], or any number of rows: [count, {{plan.InputSize}}].</param> <param name="probabilities">[{{plan.OutputSize}}] or [count, {{plan.OutputSize}}], overwritten.</param>
            /// <exception cref="__S::ArgumentException">A length is no whole number of rows, or the counts differ.</exception>
            {{Optimized}}
            public void PredictProbabilities({{In}} input, {{Out}} probabilities)
            {
                {{forward}}{{step}}
            }

            """);
    }

    private static void EmitTraining(SourceWriter writer, NetworkPlan plan)
    {
        string targets = $"[count, {plan.OutputSize}]";
        string labels = plan.OutputSize == 1 ? "[count] of 0 or 1" : $"[count] of 0 … {plan.OutputSize - 1}";
        Loss? labelLoss = LossPlan.ForLabels(plan);
        var kinds = new List<(string Name, string Type, string Doc, string Loss)>
        {
            ("targets", In, targets, plan.Spec.Heads.Count > 0 ? "weighted sum of all heads' losses" : LossPlan.ForNumbers(plan).ToString()),
        };
        if (labelLoss is Loss loss)
        {
            kinds.Add(("labels", Labels, labels, loss.ToString()));
        }

        foreach ((string name, string kind, string doc, string lossName) in kinds)
        {
            string errors = name == "labels" ? "Lengths do not fit, or a label is out of range." : "Lengths do not fit.";
            writer.Line($$"""
                /// <summary>The mean {{lossName}} of a batch: inputs [count, {{plan.InputSize}}], {{name}} {{doc}}.</summary>
                /// <exception cref="__S::ArgumentException">{{errors}}</exception>
                public float ComputeLoss({{In}} inputs, {{kind}} {{name}}) => ComputeLoss(new __T::Batch(inputs, {{name}}));
                /// <summary>The same, and backward: adds d(mean {{lossName}})/dθ to <paramref name="gradients"/>, a buffer from <see cref="CreateGradients()"/>.</summary>
                /// <exception cref="__S::ArgumentException">{{errors}}</exception>
                public float ComputeGradients({{In}} inputs, {{kind}} {{name}}, {{Buffer}} gradients) =>
                    ComputeGradients(new __T::Batch(inputs, {{name}}), gradients, accumulate: true);

                """);
        }

        writer.Line($$"""
            /// <inheritdoc/>
            public partial float ComputeLoss(in __T::Batch batch);
            /// <inheritdoc/>
            public partial float ComputeGradients(in __T::Batch batch, {{Buffer}} gradients, bool accumulate);

            /// <summary>Vector-Jacobian product of one sample, for a loss of your own.</summary>
            /// <param name="input">[{{plan.InputSize}}].</param> <param name="outputGradient">[{{plan.OutputSize}}]: the gradient of a scalar with respect to the outputs.</param>
            /// <param name="gradients">A buffer from <see cref="CreateGradients()"/>; added to, not overwritten.</param>
            /// <param name="inputGradient">[{{plan.InputSize}}], overwritten with the gradient with respect to the input; or empty.</param>
            /// <exception cref="__S::ArgumentException">A span has another length.</exception>
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
            writer.Line($"{Buffer} __T::ITrainableNetwork<{plan.Spec.Type.SelfReference}>.Parameters => throw new __S::NotSupportedException({CSharpLiteral.Of(message)});");
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
            public static __S::ReadOnlySpan<__T::ParameterInfo> ParameterInfos => __Layout.Instance.Parameters;

            /// <inheritdoc/>
            public static __T::NetworkDescription Description => __Layout.Description;

            /// <summary>What PyTorch prints for this network.</summary>
            public override string ToString() => {{CSharpLiteral.Of(PyTorchModules.Print(plan))}};

            /// <inheritdoc/>
            public string Summary() => {{CSharpLiteral.Of(SummaryTable.Of(plan))}};
            """);
    }
}
