using System.Globalization;
using Edge.Field.LocalIo;

namespace Edge.Gateway.Devices.LocalIo;

/// <summary>The values of the local inputs in the configuration, and their meanings.</summary>
internal static class LocalIoWords
{
    /// <summary>The ranges and data rates of a converter, for a message.</summary>
    public static (string Ranges, string Rates) ConverterKnows => (LocalAnalogInput.KnownRanges, LocalAnalogInput.KnownRates);

    /// <summary>Whether a converter has such a range.</summary>
    /// <param name="volts">The range.</param>
    public static bool HasRange(double volts) => LocalAnalogInput.IsRange(volts);

    /// <summary>Whether a converter has such a data rate.</summary>
    /// <param name="samples">Conversions a second.</param>
    public static bool HasRate(int samples) => LocalAnalogInput.IsRate(samples);

    /// <summary>Reads <c>0x20</c>; null for anything else.</summary>
    /// <param name="text">The address as the configuration has it.</param>
    public static int? AddressOf(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int address) ? address : null;

    /// <summary>Reads the pull resistor of a line.</summary>
    /// <param name="text">The word of the configuration.</param>
    /// <param name="pull">What it means.</param>
    /// <returns>Whether there is such a word.</returns>
    public static bool TryPull(string text, out LinePull pull)
    {
        pull = text switch { "up" => LinePull.Up, "down" => LinePull.Down, "none" => LinePull.None, _ => LinePull.AsIs };
        return text is "asIs" or "up" or "down" or "none";
    }
}
