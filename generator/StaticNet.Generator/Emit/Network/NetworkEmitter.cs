using System.Collections.Generic;
using System.Threading;
using StaticNet.Generator.Emit.Budgets;
using StaticNet.Generator.Emit.Forward;
using StaticNet.Generator.Emit.Frozen;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Matrices;
using StaticNet.Generator.Emit.Parameters;
using StaticNet.Generator.Emit.Readable;
using StaticNet.Generator.Emit.Rows;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Emit.Streams;
using StaticNet.Generator.Emit.Surface;
using StaticNet.Generator.Emit.Words;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Network;

/// <summary>
/// Writes a network's source files: the members a user calls, and the kernels behind them, with a region per question a reader may have.
/// Few files, because the compiler compares the name of each with all before it after every keystroke: with five files a network, that was
/// more than half of the cost of a keystroke in a project of 400 networks.
/// </summary>
internal static class NetworkEmitter
{
    /// <summary>Whether every layer kind of the network can be emitted.</summary>
    public static bool Supports(NetworkSpec spec) => NetworkPlanner.Supports(spec);

    /// <summary>The generated files of a network; none where a layer kind is not supported.</summary>
    public static IEnumerable<GeneratedFile> Emit(NetworkSpec spec, CancellationToken cancellationToken)
    {
        if (!Supports(spec))
        {
            yield break;
        }

        NetworkPlan plan = NetworkPlanner.Plan(spec, cancellationToken);
        string hint = spec.Type.HintName;
        yield return new GeneratedFile(hint + ".g.cs", SurfaceEmitter.Emit(plan));
        cancellationToken.ThrowIfCancellationRequested();
        yield return new GeneratedFile(hint + ".Kernels.g.cs", EmitKernels(plan, cancellationToken));
        if (spec.Rows is TypedRowsSpec rows)
        {
            yield return new GeneratedFile(hint + ".Rows.g.cs", TypedRowsEmitter.Emit(plan, rows));
        }

        if (spec.Budget is { Nanoseconds: > 0 } budget)
        {
            yield return new GeneratedFile(hint + ".Budget.g.cs", BudgetEmitter.Emit(plan, budget));
        }

        if (spec.ModelFile is ModelFileSpec model)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new GeneratedFile(hint + ".Weights.g.cs", WeightsEmitter.Emit(plan, model));
        }
    }

    private static string EmitKernels(NetworkPlan plan, CancellationToken cancellationToken)
    {
        SourceWriter writer = FileHeader.Begin(plan.Spec.Type, plan.HasBackward ? "parameters, forward pass, gradients." : "parameters, forward pass.", isSurface: false, map: writer => EmitMap(writer, plan));
        System.Action end = FileHeader.Shell(writer, plan.Spec.Type, isSurface: false, hasAliases: true);
        using (writer.Region("Parameters: where each lies, how they start, and what the network says of itself"))
        {
            ParametersEmitter.Emit(writer, plan);
        }

        cancellationToken.ThrowIfCancellationRequested();
        writer.Line();
        foreach (StagePlan stage in plan.Stages)
        {
            StageEmitters.Of(stage).Members(writer, stage);
        }

        if (plan is StagedNetworkPlan { Spec.IsStreaming: true } streams)
        {
            EmitStreams(writer, streams, end);
            return FileHeader.WithoutUnusedAliases(writer.ToString());
        }

        using (writer.Region("Forward: one sample from input to output"))
        {
            switch (plan)
            {
                case StagedNetworkPlan staged:
                    StagedForward.Emit(writer, staged, staged.Scratch);
                    break;
                case DensePlan { IsReadable: true } readable:
                    ReadableMembers.EmitForward(writer, readable);
                    break;
                case DensePlan dense:
                    ForwardEmitter.Emit(writer, dense);
                    break;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        writer.Line();
        using (writer.Region("Batch: many samples at once"))
        {
            switch (plan)
            {
                case StagedNetworkPlan:
                    StagedKernels.EmitForwardBatch(writer);
                    break;
                case DensePlan { IsReadable: true } readable:
                    ReadableMembers.EmitForwardBatch(writer, readable);
                    break;
                case DensePlan { LanesForward: true } lanes:
                    LanesEmitter.EmitForwardBatch(writer, lanes);
                    break;
                default:
                    RowMembersEmitter.EmitForwardBatch(writer, plan);
                    break;
            }
        }

        if (plan.HasBackward)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Line();
            using (writer.Region("Backward: loss and gradients"))
            {
                switch (plan)
                {
                    case DensePlan { IsReadable: true } readable:
                        ReadableMembers.EmitGradients(writer, readable);
                        break;
                    case DensePlan { LanesGradient: true } lanes:
                        LanesEmitter.EmitGradients(writer, lanes);
                        break;
                    default:
                        RowMembersEmitter.EmitGradients(writer, plan);
                        break;
                }
            }
        }

        EmitWords(writer, plan, end);
        return FileHeader.WithoutUnusedAliases(writer.ToString());
    }

    private static void EmitMap(SourceWriter writer, NetworkPlan plan)
    {
        if (plan is DensePlan { IsReadable: false } dense)
        {
            NetworkMap.Emit(writer, dense);
        }
    }

    /// <summary>The members and kernels of a network with memory; closes the type.</summary>
    private static void EmitStreams(SourceWriter writer, StagedNetworkPlan plan, System.Action end)
    {
        using (writer.Region("Streams and sequences: step by step, in blocks, many at once; loss and gradients"))
        {
            StreamMembersEmitter.EmitInference(writer, plan);
            if (plan.HasBackward)
            {
                StreamMembersEmitter.EmitTraining(writer, plan);
            }
        }

        bool isNested = !plan.Spec.Type.IsGeneric;
        if (!isNested)
        {
            end();
            writer.MarkMembers(new MemberMarks(declaresPartials: false));
        }

        writer.Line();
        using (writer.Region("Kernels: the calls of all layers"))
        {
            StreamKernelsEmitter.Emit(writer, plan, plan.Scratch);
        }

        KernelConstants.Emit(writer, plan, writer.ToString());
        if (isNested)
        {
            end();
        }
    }

    /// <summary>The constants of kernels and the arithmetic in words, inside the user's type or beside it; closes the type.</summary>
    private static void EmitWords(SourceWriter writer, NetworkPlan plan, System.Action end)
    {
        if (plan.Spec.Type.IsGeneric)
        {
            end();
            writer.MarkMembers(new MemberMarks(declaresPartials: false));
        }

        if (KernelsEmitter.Has(plan))
        {
            writer.Line();
            using (writer.Region(plan.IsReadable ? ReadableKernels.Region : plan is DensePlan dense && KernelsEmitter.HasWords(dense)
                ? "Arithmetic, in words: W.Fma(a, ref w, 16, c) is a·w[16…] + c; what instruction a word is, the W that is called with says"
                : "Arithmetic: the calls of all layers"))
            {
                KernelsEmitter.Emit(writer, plan);
            }
        }

        KernelConstants.Emit(writer, plan, writer.ToString());
        if (!plan.Spec.Type.IsGeneric)
        {
            end();
        }
    }
}
