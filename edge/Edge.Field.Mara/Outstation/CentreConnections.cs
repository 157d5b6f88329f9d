namespace Edge.Field.Mara.Outstation;

/// <summary>
/// The connections of one centre: only the newest is valid; it closes the older ones, whose late questions are ignored. Also decides which
/// connections are logged. Safe for several threads.
/// </summary>
internal sealed class CentreConnections(TimeProvider time)
{
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private OutstationConnection? _owner;
    private OutstationConnection? _latest;
    private long _newest;
    private bool _retired;
    private bool _comingLogged;
    private long? _loggedAt;

    /// <summary>Whether a connection that sent a question is open.</summary>
    public bool Any => Volatile.Read(ref _owner) is not null;

    /// <summary>
    /// Adds a connection that was identified as this centre's. An older one is closed at once, without waiting for its turn. Otherwise a
    /// centre that reconnects repeatedly while the field is slow would occupy all places.
    /// </summary>
    public void Arrive(OutstationConnection connection)
    {
        OutstationConnection? older = connection;
        lock (_lock)
        {
            if (_latest is null || _latest.Number < connection.Number)
            {
                (older, _latest) = (_latest, connection);
            }
        }

        older?.Close(ConnectionEnd.TakenOver);
    }

    /// <summary>
    /// Makes a connection the valid one before its question is answered. Called under the turn of the centre, so that an older connection
    /// cannot follow a newer one.
    /// </summary>
    /// <returns>False where a newer one is valid already, or another centre uses the place: the connection is closed.</returns>
    public bool TryOwn(OutstationConnection connection)
    {
        if (_retired || connection.Number < _newest)
        {
            connection.Close(ConnectionEnd.TakenOver);
            return false;
        }

        OutstationConnection? before = Interlocked.Exchange(ref _owner, connection);
        if (!ReferenceEquals(before, connection))
        {
            _newest = connection.Number;
            before?.Close(ConnectionEnd.TakenOver);
        }

        return true;
    }

    /// <summary>Removes a connection that ended.</summary>
    public void Leave(OutstationConnection connection)
    {
        _ = Interlocked.CompareExchange(ref _owner, null, connection);
        lock (_lock)
        {
            _latest = ReferenceEquals(_latest, connection) ? null : _latest;
        }
    }

    /// <summary>Gives the place to another centre. Called under the turn of the centre: no connection is valid from now on.</summary>
    public void Retire() => _retired = true;

    /// <summary>Whether a new connection is logged: a centre that reconnects all the time is logged once a minute.</summary>
    public bool LogsComing()
    {
        lock (_lock)
        {
            _comingLogged = _loggedAt is not { } at || time.GetElapsedTime(at) >= s_betweenLines;
            _loggedAt = _comingLogged ? time.GetTimestamp() : _loggedAt;
            return _comingLogged;
        }
    }

    /// <summary>Whether the end of a connection is logged: only if its begin was.</summary>
    public bool LogsGoing()
    {
        lock (_lock)
        {
            (bool logged, _comingLogged) = (_comingLogged, false);
            return logged;
        }
    }
}
