using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Users;

/// <summary>
/// Looks once a second at the file of the users: a live connection makes no requests, and the file may be changed by a command in another
/// process. It closes the connections of sessions that have ended, and keeps alive those that have a connection.
/// </summary>
internal sealed class SessionWatch(SessionStore sessions, SessionSockets sockets, TimeProvider time, ILogger<SessionWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private bool _failed;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset tidied = default;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Dictionary<string, OpenSession> open = sessions.All().ToDictionary(session => session.Id, StringComparer.Ordinal);
                foreach (OpenSession session in sockets.Check(open))
                {
                    sessions.Touch(session);
                }

                if ((time.GetUtcNow() - tidied).Duration() >= SessionStore.Grain)
                {
                    // After the sessions with a connection are marked as used: none of them is forgotten, even after a jump of the clock.
                    sessions.Tidy();
                    tidied = time.GetUtcNow();
                }

                _failed = false;
            }
            catch (SqliteException exception)
            {
                if (!_failed)
                {
                    Log.UsersUnreadable(logger, exception.Message);
                }

                _failed = true;
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
