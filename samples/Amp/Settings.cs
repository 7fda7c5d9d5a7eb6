using System;
using System.Globalization;

namespace StaticNet.Samples.Amp;

/// <summary>The command line: <c>[folder] [--play] [--minutes minutes]</c>.</summary>
internal sealed class Settings
{
    public const string Usage = "Amp [folder] [--play] [--minutes 1]";

    public string Folder { get; private set; } = "artifacts/amp";

    /// <summary>Play with the networks that an earlier run left in the folder, without training or pictures.</summary>
    public bool OnlyPlay { get; private set; }

    /// <summary>Music to measure the load with.</summary>
    public TimeSpan Length { get; private set; } = TimeSpan.FromMinutes(1);

    /// <exception cref="FormatException">A switch is unknown or its value is none.</exception>
    public static Settings Parse(string[] arguments)
    {
        var settings = new Settings();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--play":
                    settings.OnlyPlay = true;
                    break;
                case "--minutes":
                    settings.Length = TimeSpan.FromMinutes(++i < arguments.Length && double.TryParse(arguments[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double minutes) && minutes is > 0 and <= 600
                        ? minutes
                        : throw new FormatException("--minutes needs a number above 0, up to 600."));
                    break;
                case ['-', ..]:
                    throw new FormatException($"'{arguments[i]}' is not understood.");
                default:
                    settings.Folder = arguments[i];
                    break;
            }
        }

        return settings;
    }
}
