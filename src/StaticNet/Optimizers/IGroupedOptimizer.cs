namespace StaticNet;

/// <summary>
/// An optimizer that updates each of <see cref="OptimizerState.Segments"/> by itself, with its learning rate and weight decay, and leaves alone what is in
/// none: every optimizer here. A <see cref="ParameterGroup"/> needs one.
/// </summary>
public interface IGroupedOptimizer : IOptimizer;
