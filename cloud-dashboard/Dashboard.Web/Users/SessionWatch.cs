using System.Data.Common;
using Dashboard.Historian;

namespace Dashboard.Web.Users;

/// <summary>
/// Looks once a second at the users: a live connection makes no requests, and they may be changed by a command or another dashboard. It
/// closes the connections of sessions that have ended. Where the database says what changed, it looks at once, and by itself less often.
/// </summary>
internal sealed class SessionWatch(
    SessionStore sessions, TokenStore tokens, SessionSockets sockets, TimeProvider time, ILogger<SessionWatch> logger,
    IChangeNotices? notices = null) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A flood of changes costs no more than ten looks a second.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _failed;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset tidied = default;
        if (notices is not null)
        {
            notices.UsersChanged += () => Volatile.Read(ref _changed).TrySetResult();
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Dictionary<string, OpenSession> open = sessions.All()
                    .Where(session => sessions.EndOf(session, sockets.UnusedFor(session.Id)) is null)
                    .ToDictionary(session => session.Id, StringComparer.Ordinal);
                DateTimeOffset now = time.GetUtcNow();
                Dictionary<string, AccessToken> shown = tokens.All().Where(token => token.Expires > now)
                    .ToDictionary(SessionCookie.IdOf, StringComparer.Ordinal);
                foreach ((string id, AccessToken token) in shown)
                {
                    open[id] = new OpenSession(id, "", token.User, token.Grants, MustChange: false, now);
                }

                foreach (OpenSession session in sockets.Check(open))
                {
                    if (shown.TryGetValue(session.Id, out AccessToken? token))
                    {
                        tokens.Touch(token, token.UsedFrom);
                    }
                    else if (sockets.UnusedFor(session.Id) is { } unused && session.Seen < now - unused)
                    {
                        // A clock that has jumped made the session old: what was measured is right.
                        sessions.Touch(session, unused);
                    }
                }

                if ((time.GetUtcNow() - tidied).Duration() >= sessions.Settings.Grain)
                {
                    // After the times are right: no session with a connection is forgotten because of a jump of the clock.
                    sessions.Tidy();
                    tidied = time.GetUtcNow();
                }

                _failed = false;
            }
            catch (DbException exception)
            {
                if (!_failed)
                {
                    Log.UsersUnreadable(logger, exception.Message);
                }

                _failed = true;
            }

            if (notices is { IsHeard: true } && !_failed)
            {
                await Task.Delay(Shortest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await WaitAsync(stoppingToken);
            }
            else
            {
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // What changes while one looks is looked at again: the next wait is over at once.
    private async Task WaitAsync(CancellationToken stop)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task longest = Task.Delay(IChangeNotices.SafetyNet, time, over.Token);
        _ = await Task.WhenAny(Volatile.Read(ref _changed).Task, longest);
        await over.CancelAsync();
        await longest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
