namespace Edge.Profiles.Drawings;

/// <summary>
/// How many shapes a drawing comes to once every <c>use</c> is followed: a few lines that refer to each other can ask a
/// browser for billions.
/// </summary>
internal sealed class UseGraph
{
    private const int MaximumUses = 2000;
    private const string Root = "";

    private readonly Dictionary<string, long> _own = new(StringComparer.Ordinal) { [Root] = 0 };
    private readonly Dictionary<string, List<string>> _uses = new(StringComparer.Ordinal) { [Root] = [] };
    private readonly List<(int Depth, string Id)> _open = [];
    private int _count;

    /// <summary>Notes an element on its way in.</summary>
    public void Enter(int depth, string? id, string? uses)
    {
        while (_open.Count > 0 && _open[^1].Depth >= depth)
        {
            _open.RemoveAt(_open.Count - 1);
        }

        if (!string.IsNullOrEmpty(id))
        {
            _open.Add((depth, id));
            _own.TryAdd(id, 0);
        }

        _count += uses is null ? 0 : 1;
        uses = _count > MaximumUses ? null : uses;
        Note(Root, uses);
        foreach ((_, string ancestor) in _open)
        {
            Note(ancestor, uses);
        }
    }

    /// <summary>Whether the drawing stays within a number of shapes, and no shape contains itself.</summary>
    public bool StaysWithin(long limit)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        return _count <= MaximumUses && Expanded(Root, known, limit) is >= 0 and var shapes && shapes <= limit;
    }

    private void Note(string id, string? uses)
    {
        _own[id]++;
        if (uses is not null)
        {
            if (!_uses.TryGetValue(id, out List<string>? list))
            {
                _uses[id] = list = [];
            }

            list.Add(uses);
        }
    }

    /// <summary>The shapes below an id; negative when it contains itself. As deep as there are uses at most.</summary>
    private long Expanded(string id, Dictionary<string, long> known, long limit)
    {
        if (known.TryGetValue(id, out long found))
        {
            return found;
        }

        known[id] = -1;
        long total = _own.GetValueOrDefault(id);
        foreach (string target in _uses.GetValueOrDefault(id) ?? [])
        {
            long below = Expanded(target, known, limit);
            if (below < 0)
            {
                return -1;
            }

            total = Math.Min(total + below, limit + 1);
        }

        return known[id] = total;
    }
}
