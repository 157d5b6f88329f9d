using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Commands;

namespace Edge.Pipeline.Live;

/// <summary>The tag table, the formulas over it and what they show: everything that one scan changes, changed together.</summary>
internal sealed class LiveState
{
    private readonly Profile _profile;
    private readonly FormulaEngine _engine;
    private readonly DisplayRule _rule;
    private readonly int[] _handles;
    private readonly ElementDisplay[] _displays;
    private readonly List<int> _changedPoints = [];
    private readonly List<int> _changedElements = [];
    private readonly bool[] _isUnwritten;

    public LiveState(Profile profile, FormulaEngine engine, IEnumerable<ElementState> kept, DateTimeOffset now, LiveState? predecessor = null)
    {
        _profile = profile;
        _engine = engine;
        _rule = new DisplayRule(profile);
        Table = new TagTable(profile);
        Operator = new OperatorState(profile, engine, kept);
        _isUnwritten = new bool[Table.Points.Length];
        _displays = new ElementDisplay[profile.Elements.Length];
        Array.Fill(_displays, ElementDisplay.NotYetKnown(now));
        _handles = new int[Table.Points.Length];
        for (int i = 0; i < _handles.Length; i++)
        {
            string tag = Table.Points[i].Tag;
            _handles[i] = i < Table.DigitalCount ? engine.FindDigital(tag) : engine.FindAnalog(tag);
        }

        if (predecessor is not null)
        {
            TakePoints(predecessor.Table);
        }

        for (int i = 0; i < _handles.Length; i++)
        {
            Feed(i);
        }

        Recompute(now);
        if (predecessor is not null)
        {
            KeepTimes(predecessor);
        }
    }

    public TagTable Table { get; }

    /// <summary>What operators set, and the marks of the alarm rules.</summary>
    public OperatorState Operator { get; }

    /// <summary>The points whose change is not in the journal yet. Who writes them empties it by <see cref="Written"/>.</summary>
    public List<int> Unwritten { get; } = [];

    /// <summary>Enters what a scan brought.</summary>
    public void Apply(in Scan scan)
    {
        // The events first: they are older than the readings, and a trip comes before the closing that clears its mark.
        foreach (ref readonly FieldEvent happened in scan.Events)
        {
            Operator.See(in happened, scan.Time);
        }

        foreach (ref readonly Reading reading in scan.Readings.Span)
        {
            PointState before = (uint)reading.Point < (uint)Table.Points.Length ? Table[reading.Point] : default;
            if (Table.Apply(in reading, scan.Time))
            {
                Changed(reading.Point);
                if (Operator.Watches(reading.Point))
                {
                    Operator.See(reading.Point, in before, in Table[reading.Point], scan.Time);
                }
            }
        }

        Recompute(scan.Time);
    }

    /// <summary>Applies what an operator did, once it is kept.</summary>
    public void Apply(in ElementState state)
    {
        Operator.Apply(in state);
        Recompute(state.Time);
    }

    /// <summary>Makes the values of a device that does not answer stale.</summary>
    /// <returns>How many became it now.</returns>
    public int MarkLinkDown(ImmutableArray<int> points, DateTimeOffset now)
    {
        int count = 0;
        foreach (int point in points)
        {
            if (Table.MarkLinkDown(point))
            {
                Changed(point);
                count++;
            }
        }

        Recompute(now);
        return count;
    }

    /// <summary>The changes are in the journal, or in an entry that is kept until it is.</summary>
    public void Written()
    {
        foreach (int point in Unwritten)
        {
            _isUnwritten[point] = false;
        }

        Unwritten.Clear();
        Operator.Unwritten.Clear();
    }

    /// <summary>Puts what changed since the last call on the board.</summary>
    public void Show(LiveBoard board)
    {
        board.Update(_changedPoints, point => Table[point], _changedElements, element => _displays[element]);
        _changedPoints.Clear();
        _changedElements.Clear();
    }

    private void TakePoints(TagTable before)
    {
        foreach ((int point, bool changed) in Table.TakeOver(before))
        {
            if (changed)
            {
                Changed(point);
            }
            else
            {
                _changedPoints.Add(point);
            }
        }
    }

    // An element that looks as it did under the former profile has not changed now.
    private void KeepTimes(LiveState before)
    {
        Dictionary<string, ElementDisplay> looked = new(StringComparer.Ordinal);
        for (int i = 0; i < before._displays.Length; i++)
        {
            _ = looked.TryAdd(before._profile.Elements[i].Tag, before._displays[i]);
        }

        for (int i = 0; i < _displays.Length; i++)
        {
            if (looked.GetValueOrDefault(_profile.Elements[i].Tag) is { } old && old == _displays[i] with { Time = old.Time })
            {
                _displays[i] = old;
            }
        }
    }

    private void Changed(int point)
    {
        _changedPoints.Add(point);
        if (!_isUnwritten[point])
        {
            _isUnwritten[point] = true;
            Unwritten.Add(point);
        }

        Feed(point);
    }

    private void Feed(int point)
    {
        if (_handles[point] >= 0)
        {
            PointState state = Table[point];
            double value = point < Table.DigitalCount ? state.Value : state.Raw.AsDouble;
            _engine.SetPoint(_handles[point], value, Table.FormulaQuality(point), state.Quality);
        }
    }

    private void Recompute(DateTimeOffset now)
    {
        foreach (int i in _engine.Recompute())
        {
            ElementLook look = _engine.ReadElement(i);
            ElementDisplay display = _rule.Display(
                _profile.Elements[i], in look, _engine.IsSetByFormula(i, ElementAttribute.Text), now);
            if (display with { Time = _displays[i].Time } != _displays[i])
            {
                _displays[i] = display;
                _changedElements.Add(i);
            }
        }
    }
}
