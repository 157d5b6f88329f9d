using Microsoft.Extensions.Logging;

namespace Edge.Field.LocalIo;

/// <summary>The log messages of the local inputs. Event ids 1250–1279.</summary>
internal static partial class Log
{
    [LoggerMessage(1250, LogLevel.Information, "{Device}: {Unit} works again.")]
    public static partial void LocalUnitWorks(ILogger logger, string device, string unit);

    [LoggerMessage(1251, LogLevel.Warning, "{Device}: the inputs of {Unit} are bad: {Reason} The unit is tried again until it works.")]
    public static partial void LocalUnitFails(ILogger logger, string device, string unit, string reason);

    [LoggerMessage(1252, LogLevel.Warning,
        "{Device}: {Unit} lost its settings, so it was without power for a moment. It is set up again. Changes in between have a "
        + "value, but no event.")]
    public static partial void LocalChipWasReset(ILogger logger, string device, string unit);

    [LoggerMessage(1253, LogLevel.Warning,
        "{Device}: {Unit}: {Count} edges of port {Port}, bit {Bit} were too fast and are lost. The next event of this input is marked.")]
    public static partial void LocalEdgesLost(ILogger logger, string device, string unit, uint count, int port, int bit);

    [LoggerMessage(1254, LogLevel.Error,
        "{Device}: more than {Most} events wait for the journal. The oldest are dropped, and an event reports how many.")]
    public static partial void LocalEventsLost(ILogger logger, string device, int most);

    [LoggerMessage(1255, LogLevel.Warning,
        "{Device}: the profile has points on inputs that are not configured. These points are bad: {Points}.")]
    public static partial void LocalPointsNotWired(ILogger logger, string device, string points);

    [LoggerMessage(1256, LogLevel.Warning, "{Device}: the clock of the box is not synchronised. Events are marked with this.")]
    public static partial void LocalClockOff(ILogger logger, string device);

    [LoggerMessage(1257, LogLevel.Information, "{Device}: the clock of the box is synchronised.")]
    public static partial void LocalClockRight(ILogger logger, string device);

    [LoggerMessage(1258, LogLevel.Warning,
        "{Device}: port {Port}, bit {Bit} of {Ied} chatters. Its events are left out for {Seconds:0} s and counted.")]
    public static partial void LocalInputMasked(ILogger logger, string device, string ied, int port, int bit, double seconds);

    [LoggerMessage(1259, LogLevel.Information,
        "{Device}: port {Port}, bit {Bit} of {Ied} is quiet again. {LeftOut} of its events were left out.")]
    public static partial void LocalInputUnmasked(ILogger logger, string device, string ied, int port, int bit, int leftOut);
}
