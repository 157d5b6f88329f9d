namespace Edge.Formulas.Compile;

/// <summary>What the formula that is being compiled reads.</summary>
internal sealed class Reads(int slots)
{
    private readonly List<int> _slots = [];
    private readonly int[] _seen = new int[slots];
    private int _stamp;

    /// <summary>The slots, each once.</summary>
    internal IReadOnlyList<int> Slots => _slots;

    /// <summary>The hubs, a bit each.</summary>
    internal int Hubs { get; private set; }

    /// <summary>How many times a slot was named, over all formulas.</summary>
    internal int Loads { get; private set; }

    /// <summary>Another formula begins.</summary>
    internal void Clear()
    {
        _stamp++;
        _slots.Clear();
        Hubs = 0;
    }

    /// <summary>A slot is read by its name.</summary>
    internal void AddSlot(int slot)
    {
        Loads++;
        if (_seen[slot] != _stamp)
        {
            _seen[slot] = _stamp;
            _slots.Add(slot);
        }
    }

    /// <summary>An attribute of a whole table is read; that of what never changes counts for nothing.</summary>
    internal void AddHub(int hub)
    {
        if (hub != Symbols.NoHub)
        {
            Hubs |= 1 << hub;
        }
    }

    /// <summary>Sets the hubs aside, to see which ones a part of the formula reads.</summary>
    /// <returns>What <see cref="Join"/> takes.</returns>
    internal int SetHubsAside()
    {
        int hubs = Hubs;
        Hubs = 0;
        return hubs;
    }

    /// <summary>Ends a part of the formula.</summary>
    /// <param name="aside">What was set aside at its beginning.</param>
    /// <returns>The hubs that the part reads.</returns>
    internal int Join(int aside)
    {
        int own = Hubs;
        Hubs |= aside;
        return own;
    }
}
