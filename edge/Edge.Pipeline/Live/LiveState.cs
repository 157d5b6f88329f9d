using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Commands;

namespace Edge.Pipeline.Live;

/// <summary>The tag table, the formulas and the displays of the elements: everything that a scan changes, updated together.</summary>
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
    private readonly bool[] _isShownUnwritten;

    public LiveState(
        Profile profile, FormulaEngine engine, IEnumerable<ElementState> stored, DateTimeOffset now, LiveState? predecessor = null)
    {
        _profile = profile;
        _engine = engine;
        _rule = new DisplayRule(profile);
        Table = new TagTable(profile);
        Operator = new OperatorState(profile, engine, stored);
        _isUnwritten = new bool[Table.Points.Length];
        _displays = new ElementDisplay[profile.Elements.Length];
        _isShownUnwritten = new bool[_displays.Length];
        Array.Fill(_displays, ElementDisplay.NotYetKnown(now));
        _handles = new int[Table.Points.Length];
        for (int i = 0; i < _handles.Length; i++)
        {
            string tag = Table.Points[i].Tag;
            _handles[i] = i < Table.DigitalCount ? engine.FindDigital(tag) : engine.FindAnalog(tag);
        }

        if (predecessor is not null)
        {
            CopyPoints(predecessor.Table);
        }

        for (int i = 0; i < _handles.Length; i++)
        {
            PassToFormulas(i);
        }

        Recompute(now);
        if (predecessor is not null)
        {
            CopyUnchangedDisplays(predecessor);
        }
    }

    public TagTable Table { get; }

    /// <summary>The values set by operators, and the marks of the alarm rules.</summary>
    public OperatorState Operator { get; }

    /// <summary>The points whose change is not in the journal yet. The writer clears the list with <see cref="ClearUnwritten"/>.</summary>
    public List<int> Unwritten { get; } = [];

    /// <summary>The elements whose change is not in the journal yet.</summary>
    public List<int> UnwrittenElements { get; } = [];

    /// <summary>Whether a change of points or elements is not in the journal yet.</summary>
    public bool HasUnwritten => Unwritten.Count > 0 || UnwrittenElements.Count > 0;

    /// <summary>What an element shows.</summary>
    public ElementShown Shown(int element)
    {
        ElementDisplay display = _displays[element];
        return new ElementShown(
            _profile.Elements[element].Tag, display.Text, display.Fill, display.Stroke,
            new QualityState(display.Quality.Level, display.Quality.Reason));
    }

    /// <summary>Applies a scan.</summary>
    public void Apply(in Scan scan)
    {
        // The events first: they are older than the readings, and a trip must set its mark before the closing that clears it.
        foreach (ref readonly FieldEvent entry in scan.Events)
        {
            Operator.ApplyEvent(in entry);
        }

        foreach (ref readonly Reading reading in scan.Readings.Span)
        {
            PointState before = (uint)reading.Point < (uint)Table.Points.Length ? Table[reading.Point] : default;
            if (Table.Apply(in reading, scan.Time))
            {
                SetChanged(reading.Point);
                if (Operator.AffectsMarks(reading.Point))
                {
                    Operator.ApplyReading(reading.Point, in before, in Table[reading.Point], scan.Time);
                }
            }
        }

        Recompute(scan.Time);
    }

    /// <summary>Applies the change of an operator, after the journal has it.</summary>
    public void Apply(in ElementState state)
    {
        Operator.Apply(in state);
        Recompute(state.Time);
    }

    /// <summary>Makes the values of a device that does not answer stale.</summary>
    /// <returns>How many were not stale before.</returns>
    public int MarkLinkDown(ImmutableArray<int> points, DateTimeOffset now)
    {
        int count = 0;
        foreach (int point in points)
        {
            if (Table.MarkLinkDown(point))
            {
                SetChanged(point);
                count++;
            }
        }

        Recompute(now);
        return count;
    }

    /// <summary>Clears the list: the changes are in the journal, or in an entry that waits to be written.</summary>
    public void ClearUnwritten()
    {
        foreach (int point in Unwritten)
        {
            _isUnwritten[point] = false;
        }

        Unwritten.Clear();
        Operator.Unwritten.Clear();
        ClearUnwrittenElements();
    }

    /// <summary>Clears the list of elements alone.</summary>
    public void ClearUnwrittenElements()
    {
        foreach (int element in UnwrittenElements)
        {
            _isShownUnwritten[element] = false;
        }

        UnwrittenElements.Clear();
    }

    /// <summary>Updates the board with the changes since the last call.</summary>
    public void Publish(LiveBoard board)
    {
        board.Update(_changedPoints, point => Table[point], _changedElements, element => _displays[element]);
        _changedPoints.Clear();
        _changedElements.Clear();
    }

    private void CopyPoints(TagTable before)
    {
        foreach ((int point, bool changed) in Table.CopyFrom(before))
        {
            if (changed)
            {
                SetChanged(point);
            }
            else
            {
                _changedPoints.Add(point);
            }
        }
    }

    // An element with the same display as under the former profile keeps the time of its last change.
    private void CopyUnchangedDisplays(LiveState before)
    {
        Dictionary<string, ElementDisplay> former = new(StringComparer.Ordinal);
        for (int i = 0; i < before._displays.Length; i++)
        {
            _ = former.TryAdd(before._profile.Elements[i].Tag, before._displays[i]);
        }

        for (int i = 0; i < _displays.Length; i++)
        {
            if (former.GetValueOrDefault(_profile.Elements[i].Tag) is { } old && old == _displays[i] with { Time = old.Time })
            {
                _displays[i] = old;
            }
        }
    }

    private void SetChanged(int point)
    {
        _changedPoints.Add(point);
        if (!_isUnwritten[point])
        {
            _isUnwritten[point] = true;
            Unwritten.Add(point);
        }

        PassToFormulas(point);
    }

    private void PassToFormulas(int point)
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
        foreach (int element in _engine.Recompute())
        {
            Display(element, now);
        }

        // What is set by hand to what it was is shown as set by hand all the same.
        foreach (int element in Operator.Touched)
        {
            if (!_profile.Elements[element].Disabled)
            {
                Display(element, now);
            }
        }

        Operator.Touched.Clear();
    }

    private void Display(int element, DateTimeOffset now)
    {
        ElementLook look = _engine.ReadElement(element);
        ElementDisplay before = _displays[element];
        ElementDisplay display = _rule.Display(
            _profile.Elements[element], in look, _engine.IsSetByFormula(element, ElementAttribute.Text), now) with
        {
            ByHand = Operator.ByHand(element),
        };
        if (display with { Time = before.Time } == before)
        {
            return;
        }

        _displays[element] = display;
        _changedElements.Add(element);
        if (!_isShownUnwritten[element] && display with { Time = before.Time, ByHand = before.ByHand } != before)
        {
            _isShownUnwritten[element] = true;
            UnwrittenElements.Add(element);
        }
    }
}
