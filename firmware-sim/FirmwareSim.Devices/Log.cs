using System.Net;
using Microsoft.Extensions.Logging;

namespace FirmwareSim.Devices;

/// <summary>What the simulator writes down; event ids 8000–8999.</summary>
internal static partial class Log
{
    [LoggerMessage(8000, LogLevel.Information, "Centre {Peer} connected")]
    public static partial void CentreConnected(ILogger logger, EndPoint? peer);

    [LoggerMessage(8001, LogLevel.Information, "Centre {Peer} disconnected: {Reason}")]
    public static partial void CentreGone(ILogger logger, EndPoint? peer, string reason);

    [LoggerMessage(8002, LogLevel.Warning, "Centre {Peer} refused: another one is connected")]
    public static partial void CentreTurnedAway(ILogger logger, EndPoint? peer);

    [LoggerMessage(8003, LogLevel.Error, "A bug of the simulator ended the connection with {Peer}")]
    public static partial void SessionFault(ILogger logger, EndPoint? peer, Exception fault);

    [LoggerMessage(8004, LogLevel.Warning, "The listener failed ({Reason}) and is tried again")]
    public static partial void AcceptFailed(ILogger logger, string reason);

    [LoggerMessage(8005, LogLevel.Warning, "{Rejected} starts of a frame were rejected on the connection with {Peer}")]
    public static partial void Rejected(ILogger logger, int rejected, EndPoint? peer);

    [LoggerMessage(8020, LogLevel.Error, "A bug of the simulator stopped {Bus}")]
    public static partial void BusFault(ILogger logger, string bus, Exception fault);

    [LoggerMessage(8021, LogLevel.Information, "{Bus} is disconnected")]
    public static partial void HungUp(ILogger logger, string bus);

    [LoggerMessage(8022, LogLevel.Information, "{Bus} is connected again: {Device}")]
    public static partial void PluggedIn(ILogger logger, string bus, string device);

    [LoggerMessage(8040, LogLevel.Information, "Control: {Command} → {Answer}")]
    public static partial void Control(ILogger logger, string command, string answer);

    [LoggerMessage(8041, LogLevel.Information, "Time line, {Order}: {Answer}")]
    public static partial void TimeLine(ILogger logger, string order, string answer);

    [LoggerMessage(8042, LogLevel.Warning, "Time line, {Order}: {Answer}")]
    public static partial void TimeLineFailed(ILogger logger, string order, string answer);

    [LoggerMessage(8043, LogLevel.Information, "Ordered: {What}")]
    public static partial void Fault(ILogger logger, string what);
}
