namespace Dashboard.Historian.Series;

/// <summary>
/// Folds the values of a tag, in the order of time, into columns: those that arrived, and steps into which they were rolled up. All times
/// are microseconds since 1970.
/// </summary>
public sealed class ColumnFold
{
    private readonly IReadOnlyList<long> _edges;
    private readonly long _known;
    private readonly IReadOnlyList<TimeGap> _gaps;
    private readonly Column[] _columns;
    private PointState _state = PointState.Nothing;
    private double _value;
    private long _since;
    private int _gap;
    private int _at;

    /// <summary>Begins without a value.</summary>
    /// <param name="edges">Where the columns begin, and the end of the last one. They rise.</param>
    /// <param name="known">Behind this time nothing is known.</param>
    /// <param name="gaps">In the order of time, and not overlapping.</param>
    public ColumnFold(IReadOnlyList<long> edges, long known, IReadOnlyList<TimeGap> gaps)
    {
        ArgumentNullException.ThrowIfNull(edges);
        (_edges, _known, _gaps) = (edges, known, gaps);
        _columns = new Column[edges.Count - 1];
    }

    /// <summary>The next value: not before the last one. Those before the beginning hold until the first within.</summary>
    public void Add(SamplePoint point)
    {
        Hold(point.Time);
        (_state, _value, _since) = (point.State, point.Value ?? 0, point.Time);
        if (point.Time < _edges[0] || point.Time >= _edges[^1])
        {
            return;
        }

        ref Column column = ref ColumnOf(point.Time);
        column.Count++;
        column.Reach(point.Time, PointState.Nothing);
        if (point.Value is { } value)
        {
            // Also one that another follows at the same time: a spike is never hidden.
            column.See(value);
        }
    }

    /// <summary>The next step: it lies in one column, or before the first one.</summary>
    public void Add(in RollUp step)
    {
        Hold(step.Time);
        if (step.Time >= _edges[0] && step.Time < _edges[^1])
        {
            ColumnOf(step.Time).Merge(step);
        }

        (_state, _value, _since) = (step.End, step.Last ?? 0, step.Time + step.Length);
    }

    /// <summary>The columns, when all values are added.</summary>
    public IReadOnlyList<SampleColumn> End()
    {
        Hold(_edges[^1]);
        SampleColumn[] columns = new SampleColumn[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = _columns[i].Result(_edges[i + 1] - _edges[i]);
        }

        return columns;
    }

    /// <summary>The columns in which a value arrived, as steps.</summary>
    public IEnumerable<RollUp> EndSteps()
    {
        Hold(_edges[^1]);
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Count > 0)
            {
                yield return _columns[i].Step(_edges[i], _edges[i + 1] - _edges[i]);
            }
        }
    }

    // Times rise, so the columns do.
    private ref Column ColumnOf(long time)
    {
        while (_edges[_at + 1] <= time)
        {
            _at++;
        }

        return ref _columns[_at];
    }

    private void Hold(long until)
    {
        if (_state == PointState.Nothing)
        {
            return;
        }

        // After a gap it is not known whether the value still held.
        long end = Math.Min(Math.Min(until, _known), _edges[^1]);
        while (_gap < _gaps.Count && _gaps[_gap].To <= _since)
        {
            _gap++;
        }

        if (_gap < _gaps.Count)
        {
            end = Math.Min(end, Math.Max(_gaps[_gap].From, _since));
        }

        long start = Math.Max(_since, _edges[0]);
        while (start < end)
        {
            ref Column column = ref ColumnOf(start);
            long stop = Math.Min(end, _edges[_at + 1]);
            column.Hold(_state, _value, stop - start);
            column.Reach(stop, _state);
            start = stop;
        }
    }

    private struct Column
    {
        private bool _seen;
        private double _minimum;
        private double _maximum;
        private double _first;
        private double _last;
        private double _area;
        private long _good;
        private long _stale;
        private long _bad;
        private long _reached;
        private PointState _end;

        internal int Count;

        internal void See(double value)
        {
            _minimum = _seen ? Math.Min(_minimum, value) : value;
            _maximum = _seen ? Math.Max(_maximum, value) : value;
            _first = _seen ? _first : value;
            (_last, _seen) = (value, true);
        }

        internal void Reach(long time, PointState state) => (_reached, _end) = (time, state);

        internal void Hold(PointState state, double value, long length)
        {
            switch (state)
            {
                case PointState.Good:
                    See(value);
                    _area += value * length;
                    _good += length;
                    break;
                case PointState.Stale:
                    _stale += length;
                    break;
                default:
                    _bad += length;
                    break;
            }
        }

        internal void Merge(in RollUp step)
        {
            Count += step.Count;
            if (step is { Minimum: { } minimum, Maximum: { } maximum, Mean: { } mean, First: { } first, Last: { } last })
            {
                _minimum = _seen ? Math.Min(_minimum, minimum) : minimum;
                _maximum = _seen ? Math.Max(_maximum, maximum) : maximum;
                _first = _seen ? _first : first;
                _area += mean * step.Good;
                (_last, _seen) = (last, true);
            }

            _good += step.Good;
            _stale += step.Stale;
            _bad += step.Bad;
            Reach(step.Time + step.Length, step.End);
        }

        internal readonly SampleColumn Result(long length) => !_seen
            ? new SampleColumn(null, null, null, null, null, 0, (double)_stale / length, (double)_bad / length, Count)
            : new SampleColumn(
                _minimum, _maximum, Mean, _first, _last, (double)_good / length, (double)_stale / length, (double)_bad / length, Count);

        internal readonly RollUp Step(long time, long length) => new(
            time, length, _seen ? _minimum : null, _seen ? _maximum : null, _seen ? Mean : null, _seen ? _first : null,
            _seen ? _last : null, _good, _stale, _bad, Count, _reached == time + length ? _end : PointState.Nothing);

        // A mean that rounding put outside its values is put back. Of values whose sum has no number, the last one stands for it.
        private readonly double Mean => _good == 0 || double.IsNaN(_area) ? _last : Math.Clamp(_area / _good, _minimum, _maximum);
    }
}
