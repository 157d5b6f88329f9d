using System.Collections.Concurrent;
using System.Security.Claims;

namespace Dashboard.Web.Users;

/// <summary>The live connections, by session: they end with it. That one is open is no use of its session.</summary>
internal sealed class SessionSockets(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);
    private readonly long _start = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>A connection has opened.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="user">Who opened it.</param>
    /// <param name="abort">Closes it.</param>
    internal void Add(string connection, ClaimsPrincipal user, Action abort)
    {
        if (SessionCookie.IdOf(user) is { } session)
        {
            _sockets[connection] = new Socket(session, user.Identity?.Name, SessionCookie.GrantsOf(user), abort)
            {
                Used = Now - SessionCookie.UnusedOf(user),
            };
        }
        else
        {
            abort();
        }
    }

    internal void Remove(string connection) => _sockets.TryRemove(connection, out _);

    /// <summary>A session was used.</summary>
    internal void Use(string session)
    {
        foreach (Socket socket in _sockets.Values.Where(socket => socket.Session == session))
        {
            socket.Used = Now;
        }
    }

    /// <summary>
    /// For how long the user has not used a session, as it was measured since the first of its connections: that is right also when the
    /// clock of the server has jumped. Null: it has no connection.
    /// </summary>
    internal TimeSpan? UnusedFor(string session) => _sockets.Values.Where(socket => socket.Session == session)
        .Select(socket => (TimeSpan?)(Now - socket.Used)).Min();

    /// <summary>The session has ended: so do its connections.</summary>
    internal void Close(string session) => CloseWhere(socket => socket.Session == session);

    /// <summary>
    /// Closes what belongs to no open session, or to one whose user is not as when it was opened. Pages connect again by themselves.
    /// </summary>
    /// <returns>The sessions that have a connection.</returns>
    internal IReadOnlyCollection<OpenSession> Check(IReadOnlyDictionary<string, OpenSession> open)
    {
        CloseWhere(socket => !open.TryGetValue(socket.Session, out OpenSession? session)
            || session.MustChange || session.MustEnrol || session.Grants != socket.Grants || session.User != socket.User);
        return [.. _sockets.Values.Select(socket => socket.Session).Distinct()
            .Select(session => open.GetValueOrDefault(session)).OfType<OpenSession>()];
    }

    private void CloseWhere(Func<Socket, bool> condition)
    {
        foreach ((string connection, Socket socket) in _sockets)
        {
            if (condition(socket) && _sockets.TryRemove(connection, out _))
            {
                socket.Abort();
            }
        }
    }

    private sealed record Socket(string Session, string? User, Grants Grants, Action Abort)
    {
        private long _used;

        // Since the start of this program.
        internal TimeSpan Used { get => new(Volatile.Read(ref _used)); set => Volatile.Write(ref _used, value.Ticks); }
    }
}
