using System;

namespace StaticNet;

/// <summary>Backward passes of many rows, for losses of the user's own.</summary>
public static class BackwardExtensions
{
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        /// <summary>
        /// Vector-Jacobian products of any number of rows, forward and backward a block of rows at a time, at the speed of <c>ComputeGradients</c>.
        /// The first call on a thread allocates, later ones nothing. Dropout and batch normalization act as in inference.
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major.</param>
        /// <param name="outputGradients">[count, OutputSize]: the gradient of a scalar with respect to each row's outputs.</param>
        /// <param name="gradients">Receives the parameters' gradient, added.</param>
        /// <param name="inputGradients">[count, InputSize], overwritten with the gradient with respect to the inputs; or empty.</param>
        /// <exception cref="ArgumentException">Lengths do not fit; nothing has been written.</exception>
        public void BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, ParameterBuffer gradients, Span<float> inputGradients = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            NetworkDescription description = TNetwork.Description;
            int inputSize = description.InputSize, outputSize = description.OutputSize;
            int count = inputs.Length / inputSize;
            if (inputs.Length != count * inputSize || outputGradients.Length != (long)count * outputSize || (!inputGradients.IsEmpty && inputGradients.Length != inputs.Length))
            {
                throw new ArgumentException(
                    $"The inputs have {inputs.Length} values, the output gradients {outputGradients.Length} and the input gradients {inputGradients.Length}; "
                    + $"'{description.Name}' takes {inputSize} inputs and {outputSize} output gradients for each row, and as many input gradients as inputs, or none.");
            }

            if (count == 1)
            {
                model.Backward(inputs, outputGradients, gradients, inputGradients);
            }
            else if (count > 1)
            {
                GivenGradients.Backward(model, inputs, outputGradients, gradients, inputGradients);
            }
        }
    }
}
