using Dashboard.Ingest;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Live;

/// <summary>
/// Logs a call of a page that fails by a fault of ours, one line a minute. SignalR itself writes a line with its stack for each call that
/// is refused, as many as a page likes: the host turns that off.
/// </summary>
internal sealed class CallFaults(TimeProvider time, ILogger<CallFaults> logger) : IHubFilter
{
    private readonly LineLimit _lines = new(time);

    /// <inheritdoc />
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception exception) when (exception is not HubException)
        {
            if (_lines.Next() is > 0 and int count)
            {
                Log.CallFailed(logger, count, invocationContext.HubMethodName, exception);
            }

            throw;
        }
    }
}
