using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Pipeline.Live;

/// <summary>
/// The latest state of all points, elements and links, for publishers. The pipeline writes; each watcher reads what changed since it last
/// read. A slow watcher skips intermediate values and never delays the pipeline.
/// </summary>
public sealed class LiveBoard
{
    private readonly Lock _lock = new();
    private readonly PointState[] _points;
    private readonly ElementDisplay[] _elements;
    private readonly LinkHealth[] _links;
    private GatewayClock? _clock;
    private ImmutableArray<BoardWatch> _watches = [];
    private ImmutableArray<Signal> _journalWatches;

    /// <summary>Makes a board without any reading.</summary>
    /// <param name="points">How many points the table has.</param>
    /// <param name="elements">How many elements the profile has.</param>
    /// <param name="devices">The devices of the configuration.</param>
    /// <param name="now">Since when the links are down, UTC.</param>
    /// <param name="predecessor">The board of the former profile: its watchers of the journal move to this one. Null: none.</param>
    public LiveBoard(int points, int elements, IEnumerable<string> devices, DateTimeOffset now, LiveBoard? predecessor = null)
    {
        _journalWatches = predecessor?._journalWatches ?? [];
        _points = new PointState[points];
        Array.Fill(_points, new PointState(false, default, 0, QualityState.NotYetRead, null));
        _elements = new ElementDisplay[elements];
        Array.Fill(_elements, ElementDisplay.NotYetKnown(now));
        _links = [.. devices.Select(d => new LinkHealth(d, false, now, null, LinkReason.NotYetAnswered, "no answer since the start", []))];
    }

    /// <summary>The states of the links to the field.</summary>
    public ImmutableArray<LinkHealth> Links
    {
        get
        {
            lock (_lock)
            {
                return [.. _links];
            }
        }
    }

    /// <summary>How far the clock of the gateway can be trusted; null: nobody checks it.</summary>
    public GatewayClock? Clock
    {
        get
        {
            lock (_lock)
            {
                return _clock;
            }
        }
    }

    /// <summary>Adds a watcher; at first everything counts as changed.</summary>
    public BoardWatch Watch()
    {
        BoardWatch watch = new(this, _points.Length, _elements.Length);
        lock (_lock)
        {
            _watches = _watches.Add(watch);
        }

        return watch;
    }

    /// <summary>Adds a watcher of the journal; its signal is set at first.</summary>
    public Signal WatchJournal()
    {
        Signal signal = new();
        signal.Set();
        lock (_lock)
        {
            _journalWatches = _journalWatches.Add(signal);
        }

        return signal;
    }

    /// <summary>Wakes the watchers of the journal: it has new records.</summary>
    internal void NotifyJournalWritten()
    {
        foreach (Signal signal in _journalWatches)
        {
            signal.Set();
        }
    }

    /// <summary>Updates points and elements together: a watcher sees all of the changes or none.</summary>
    internal void Update(
        IReadOnlyList<int> points, Func<int, PointState> pointOf, IReadOnlyList<int> elements, Func<int, ElementDisplay> elementOf)
    {
        if (points.Count == 0 && elements.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            foreach (int point in points)
            {
                _points[point] = pointOf(point);
            }

            foreach (int element in elements)
            {
                _elements[element] = elementOf(element);
            }

            foreach (BoardWatch watch in _watches)
            {
                watch.Mark(points, elements);
            }
        }
    }

    /// <summary>Updates a link.</summary>
    /// <param name="device">Its index in the devices.</param>
    /// <param name="health">Its state.</param>
    /// <param name="notify">Whether watchers are woken: not for a newer time of the last answer alone.</param>
    internal void Update(int device, LinkHealth health, bool notify)
    {
        lock (_lock)
        {
            _links[device] = health;
            if (notify)
            {
                foreach (BoardWatch watch in _watches)
                {
                    watch.MarkLinks();
                }
            }
        }
    }

    /// <summary>Updates the clock. Watchers are woken as for a link: both are of the state of the gateway.</summary>
    internal void Update(GatewayClock clock, bool isChecked)
    {
        lock (_lock)
        {
            _clock = isChecked ? clock : null;
            foreach (BoardWatch watch in _watches)
            {
                watch.MarkLinks();
            }
        }
    }

    internal void Drain(BoardWatch watch, BoardChanges into)
    {
        lock (_lock)
        {
            watch.Drain(into, _points, _elements);
        }
    }

    internal void Repeat(BoardWatch watch, IReadOnlyList<int> points, IReadOnlyList<int> elements)
    {
        lock (_lock)
        {
            watch.Mark(points, elements);
        }
    }

    internal void Remove(BoardWatch watch)
    {
        lock (_lock)
        {
            _watches = _watches.Remove(watch);
        }
    }
}

/// <summary>The points, elements and links that changed, with their newest state. It can be reused for the next drain.</summary>
public sealed class BoardChanges
{
    /// <summary>Points by their index in the tag table.</summary>
    public List<(int Point, PointState State)> Points { get; } = [];

    /// <summary>Elements by their index in the profile.</summary>
    public List<(int Element, ElementDisplay Display)> Elements { get; } = [];

    /// <summary>Whether a link to the field changed.</summary>
    public bool Links { get; set; }
}

/// <summary>One watcher of the board.</summary>
public sealed class BoardWatch : IDisposable
{
    private readonly LiveBoard _board;
    private readonly Signal _signal = new();
    private readonly bool[] _points;
    private readonly bool[] _elements;
    private bool _links = true;

    internal BoardWatch(LiveBoard board, int points, int elements)
    {
        _board = board;
        _points = new bool[points];
        _elements = new bool[elements];
        Array.Fill(_points, true);
        Array.Fill(_elements, true);
        _signal.Set();
    }

    /// <summary>Waits for a change, or for <see cref="Wake"/>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => _signal.WaitAsync(cancellationToken);

    /// <summary>Ends the wait although nothing changed.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Returns what changed since the last drain, and forgets it.</summary>
    /// <param name="into">Cleared, then filled.</param>
    public void Drain(BoardChanges into) => _board.Drain(this, into);

    /// <summary>Marks a point as changed, so that it is published again.</summary>
    /// <param name="point">Its index in the tag table.</param>
    public void RepeatPoint(int point) => _board.Repeat(this, [point], []);

    /// <summary>Marks an element as changed, so that it is published again.</summary>
    /// <param name="element">Its index in the profile.</param>
    public void RepeatElement(int element) => _board.Repeat(this, [], [element]);

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _board.Remove(this);

    internal void Mark(IReadOnlyList<int> points, IReadOnlyList<int> elements)
    {
        foreach (int point in points)
        {
            _points[point] = true;
        }

        foreach (int element in elements)
        {
            _elements[element] = true;
        }

        _signal.Set();
    }

    internal void MarkLinks()
    {
        _links = true;
        _signal.Set();
    }

    internal void Drain(BoardChanges into, PointState[] points, ElementDisplay[] elements)
    {
        into.Points.Clear();
        into.Elements.Clear();
        into.Links = _links;
        for (int i = 0; i < _points.Length; i++)
        {
            if (_points[i])
            {
                into.Points.Add((i, points[i]));
            }
        }

        for (int i = 0; i < _elements.Length; i++)
        {
            if (_elements[i])
            {
                into.Elements.Add((i, elements[i]));
            }
        }

        Array.Clear(_points);
        Array.Clear(_elements);
        _links = false;
    }
}
