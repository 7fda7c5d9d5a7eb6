namespace StaticNet;

/// <summary>
/// Updates parameters from their gradients. Every optimizer here is a small readonly struct of hyper-parameters that implements it,
/// and so can a struct of your own; what an optimizer remembers lives in the <see cref="OptimizerState"/>.
/// </summary>
public interface IOptimizer
{
    /// <summary>Allocates what the optimizer remembers between steps, and sets the state's learning rate to the optimizer's own.</summary>
    /// <param name="parameters">The parameters that will be trained; they are not changed.</param>
    OptimizerState CreateState(ParameterBuffer parameters);

    /// <summary>Updates the trainable parameters once. Allocates nothing.</summary>
    /// <param name="parameters">Updated.</param>
    /// <param name="gradients">The gradient of the loss, in the same layout; read only.</param>
    /// <param name="state">From <see cref="CreateState"/>; the step uses <see cref="OptimizerState.LearningRate"/>.</param>
    /// <exception cref="System.ArgumentException">The three do not belong to the same network type.</exception>
    void Step(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state);
}
