using System;

namespace StaticNet;

/// <summary>Limits gradients before an update. As <c>torch.nn.utils.clip_grad_norm_</c> and <c>clip_grad_value_</c>. Allocates nothing.</summary>
public static class GradientClipping
{
    // PyTorch's guard against division by 0.
    private const double NormGuard = 1e-6;

    extension(ParameterBuffer gradients)
    {
        /// <summary>Scales all gradients by maximum/(norm + 1e−6) where their common norm is larger than that allows.</summary>
        /// <param name="maximum">The largest norm allowed, positive.</param>
        /// <param name="normType">1, 2, or <see cref="double.PositiveInfinity"/> for the largest magnitude.</param>
        /// <returns>The norm before clipping.</returns>
        /// <exception cref="ArgumentOutOfRangeException">An argument is none of these.</exception>
        public double ClipNorm(double maximum, double normType = 2)
        {
            ArgumentNullException.ThrowIfNull(gradients);
            if (!(maximum > 0))
            {
                throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "The largest norm must be positive.");
            }

            double norm = gradients.Norm(normType);
            double scale = maximum / (norm + NormGuard);
            if (scale < 1)
            {
                GradientLoops.Scale(gradients, (float)scale);
            }

            return norm;
        }

        /// <summary>Limits each gradient to ±<paramref name="maximum"/>.</summary>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is not positive.</exception>
        public void ClipValue(double maximum)
        {
            ArgumentNullException.ThrowIfNull(gradients);
            if (!(maximum > 0))
            {
                throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "The largest magnitude must be positive.");
            }

            GradientLoops.Clamp(gradients, (float)maximum);
        }

        /// <summary>The norm of all trainable values together, summed in double.</summary>
        /// <param name="normType">1, 2, or <see cref="double.PositiveInfinity"/> for the largest magnitude.</param>
        /// <exception cref="ArgumentOutOfRangeException">Another norm.</exception>
        public double Norm(double normType)
        {
            ArgumentNullException.ThrowIfNull(gradients);
            return normType switch
            {
                2 => Math.Sqrt(GradientLoops.Sum(gradients, squares: true)),
                1 => GradientLoops.Sum(gradients, squares: false),
                double.PositiveInfinity => GradientLoops.Largest(gradients),
                _ => throw new ArgumentOutOfRangeException(nameof(normType), normType, "Supported norms are 1, 2 and double.PositiveInfinity."),
            };
        }
    }
}
