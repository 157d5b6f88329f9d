namespace Edge.Formulas.Compile;

/// <summary>The reads of the formula that is being compiled.</summary>
internal sealed class Reads(int slots)
{
    private readonly List<int> _slots = [];
    private readonly int[] _seen = new int[slots];
    private int _stamp;

    /// <summary>The slots, each once.</summary>
    internal IReadOnlyList<int> Slots => _slots;

    /// <summary>The hubs, a bit each.</summary>
    internal int Hubs { get; private set; }

    /// <summary>How often slots are named in all formulas.</summary>
    internal int Loads { get; private set; }

    /// <summary>Starts another formula.</summary>
    internal void Clear()
    {
        _stamp++;
        _slots.Clear();
        Hubs = 0;
    }

    /// <summary>Adds a slot that is read by its name.</summary>
    internal void AddSlot(int slot)
    {
        Loads++;
        if (_seen[slot] != _stamp)
        {
            _seen[slot] = _stamp;
            _slots.Add(slot);
        }
    }

    /// <summary>Adds an attribute of a whole table; constant attributes are ignored.</summary>
    internal void AddHub(int hub)
    {
        if (hub != Symbols.NoHub)
        {
            Hubs |= 1 << hub;
        }
    }

    /// <summary>Saves and clears the hubs, to find those that a part of the formula reads.</summary>
    /// <returns>The saved hubs, for <see cref="Join"/>.</returns>
    internal int SetHubsAside()
    {
        int hubs = Hubs;
        Hubs = 0;
        return hubs;
    }

    /// <summary>Ends a part of the formula.</summary>
    /// <param name="aside">The hubs that were saved at its beginning.</param>
    /// <returns>The hubs that the part reads.</returns>
    internal int Join(int aside)
    {
        int own = Hubs;
        Hubs |= aside;
        return own;
    }
}
