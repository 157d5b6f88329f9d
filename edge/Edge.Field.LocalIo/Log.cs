using Microsoft.Extensions.Logging;

namespace Edge.Field.LocalIo;

/// <summary>What the local inputs log. Event ids 1250–1279.</summary>
internal static partial class Log
{
    [LoggerMessage(1250, LogLevel.Information, "{Device}: {Unit} works again.")]
    public static partial void LocalUnitWorks(ILogger logger, string device, string unit);

    [LoggerMessage(1251, LogLevel.Warning, "{Device}: the inputs of {Unit} are bad: {Reason} It is tried again until it works.")]
    public static partial void LocalUnitFails(ILogger logger, string device, string unit, string reason);

    [LoggerMessage(1252, LogLevel.Warning,
        "{Device}: {Unit} had lost its settings, so it was without power for a moment, and was set up again. What changed meanwhile is a value and no event.")]
    public static partial void LocalChipWasReset(ILogger logger, string device, string unit);

    [LoggerMessage(1253, LogLevel.Warning,
        "{Device}: {Unit}: {Count} edges of port {Port}, bit {Bit} came faster than they could be kept and are lost; its next event is marked.")]
    public static partial void LocalEdgesLost(ILogger logger, string device, string unit, uint count, int port, int bit);

    [LoggerMessage(1254, LogLevel.Error,
        "{Device}: more than {Most} events wait for the journal; the oldest are dropped, and an event will tell how many.")]
    public static partial void LocalEventsLost(ILogger logger, string device, int most);

    [LoggerMessage(1255, LogLevel.Warning, "{Device}: the profile has points on inputs that are not configured, and they are bad: {Points}.")]
    public static partial void LocalPointsNotWired(ILogger logger, string device, string points);

    [LoggerMessage(1256, LogLevel.Warning, "{Device}: the clock of the box is not synchronised; events are marked so.")]
    public static partial void LocalClockOff(ILogger logger, string device);

    [LoggerMessage(1257, LogLevel.Information, "{Device}: the clock of the box is synchronised.")]
    public static partial void LocalClockRight(ILogger logger, string device);

    [LoggerMessage(1258, LogLevel.Warning, "{Device}: port {Port}, bit {Bit} of {Ied} chatters; its events are left out for {Seconds:0} s and counted.")]
    public static partial void InputMasked(ILogger logger, string device, string ied, int port, int bit, double seconds);

    [LoggerMessage(1259, LogLevel.Information, "{Device}: port {Port}, bit {Bit} of {Ied} is quiet; {LeftOut} of its events were left out.")]
    public static partial void InputUnmasked(ILogger logger, string device, string ied, int port, int bit, int leftOut);
}
