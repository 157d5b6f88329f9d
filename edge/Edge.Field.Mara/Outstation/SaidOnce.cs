namespace Edge.Field.Mara.Outstation;

/// <summary>
/// Remembers what was logged, so that it is logged once. Bounded: when it is full it forgets all of it. For several threads.
/// </summary>
internal sealed class SaidOnce(int capacity)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Whether this is the first time.</summary>
    public bool First(string what)
    {
        lock (_said)
        {
            if (_said.Contains(what))
            {
                return false;
            }

            if (_said.Count >= capacity)
            {
                _said.Clear();
            }

            return _said.Add(what);
        }
    }

    /// <summary>It is over: the next time is a first time again.</summary>
    public void Over(string what)
    {
        lock (_said)
        {
            _ = _said.Remove(what);
        }
    }
}
