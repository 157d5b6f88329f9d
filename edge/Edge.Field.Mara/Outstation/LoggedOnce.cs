namespace Edge.Field.Mara.Outstation;

/// <summary>
/// Remembers what was logged, so that it is logged once. Bounded: when it is full it forgets all of it. For several threads.
/// </summary>
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

    /// <summary>It is over: the next time is a first time again.</summary>
    public void Over(string what)
    {
        lock (_logged)
        {
            _ = _logged.Remove(what);
        }
    }
}
