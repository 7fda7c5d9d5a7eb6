using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>How a layer kind is printed: its calls forward and backward, and what the network says of it.</summary>
internal abstract class StageEmitter
{
    /// <summary>What PyTorch prints for the module.</summary>
    public abstract string Module(StagePlan stage);

    /// <summary>What it computes of a row x, and where its parameters lie; empty where the module's name says it, or the kernel's own comment.</summary>
    public virtual string Formula(StagePlan stage) => "";

    /// <summary>The gradients of parameters and of x from dy, the gradient of its result.</summary>
    public virtual string Derivative(StagePlan stage) => "";

    /// <summary>Static members of the class that its calls use.</summary>
    public virtual void Members(SourceWriter writer, StagePlan stage)
    {
    }

    /// <summary>Statements that write <see cref="StageCall.Y"/>.</summary>
    public abstract void Forward(SourceWriter writer, StageCall call);

    /// <summary>Statements at the start of a call of inference: what follows from parameters alone, into <see cref="StageCall.Folded"/>.</summary>
    public virtual void Fold(SourceWriter writer, StageCall call)
    {
    }

    /// <summary>Statements that overwrite the gradients of the stage's parameters.</summary>
    public virtual void ParameterGradients(SourceWriter writer, StageCall call)
    {
    }

    /// <summary>Statements that overwrite <see cref="StageCall.DX"/> of one source.</summary>
    public abstract void InputGradient(SourceWriter writer, StageCall call, int source);

    /// <summary>Statements after a training step's forward pass: running statistics.</summary>
    public virtual void UpdateRunning(SourceWriter writer, StageCall call)
    {
    }

    /// <summary>A statement that transposes the stage's weights for the way back, where they are not those of a linear stage.</summary>
    public virtual void Transpose(SourceWriter writer, StageCall call)
    {
    }

    /// <summary>A statement that moves the stage's state, if it has one.</summary>
    public virtual void States(SourceWriter writer, StageCall call, StateStep step)
    {
    }

    /// <summary>The struct with the numbers that the stage's kernel takes as constants, where the kernel is not that of a linear layer.</summary>
    public virtual void Constants(SourceWriter writer, StagePlan stage, string modifier)
    {
    }

    /// <summary>The place of each parameter: <c>; weight at 304, bias at 320</c>.</summary>
    protected static string Places(StagePlan stage) => stage.Parameters.Count == 0
        ? ""
        : "; " + string.Join(", ", stage.Parameters.Select(static p => $"{p.Name[(p.Name.LastIndexOf('.') + 1)..]} at {CSharpLiteral.Of(p.Offset)}"));
}
