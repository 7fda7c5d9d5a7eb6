using System;
using System.Globalization;

namespace StaticNet.Samples.Playground.Browser;

/// <summary>Numbers as the page writes them: always the same, with a real minus sign.</summary>
internal static class Text
{
    /// <summary>Six decimals, for numbers that are calculated with.</summary>
    public static string Exact(double value) => Signed(value.ToString("0.000000", CultureInfo.InvariantCulture));

    /// <summary>Three significant digits at most widths.</summary>
    public static string Short(double value) => double.IsNaN(value) ? "–" : Math.Abs(value) switch
    {
        0 => "0",
        < 0.0005 or >= 10000 => Signed(value.ToString("0.0e0", CultureInfo.InvariantCulture)),
        < 10 => Signed(value.ToString("0.000", CultureInfo.InvariantCulture)),
        _ => Signed(value.ToString("0.0", CultureInfo.InvariantCulture)),
    };

    /// <summary>One decimal and a percent sign.</summary>
    public static string Percent(double share) =>
        double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    /// <summary>A whole number with thin spaces between thousands.</summary>
    public static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    /// <summary>With so many decimals.</summary>
    public static string Signed(double value, int decimals) => Signed(value.ToString("F" + decimals, CultureInfo.InvariantCulture));

    private static string Signed(string number) => number.Replace('-', '−');
}
