using System.Globalization;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Decoding;

/// <summary>Local times as text, exact to the 1/32 768 s.</summary>
internal static class LocalTimeText
{
    // 1/32 768 s has 15 decimals: 0.000030517578125.
    private const long UnitInDecimals = 30_517_578_125;

    /// <summary>The local time of an event, or null when it has none: <c>2026-01-02T01:08:34.15625</c>.</summary>
    public static string? Of(in MaraEvent item) =>
        item.TryGetLocalTime(out DateTime local) ? Seconds(local) + Fraction(item.Timestamp.Fraction) : null;

    /// <summary>A time without an event, or null when it is not valid.</summary>
    public static string? Of(in MaraTimestamp time) =>
        time.TryGetLocalTime(out DateTime local) ? Seconds(local) + Fraction(time.Fraction) : null;

    /// <summary>Which field of an impossible time is wrong.</summary>
    public static string WhatIsWrong(in MaraTimestamp time)
    {
        FormattableString text = time switch
        {
            { Year: > 99 } => $"year byte {time.Year}",
            { Month: < 1 or > 12 } => $"month {time.Month}",
            { Hour: > 23 } => $"hour {time.Hour}",
            { Minute: > 59 } => $"minute {time.Minute}",
            { Second: > 59 } => $"second {time.Second}",
            { Fraction: >= MaraTimestamp.UnitsPerSecond } => $"fraction {time.Fraction}/{MaraTimestamp.UnitsPerSecond} s",
            _ => $"day {time.Day} of {2000 + time.Year}-{time.Month:00}",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    private static string Seconds(DateTime local) => local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Fraction(ushort fraction) => fraction == 0
        ? ""
        : "." + (fraction * UnitInDecimals).ToString("D15", CultureInfo.InvariantCulture).TrimEnd('0');
}
