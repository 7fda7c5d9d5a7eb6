using System.Threading.Tasks;
using Orleans;
using Orleans.Runtime;

namespace StaticNet.Orleans;

/// <summary>
/// A grain that tries one item of a search: <c>public sealed class RateTrial : Grain, ITrialGrain&lt;Settings, double&gt;</c>. A trial may run twice, on two
/// silos; it takes its randomness from the seed, so both give the same result.
/// </summary>
/// <typeparam name="TItem">Settings, or a genome such as <see cref="NetworkSnapshot"/>; serializable by Orleans.</typeparam>
/// <typeparam name="TResult">A number, or more; serializable by Orleans.</typeparam>
[Alias("staticnet.ITrialGrain`2")]
public interface ITrialGrain<TItem, TResult> : IGrainWithStringKey
{
    /// <summary>Tries one item.</summary>
    /// <param name="item">What to try.</param>
    /// <param name="seed">It follows from the search's seed and the item's index.</param>
    [Alias("RunTrial")]
    [ResponseTimeout("1.00:00:00")]
    ValueTask<TResult> RunTrial(TItem item, ulong seed);
}
