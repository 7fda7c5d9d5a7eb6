using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Heads;
using StaticNet.Generator.Parsing.Layers;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>
/// Every kind of layer there is. A kind is a folder beside this file with what reads, plans and prints it, and one line below; no other
/// file of the generator names it.
/// </summary>
internal static class LayerKinds
{
    // The rooms ask their own tables, since they know nothing to their right; so the tables are full before any of their code runs.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "An analyzer assembly has no entry point: generator, analyzers and fixes are each an own one.")]
    internal static void Register()
    {
        Add<LinearSpec, LinearStage>("Linear", new LinearReader(), LinearStage.Plan, new LinearStageEmitter());
        AddActivations();
        LayerReaders.Add("Head", new HeadReader());
        HeadParts.Branch = static (name, value, size) => new SelectSpec(name, 0, size, EquatableArray<int>.Empty, value);
        HeadParts.Join = static (name, value) => new ConcatSpec(name, value);
        Add<LayerNormSpec, LayerNormStage>("LayerNorm", new LayerNormReader(), LayerNormStage.Plan, new LayerNormEmitter());
        Add<RMSNormSpec, RMSNormStage>("RMSNorm", new RMSNormReader(), RMSNormStage.Plan, new RMSNormEmitter());
        Add<BatchNorm1dSpec, BatchNorm1dStage>("BatchNorm1d", new BatchNorm1dReader(), BatchNorm1dStage.Plan, new BatchNorm1dEmitter());
        Add<ScaleShiftSpec, ScaleShiftStage>("ScaleShift", new ScaleShiftReader(), ScaleShiftStage.Plan, new ScaleShiftEmitter());
        Add<StandardizeSpec, ScalingStage>("Standardize", new StandardizeReader(), ScalingStage.Plan, new ScalingEmitter());
        Add<MinMaxSpec, ScalingStage>("MinMax", new MinMaxReader(), ScalingStage.Plan, new ScalingEmitter());
        Add<DropoutSpec, DropoutStage>("Dropout", new DropoutReader(), DropoutStage.Plan, new DropoutEmitter());
        Add<PReLUSpec, PReLUStage>("PReLU", new PReLUReader(), PReLUStage.Plan, new PReLUEmitter());
        Add<LSTMSpec, LSTMStage>("LSTM", RecurrentReader.LSTM, LSTMStage.Plan, new RecurrentEmitter("LstmRows", "i, f, o = σ(W·x + U·h + b), g = tanh(…), c = f·c + i·g, h = o·tanh c"));
        Add<GRUSpec, GRUStage>("GRU", RecurrentReader.GRU, GRUStage.Plan, new RecurrentEmitter("GruRows", "r, z = σ(W·x + U·h + b), n = tanh(W·x + b + r·(U·h + b')), h = n + z·(h − n)"));
        Add<RNNSpec, RNNStage>("RNN", RecurrentReader.RNN, RNNStage.Plan, new RecurrentEmitter("RnnRows", "h = f(W·x + U·h + b)"));
        Add<Conv1dSpec, Conv1dStage>("Conv1d", new Conv1dReader(), Conv1dStage.Plan, new Conv1dEmitter());
        Add<LastStepSpec, LastStepStage>("LastStep", new OverTimeReader(static name => new LastStepSpec(name)), LastStepStage.Plan, new OverTimeEmitter("LastStep", "LastStep", keepsIndex: false));
        Add<MeanOverTimeSpec, MeanOverTimeStage>("MeanOverTime", new OverTimeReader(static name => new MeanOverTimeSpec(name)), MeanOverTimeStage.Plan, new OverTimeEmitter("MeanOverTime", "Mean", keepsIndex: false));
        Add<MaxOverTimeSpec, MaxOverTimeStage>("MaxOverTime", new OverTimeReader(static name => new MaxOverTimeSpec(name)), MaxOverTimeStage.Plan, new OverTimeEmitter("MaxOverTime", "Max", keepsIndex: true));
        Add<FreeParameterSpec, FreeParameterStage>("FreeParameter", new FreeParameterReader(), FreeParameterStage.Plan, new FreeParameterEmitter());
        Add<ResidualSpec, ResidualStage>("Residual", new ResidualReader(), ResidualStage.Plan, new ResidualEmitter());
        Add<ConcatSpec, ConcatStage>("Concat", new ConcatReader(), ConcatStage.Plan, new ConcatEmitter());
        Add<SelectSpec, SelectStage>("Select", new SelectReader(), SelectStage.Plan, new SelectEmitter());
    }

    private static void Add<TSpec, TStage>(string kind, LayerReader reader, Func<TSpec, StageContext, TStage> plan, StageEmitter emitter)
        where TSpec : LayerSpec
        where TStage : StagePlan
    {
        LayerReaders.Add(kind, reader);
        StagePlanners.Add(plan);
        StageEmitters.Add<TStage>(emitter);
    }

    /// <summary>One kind, and an attribute for each function.</summary>
    private static void AddActivations()
    {
        foreach (Activation function in Enum.GetValues(typeof(Activation)))
        {
            if (function != Activation.Identity)
            {
                LayerReaders.Add(function.ToString(), new ActivationReader(function));
            }
        }

        StagePlanners.Add<ActivationSpec>(ActivationStage.Plan);
        StageEmitters.Add<ActivationStage>(new ActivationStageEmitter());
    }
}
