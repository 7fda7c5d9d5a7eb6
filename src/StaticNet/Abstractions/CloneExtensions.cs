using System;

namespace StaticNet;

/// <summary>Copies of networks.</summary>
public static class CloneExtensions
{
    // CA1000 takes the extension block for a generic type.
#pragma warning disable CA1000
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, ITrainableNetwork<TNetwork>
    {
        /// <summary>
        /// A network with the same parameters, running statistics included, in storage of its own. No random numbers are drawn: the cost is that of
        /// the memory and of one copy. Fields that you added to the class are not copied; they start as the constructor with a seed leaves them.
        /// Where that constructor is your own, it runs, with seed 0.
        /// </summary>
        /// <exception cref="NotSupportedException">The weights are constants (<c>Frozen = true</c>): every instance is the same, so share one.</exception>
        public TNetwork Clone()
        {
            ArgumentNullException.ThrowIfNull(model);
            ParameterBuffer parameters = model.Parameters; // frozen networks throw here, before anything is allocated
            TNetwork copy = TNetwork.CreateUninitialized();
            copy.Parameters.CopyFrom(parameters);
            return copy;
        }
    }
#pragma warning restore CA1000
}
