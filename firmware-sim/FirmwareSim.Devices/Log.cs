using System.Net;
using Microsoft.Extensions.Logging;

namespace FirmwareSim.Devices;

/// <summary>What the simulator writes down; ids 8000 to 8999.</summary>
internal static partial class Log
{
    [LoggerMessage(8000, LogLevel.Information, "Centre {Peer} connected")]
    public static partial void CentreConnected(ILogger logger, EndPoint? peer);

    [LoggerMessage(8001, LogLevel.Information, "Centre {Peer} gone: {Reason}")]
    public static partial void CentreGone(ILogger logger, EndPoint? peer, string reason);

    [LoggerMessage(8002, LogLevel.Warning, "Centre {Peer} turned away: another one is connected")]
    public static partial void CentreTurnedAway(ILogger logger, EndPoint? peer);

    [LoggerMessage(8003, LogLevel.Error, "The connection with {Peer} ended in a fault of the simulator")]
    public static partial void SessionFault(ILogger logger, EndPoint? peer, Exception fault);

    [LoggerMessage(8004, LogLevel.Information, "Control: {Command} → {Answer}")]
    public static partial void Control(ILogger logger, string command, string answer);

    [LoggerMessage(8005, LogLevel.Warning, "The listener failed ({Reason}); trying again")]
    public static partial void AcceptFailed(ILogger logger, string reason);

    [LoggerMessage(8006, LogLevel.Warning, "{Rejected} starts of frame rejected on the connection with {Peer}")]
    public static partial void Rejected(ILogger logger, int rejected, EndPoint? peer);

    [LoggerMessage(8007, LogLevel.Error, "{Bus} stopped in a fault of the simulator")]
    public static partial void BusFault(ILogger logger, string bus, Exception fault);

    [LoggerMessage(8008, LogLevel.Information, "{Bus} hung up")]
    public static partial void HungUp(ILogger logger, string bus);

    [LoggerMessage(8009, LogLevel.Information, "{Bus} plugged in again: {Device}")]
    public static partial void PluggedIn(ILogger logger, string bus, string device);

    [LoggerMessage(8010, LogLevel.Information, "Time line, {Order}: {Answer}")]
    public static partial void TimeLine(ILogger logger, string order, string answer);

    [LoggerMessage(8011, LogLevel.Warning, "Time line, {Order}: {Answer}")]
    public static partial void TimeLineFailed(ILogger logger, string order, string answer);

    [LoggerMessage(8012, LogLevel.Information, "By order: {What}")]
    public static partial void Fault(ILogger logger, string what);
}
