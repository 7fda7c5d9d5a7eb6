using StaticNet.Generator.Emit.Streams;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Surface;

/// <summary>What does the user of a network with memory see? Its state, its passes over steps and sequences, loss and gradients.</summary>
internal static class StreamSurfaceEmitter
{
    private const string In = "__S::ReadOnlySpan<float>";
    private const string Out = "__S::Span<float>";

    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        int field = StreamKernelsEmitter.ReceptiveField(plan);
        int size = 0;
        foreach (Planning.Stages.StagePlan stage in plan.Stages)
        {
            size += stage.Time?.StateSize ?? 0;
        }

        writer.Line($$"""
            /// <summary>Floats of state of one stream.</summary>
            public const int StateSize = {{CSharpLiteral.Of(size)}};

            /// <summary>Steps that an output depends on{{(field == 0 ? ": 0, there is no bound." : ", the current one included.")}}</summary>
            public const int ReceptiveField = {{CSharpLiteral.Of(field)}};

            """);
        EmitInference(writer, plan);
        if (plan.HasBackward)
        {
            EmitTraining(writer, plan);
        }
    }

    private static void EmitInference(SourceWriter writer, NetworkPlan plan)
    {
        int inputs = plan.InputSize;
        int outputs = plan.OutputSize;
        string state = $"__T::NetworkState<{plan.Spec.Type.SelfReference}>";
        string each = plan.Spec.IsManyToOne ? "[count, " : "[count, steps, ";
        writer.Line($$"""
            /// <summary>A state for one stream, at {{(StreamKernelsEmitter.Begins(plan) ? "the values that the model begins with" : "zero")}}: no step has been seen. It belongs to one thread at a time; the network may be shared by many.</summary>
            public static partial {{state}} CreateState();

            /// <summary>One step of a stream. Nothing is allocated.</summary>
            /// <param name="state">Moves on by one step.</param>
            /// <param name="input">[{{inputs}}].</param>
            /// <param name="output">[{{outputs}}], overwritten{{(plan.Spec.IsManyToOne ? " with the output of a sequence that ends with this step" : "")}}.</param>
            /// <exception cref="__S::ArgumentException">A span has another length.</exception>
            public partial void Forward({{state}} state, {{In}} input, {{Out}} output);

            /// <summary>Any number of steps of a stream; however they are split into calls, the bits are the same. Nothing is allocated.</summary>
            /// <param name="state">Moves on by as many steps.</param>
            /// <param name="inputs">[steps, {{inputs}}].</param>
            /// <param name="outputs">[steps, {{outputs}}], overwritten; may be the inputs' memory where rows are equally long.</param>
            /// <exception cref="__S::ArgumentException">A length is no whole number of steps, or the numbers differ.</exception>
            public partial void Process({{state}} state, {{In}} inputs, {{Out}} outputs);

            /// <summary>Steps of several streams, the same bits as stream by stream.</summary>
            /// <param name="states">One per voice; none twice.</param>
            /// <param name="inputs">[steps, voices, {{inputs}}].</param>
            /// <param name="outputs">[steps, voices, {{outputs}}], overwritten.</param>
            /// <exception cref="__S::ArgumentException">Lengths do not fit, or a state is given twice.</exception>
            public partial void ProcessVoices(__S::ReadOnlySpan<{{state}}> states, {{In}} inputs, {{Out}} outputs);

            /// <summary>Whole sequences, each from {{(StreamKernelsEmitter.Begins(plan) ? "a new state" : "the zero state")}}.</summary>
            /// <param name="steps">Steps of each sequence.</param>
            /// <param name="inputs">[count, steps, {{inputs}}].</param>
            /// <param name="outputs">{{each}}{{outputs}}], overwritten.</param>
            /// <exception cref="__S::ArgumentException">Lengths do not fit.</exception>
            public partial void ForwardSequences(int steps, {{In}} inputs, {{Out}} outputs);

            /// <summary>Feeds one input several times, so that a stream starts as if it had been there before.</summary>
            /// <param name="state">Moves on.</param>
            /// <param name="input">[{{inputs}}].</param>
            /// <param name="steps">How often; 0: <see cref="ReceptiveField"/> times{{(StreamKernelsEmitter.ReceptiveField(plan) == 0 ? ", which this network refuses, because it has no bound" : "")}}.</param>
            /// <exception cref="__S::ArgumentException">The input has another length, or steps is 0 where the receptive field has no bound.</exception>
            public partial void Prime({{state}} state, {{In}} input, int steps = 0);

            """);
        if (plan.Spec.IsManyToOne)
        {
            writer.Line($$"""
                /// <summary>The class of a sequence: {{(outputs == 1 ? "1 where its output says so, otherwise 0" : "the largest output, the first of equal ones")}}.</summary>
                /// <param name="steps">Its steps.</param>
                /// <param name="sequence">[steps, {{inputs}}].</param>
                /// <exception cref="__S::ArgumentException">The length does not fit.</exception>
                public partial int PredictClass(int steps, {{In}} sequence);

                """);
        }
    }

    private static void EmitTraining(SourceWriter writer, NetworkPlan plan) => writer.Line("""
        /// <inheritdoc/>
        public partial float ComputeLoss(in __T::SequenceBatch batch);

        /// <inheritdoc/>
        public partial float ComputeGradients(in __T::SequenceBatch batch, __T::ParameterBuffer gradients, bool accumulate);

        """);
}
