using System.Globalization;

namespace StaticNet.Samples.LowLatency;

/// <summary>Nanoseconds as people read them: 45 ns, 1.25 µs, 8.1 ms.</summary>
internal static class Duration
{
    public static string Text(long nanoseconds) => nanoseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds} ns"),
        < 1_000_000 => ThreeDigits(nanoseconds / 1e3, "µs"),
        < 1_000_000_000 => ThreeDigits(nanoseconds / 1e6, "ms"),
        _ => ThreeDigits(nanoseconds / 1e9, "s"),
    };

    private static string ThreeDigits(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.ToString(value < 9.995 ? "0.##" : value < 99.95 ? "0.#" : "0", CultureInfo.InvariantCulture)} {unit}");
}
