using System.Globalization;

namespace StaticNet;

/// <summary>How long one forward pass took, against its <see cref="BudgetAttribute"/>.</summary>
/// <param name="Minimum">Nanoseconds of the fastest repetition.</param>
/// <param name="Median">Nanoseconds of the middle one: what the budget is compared with.</param>
/// <param name="Maximum">Nanoseconds of the slowest one.</param>
/// <param name="Limit">Nanoseconds the budget allows.</param>
public readonly record struct BudgetResult(double Minimum, double Median, double Maximum, int Limit)
{
    /// <summary>Whether the median is within the limit.</summary>
    public bool IsMet => Median <= Limit;

    /// <summary>One line: <c>Forward took 31.2 ns (30.9 to 35.0), within the 50 ns of its budget.</c></summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Forward took {Median:0.0} ns ({Minimum:0.0} to {Maximum:0.0}), {(IsMet ? "within" : "more than")} the {Limit} ns of its budget.");
}
