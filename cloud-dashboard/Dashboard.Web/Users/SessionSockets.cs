using System.Collections.Concurrent;
using System.Security.Claims;

namespace Dashboard.Web.Users;

/// <summary>The live connections, by session: a session lives as long as one of its connections, and they end with it.</summary>
internal sealed class SessionSockets
{
    private readonly ConcurrentDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);

    /// <summary>A connection has opened.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="user">Who opened it.</param>
    /// <param name="abort">Closes it.</param>
    internal void Add(string connection, ClaimsPrincipal user, Action abort)
    {
        if (SessionCookie.IdOf(user) is { } session)
        {
            _sockets[connection] = new Socket(session, user.Identity?.Name, SessionCookie.GrantsOf(user), abort);
        }
        else
        {
            abort();
        }
    }

    internal void Remove(string connection) => _sockets.TryRemove(connection, out _);

    /// <summary>Whether the session has a connection.</summary>
    internal bool Any(string session) => _sockets.Values.Any(socket => socket.Session == session);

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

    private sealed record Socket(string Session, string? User, Grants Grants, Action Abort);
}
