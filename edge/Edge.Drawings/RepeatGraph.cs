namespace Edge.Drawings;

/// <summary>
/// How many shapes a drawing has when all references (<c>use</c>, pattern, marker, mask, clip path, filter) are followed: a few lines that
/// refer to each other can make a browser draw billions of shapes. Also whether a part has colours of its own.
/// </summary>
internal sealed class RepeatGraph
{
    private readonly List<Part> _parts = [new Part()];
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly List<(int Depth, int Part)> _open = [];

    /// <summary>Notes an element on its way in; returns the part that it belongs to.</summary>
    public int Enter(int depth, string? id, bool coloured)
    {
        while (_open.Count > 0 && _open[^1].Depth >= depth)
        {
            _open.RemoveAt(_open.Count - 1);
        }

        int part = _open.Count == 0 ? 0 : _open[^1].Part;
        // Of two parts with one name, browsers take the first.
        if (!string.IsNullOrEmpty(id) && _byId.TryAdd(id, _parts.Count))
        {
            _parts[part].Inner.Add(_parts.Count);
            part = _parts.Count;
            _parts.Add(new Part());
            _open.Add((depth, part));
        }

        _parts[part].Own++;
        _parts[part].IsColoured |= coloured;
        return part;
    }

    /// <summary>Notes that a part draws another one again, so many times.</summary>
    public void Repeats(int part, string id, int times = 1) => _parts[part].Repeats.Add((id, times, 1));

    /// <summary>Adds a rule of a style sheet, as a part without a shape; returns it.</summary>
    public int Add(string rule, bool coloured)
    {
        _byId[Rule(rule)] = _parts.Count;
        _parts.Add(new Part { IsColoured = coloured });
        return _parts.Count - 1;
    }

    /// <summary>Notes that a rule is for a part.</summary>
    public void Follows(int part, string rule) => _parts[part].Repeats.Add((Rule(rule), 1, 0));

    /// <summary>Whether what an id names has colours of its own anywhere inside. Asked after <see cref="Measure"/>.</summary>
    public bool IsColoured(string id) => _byId.TryGetValue(id, out int part) && _parts[part].IsColoured;

    /// <summary>The shapes of the whole drawing, bounded; null with the reason when a part contains itself or repeats too deep.</summary>
    /// <param name="limit">Where counting ends.</param>
    /// <param name="deepest">How deep repetitions may be nested.</param>
    public (long Shapes, Phrase? Refusal) Measure(long limit, int deepest)
    {
        // As deep as the elements of a drawing with its repetitions; worked off on a stack of its own, not on that of the thread.
        var stack = new Stack<(int Part, int Next)>();
        stack.Push((0, 0));
        _parts[0].State = State.Open;
        while (stack.TryPop(out (int Part, int Next) at))
        {
            Part part = _parts[at.Part];
            if (at.Next < part.Inner.Count + part.Repeats.Count)
            {
                stack.Push((at.Part, at.Next + 1));
                bool repeated = at.Next >= part.Inner.Count;
                int below = repeated ? _byId.GetValueOrDefault(part.Repeats[at.Next - part.Inner.Count].Id, -1) : part.Inner[at.Next];
                if (below < 0 || _parts[below].State == State.Done)
                {
                    continue;
                }

                if (_parts[below].State == State.Open)
                {
                    return (0, $"The drawing repeats its parts without end: one contains itself.");
                }

                _parts[below].State = State.Open;
                stack.Push((below, 0));
                continue;
            }

            if (Finish(part, limit) > deepest)
            {
                return (0, $"The drawing repeats its parts in each other more than {deepest} deep.");
            }
        }

        return (_parts[0].Shapes, null);
    }

    /// <summary>No id holds this character.</summary>
    private static string Rule(string name) => "\0" + name;

    private int Finish(Part part, long limit)
    {
        part.State = State.Done;
        part.Shapes = part.Own;
        foreach (int inner in part.Inner)
        {
            Add(part, _parts[inner], 1, 0, limit);
        }

        foreach ((string id, int times, int deeper) in part.Repeats)
        {
            if (_byId.TryGetValue(id, out int target))
            {
                Add(part, _parts[target], times, deeper, limit);
            }
        }

        return part.Depth;
    }

    private static void Add(Part part, Part below, int times, int deeper, long limit)
    {
        part.Shapes = Math.Min(limit + 1, part.Shapes + (below.Shapes * times));
        part.Depth = Math.Max(part.Depth, below.Depth + deeper);
        part.IsColoured |= below.IsColoured;
    }

    private enum State : byte
    {
        New,
        Open,
        Done,
    }

    /// <summary>What stands under one id, up to the next id inside; the first is what stands under none.</summary>
    private sealed class Part
    {
        public List<int> Inner { get; } = [];

        public List<(string Id, int Times, int Deeper)> Repeats { get; } = [];

        public State State { get; set; }

        public long Own { get; set; }

        public long Shapes { get; set; }

        public int Depth { get; set; }

        public bool IsColoured { get; set; }
    }
}
