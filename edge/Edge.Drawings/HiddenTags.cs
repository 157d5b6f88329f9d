namespace Edge.Drawings;

/// <summary>
/// Finds the tags of shapes that stand where nothing shows (<c>defs</c>, a symbol, a pattern) until something refers to them. The time
/// grows with the drawing, not faster: each definition is passed once.
/// </summary>
internal sealed class HiddenTags
{
    private readonly List<Frame> _open = [];
    private readonly Dictionary<string, Definition> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _visible = new(StringComparer.Ordinal);
    private readonly List<Definition> _all = [];
    private readonly Queue<string> _referred = new();

    /// <summary>Notes an element of SVG on its way in.</summary>
    public void Enter(int depth, string element, string? id, string? tag, int? line)
    {
        while (_open.Count > 0 && _open[^1].Depth >= depth)
        {
            _open.RemoveAt(_open.Count - 1);
        }

        Frame around = _open.Count > 0 ? _open[^1] : new Frame(-1, null, null, null);
        Definition? definition = around.Definition;
        if (definition is null && (element is "defs" or "symbol" || SvgRules.Repeated.Contains(element)))
        {
            definition = Define(null);
        }

        // Of two elements with one id, browsers take the first.
        if (definition is not null && !string.IsNullOrEmpty(id) && !_byId.ContainsKey(id))
        {
            definition = Define(definition);
            _byId[id] = definition;
        }

        Frame own = new(depth, definition, tag ?? around.Tag, tag is null ? around.Line : line);
        _open.Add(own);
        if (own.Tag is not null && element is not ("g" or "defs" or "symbol" or "title" or "desc") && !SvgRules.Repeated.Contains(element))
        {
            if (definition is null)
            {
                _visible.Add(own.Tag);
            }
            else
            {
                _ = definition.Tags.TryAdd(own.Tag, own.Line);
            }
        }
    }

    /// <summary>Notes that the element that came in last refers to another one.</summary>
    public void Refers(string id)
    {
        if (_open[^1].Definition is { } definition)
        {
            definition.Refers.Add(id);
        }
        else
        {
            _referred.Enqueue(id);
        }
    }

    /// <summary>Notes that a style sheet refers to an element.</summary>
    public void SheetRefers(string id) => _referred.Enqueue(id);

    /// <summary>The tags that show nowhere, each with the line of its first shape, in the order of the drawing.</summary>
    public IEnumerable<(string Tag, int? Line)> Find()
    {
        while (_referred.TryDequeue(out string? id))
        {
            if (_byId.TryGetValue(id, out Definition? definition))
            {
                Show(definition);
            }
        }

        return _all.SelectMany(definition => definition.Tags)
            .Where(one => !_visible.Contains(one.Key)).DistinctBy(one => one.Key).Select(one => (one.Key, one.Value));
    }

    private void Show(Definition first)
    {
        var below = new Stack<Definition>([first]);
        while (below.TryPop(out Definition? definition))
        {
            if (definition.Shows)
            {
                continue;
            }

            definition.Shows = true;
            _visible.UnionWith(definition.Tags.Keys);
            foreach (string id in definition.Refers)
            {
                _referred.Enqueue(id);
            }

            foreach (Definition inner in definition.Inner)
            {
                below.Push(inner);
            }
        }
    }

    private Definition Define(Definition? around)
    {
        var definition = new Definition();
        around?.Inner.Add(definition);
        _all.Add(definition);
        return definition;
    }

    private sealed record Frame(int Depth, Definition? Definition, string? Tag, int? Line);

    /// <summary>What stands under one id within a definition, up to the next id inside.</summary>
    private sealed class Definition
    {
        public List<Definition> Inner { get; } = [];

        public List<string> Refers { get; } = [];

        public Dictionary<string, int?> Tags { get; } = new(StringComparer.Ordinal);

        public bool Shows { get; set; }
    }
}
