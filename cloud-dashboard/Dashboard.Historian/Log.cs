using Microsoft.Extensions.Logging;

namespace Dashboard.Historian;

internal static partial class Log
{
    [LoggerMessage(6500, LogLevel.Error, "The historian cannot store: {Reason} The broker and the gateways keep the events until it can.")]
    public static partial void HistorianWriteFailed(ILogger logger, string reason);

    [LoggerMessage(6501, LogLevel.Information, "The historian stores again.")]
    public static partial void HistorianWritesAgain(ILogger logger);
}
