using System.Collections.Generic;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>
/// One step of a network that is more than linear layers with activations. Values are numbered from the network's input, value 0;
/// stage i writes value i + 1. Each value is a matrix in the scratch memory, one row per sample, padded to whole vectors.
/// </summary>
/// <param name="Layer">Which declared layer it comes from.</param>
/// <param name="Name">The layer's name.</param>
/// <param name="Identifier">The name as part of a C# identifier, unique in the network.</param>
/// <param name="Inputs">Values read per row, of the first source.</param>
/// <param name="Outputs">Values written per row.</param>
/// <param name="Sources">Numbers of the values it reads; the first is the one before it.</param>
internal abstract record StagePlan(int Layer, string Name, string Identifier, int Inputs, int Outputs, IReadOnlyList<int> Sources)
{
    /// <summary>Floats from one row of the first source to the next.</summary>
    public int InputStride => LayoutRules.PaddedColumns(Inputs);

    /// <summary>Floats from one row of the result to the next.</summary>
    public int OutputStride => LayoutRules.PaddedColumns(Outputs);

    /// <summary>Vectors of numbers of its own (a linear layer's are in its <see cref="LinearPlan"/>), in PyTorch's order.</summary>
    public virtual IReadOnlyList<ParameterPlan> Parameters => [];

    /// <summary>Whether anything in it is trained.</summary>
    public virtual bool IsTrained => false;

    /// <summary>Floats per row that forward keeps for backward beside its result.</summary>
    public virtual int KeptPerRow => 0;

    /// <summary>Floats per column that forward keeps for backward.</summary>
    public virtual int KeptPerColumn => 0;

    /// <summary>Whether training needs all rows of the batch at once.</summary>
    public virtual bool NeedsWholeBatch => false;

    /// <summary>Whether it does nothing outside training, so that inference leaves it out.</summary>
    public virtual bool IsTrainingOnly => false;

    /// <summary>Whether its result is its source, so that readers of the result can read the source.</summary>
    public virtual bool CopiesItsSource => false;

    /// <summary>Whether its kernel can apply an activation to what it stores instead of leaving it to a separate pass.</summary>
    public virtual bool Applies(ActivationPlan activation) => false;

    /// <summary>Whether it has statistics that follow the batches of a training.</summary>
    public virtual bool HasRunningStatistics => false;

    /// <summary>What it comes down to outside training, if that is a factor and a summand per column.</summary>
    public virtual FoldedPlan? Folded => null;

    /// <summary>Multiply-adds of one row, of what is not a linear layer.</summary>
    public virtual int MultiplyAdds => 0;

    /// <summary>What it keeps from step to step; null for a stage that works on each row alone.</summary>
    public virtual TimePlan? Time => null;
}
