using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace FirmwareSim.Host;

/// <summary>Reads the words of the command line; what is wrong is said with what would be right.</summary>
internal static class Arguments
{
    /// <summary>ADDRESS:PORT, or PORT alone for the loopback.</summary>
    public static IPEndPoint? EndPoint(ArgumentResult result)
    {
        string text = Word(result);
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return new IPEndPoint(IPAddress.Loopback, port);
        }

        if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endPoint))
        {
            return endPoint;
        }

        result.AddError($"\"{text}\" is no address and port; say for example 127.0.0.1:9761, [::1]:9761 or 9761");
        return null;
    }

    /// <summary>The same, on the loopback only: who can reach the control port can open breakers.</summary>
    public static IPEndPoint? LoopbackEndPoint(ArgumentResult result)
    {
        IPEndPoint? endPoint = EndPoint(result);
        if (endPoint is not null && !IPAddress.IsLoopback(endPoint.Address))
        {
            result.AddError($"the control port has no password and stays on the loopback; say for example {endPoint.Port}");
        }

        return endPoint;
    }

    /// <summary>A number with a unit: 30s, 2m, 1.5h; a sign in front is kept.</summary>
    public static TimeSpan Duration(ArgumentResult result)
    {
        if (!TryDuration(Word(result), out TimeSpan duration))
        {
            result.AddError($"\"{Word(result)}\" is no duration; say for example 30s, 2m or 1.5h");
        }

        return duration;
    }

    /// <summary>How often incidents come; "never" is zero.</summary>
    public static TimeSpan Interval(ArgumentResult result)
    {
        if (Word(result) == "never")
        {
            return TimeSpan.Zero;
        }

        if (!TryDuration(Word(result), out TimeSpan interval) || interval < TimeSpan.FromSeconds(1))
        {
            result.AddError($"\"{Word(result)}\" is no interval of a second or more; say for example 30s, 2m, 1.5h, or never");
        }

        return interval;
    }

    /// <summary>A time zone of the system.</summary>
    public static TimeZoneInfo? TimeZone(ArgumentResult result)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(Word(result), out TimeZoneInfo? zone))
        {
            return zone;
        }

        result.AddError($"this system knows no time zone \"{Word(result)}\"; say for example America/Argentina/Buenos_Aires");
        return null;
    }

    private static bool TryDuration(string text, out TimeSpan duration)
    {
        double unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        bool valid = double.TryParse(
            text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && unit > 0 && Math.Abs(number * unit) <= 1e8;
        duration = valid ? TimeSpan.FromSeconds(number * unit) : default;
        return valid;
    }

    private static string Word(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
}
