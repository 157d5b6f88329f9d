using Edge.Field.Serial;
using Microsoft.Extensions.Logging;

namespace Edge.Field;

/// <summary>What buses and serial ports log. Event ids 1100–1149 and 1280–1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "{Bus}: open, {BitRate} bit/s, {Bits} bits a byte, direction: {Direction}.")]
    public static partial void BusOpened(ILogger logger, string bus, int bitRate, int bits, DirectionMode direction);

    [LoggerMessage(1101, LogLevel.Warning, "{Bus}: the port failed: {Reason} It is opened again automatically.")]
    public static partial void BusFailed(ILogger logger, string bus, string reason);

    [LoggerMessage(1102, LogLevel.Debug, "{Bus}: the port still fails: {Reason}")]
    public static partial void BusStillFailed(ILogger logger, string bus, string reason);

    [LoggerMessage(1103, LogLevel.Information,
        "{Bus}: the serial driver cannot report when the last bit was sent. The direction is switched by calculation, with a guard of "
        + "{Microseconds} µs. A USB adapter that starts later cuts off its own questions: set a longer guard, or let its hardware "
        + "switch.")]
    public static partial void DirectionBlind(ILogger logger, string bus, double microseconds);

    [LoggerMessage(1104, LogLevel.Warning,
        "{Bus}: the transmitter was still busy long after the end of its frame. The direction was switched back, and the rest of the "
        + "frame was dropped. Check the speed, and whether a flow control holds the transmitter. Logged once; the metrics count it.")]
    public static partial void TransmitterOverrun(ILogger logger, string bus);

    [LoggerMessage(1105, LogLevel.Information, "{Bus}: works again.")]
    public static partial void BusWorksAgain(ILogger logger, string bus);

    [LoggerMessage(1280, LogLevel.Information, "{Bus}: its thread runs in real time, at priority {Priority}.")]
    public static partial void RealtimeGranted(ILogger logger, string bus, int priority);

    [LoggerMessage(1281, LogLevel.Warning,
        "{Bus}: its thread does not get real-time priority {Priority} ({Reason}). The bus works, but on a busy box the transceiver may "
        + "stay on after the last stop bit. To allow it, set LimitRTPRIO={Priority} and no RestrictRealtime in the unit, or --ulimit "
        + "rtprio={Priority} for a container; or set realtimePriority to 0.")]
    public static partial void RealtimeRefused(ILogger logger, string bus, int priority, string reason);
}
