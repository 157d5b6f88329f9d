using Microsoft.Extensions.Logging;

namespace Dashboard.Historian;

internal static partial class Log
{
    [LoggerMessage(6500, LogLevel.Error, "The historian does not store: {Reason} Events stay with the broker and the gateways until it does.")]
    public static partial void WriteFailed(ILogger logger, string reason);

    [LoggerMessage(6501, LogLevel.Information, "The historian stores again.")]
    public static partial void WritingAgain(ILogger logger);
}
