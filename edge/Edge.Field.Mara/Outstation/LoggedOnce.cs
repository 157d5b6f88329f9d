namespace Edge.Field.Mara.Outstation;

/// <summary>Keeps what was logged, so that it is logged once. Bounded: when it is full it is cleared. Safe for several threads.</summary>
internal sealed class LoggedOnce(int capacity)
{
    private readonly HashSet<string> _logged = new(StringComparer.Ordinal);

    /// <summary>Whether this is the first time.</summary>
    public bool First(string what)
    {
        lock (_logged)
        {
            if (_logged.Contains(what))
            {
                return false;
            }

            if (_logged.Count >= capacity)
            {
                _logged.Clear();
            }

            return _logged.Add(what);
        }
    }

    /// <summary>Removes an entry, so that it is logged again the next time.</summary>
    public void Over(string what)
    {
        lock (_logged)
        {
            _ = _logged.Remove(what);
        }
    }
}
