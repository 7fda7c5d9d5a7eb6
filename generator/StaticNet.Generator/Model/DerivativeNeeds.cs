namespace StaticNet.Generator.Model;

/// <summary>What the derivative of an activation is computed from, so what the forward pass keeps for the backward pass.</summary>
internal enum DerivativeNeeds
{
    Nothing,
    Output,
    Input,
}
