namespace Edge.Field.Mara.Outstation;

/// <summary>
/// The connections of one centre: the newest counts and ends the older ones, whose late questions count no more. Says also which coming and
/// going is worth a line in the log. For several threads.
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

    /// <summary>Whether one of them has asked and is still there.</summary>
    public bool Any => Volatile.Read(ref _owner) is not null;

    /// <summary>
    /// A connection turns out to be this centre's. An older one is closed at once, not when its turn has come. Otherwise a centre that
    /// connects again and again while the field is slow would hold every place.
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
    /// A connection asks. Called under the turn of the centre, so that an older connection cannot ask behind a newer one.
    /// </summary>
    /// <returns>False where a newer one has asked already, or another centre has the place: the connection is closed.</returns>
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

    /// <summary>A connection is over.</summary>
    public void Leave(OutstationConnection connection)
    {
        _ = Interlocked.CompareExchange(ref _owner, null, connection);
        lock (_lock)
        {
            _latest = ReferenceEquals(_latest, connection) ? null : _latest;
        }
    }

    /// <summary>Another centre gets the place. Called under the turn of the centre: no connection owns it from now on.</summary>
    public void Retire() => _retired = true;

    /// <summary>Whether its coming is worth a line in the log: one that comes and goes all the time is logged once a minute.</summary>
    public bool LogsComing()
    {
        lock (_lock)
        {
            _comingLogged = _loggedAt is not { } at || time.GetElapsedTime(at) >= s_betweenLines;
            _loggedAt = _comingLogged ? time.GetTimestamp() : _loggedAt;
            return _comingLogged;
        }
    }

    /// <summary>Whether its going is worth a line: where its coming was.</summary>
    public bool LogsGoing()
    {
        lock (_lock)
        {
            (bool logged, _comingLogged) = (_comingLogged, false);
            return logged;
        }
    }
}
