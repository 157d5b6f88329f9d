namespace Dashboard.Historian.Series;

/// <summary>A value of a tag.</summary>
/// <param name="Time">Since when: microseconds since 1970, UTC.</param>
/// <param name="Value">The value; null: it is not good, or nothing is known.</param>
public readonly record struct SamplePoint(long Time, double? Value);

/// <summary>A time in which nothing is known, because records are missing.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
public readonly record struct TimeGap(long From, long To);

/// <summary>
/// Folds the values of a tag, in the order of time, into columns. All times are microseconds since 1970.
/// </summary>
public sealed class ColumnFold
{
    private readonly long _from;
    private readonly long _to;
    private readonly long _known;
    private readonly IReadOnlyList<TimeGap> _gaps;
    private readonly Column[] _columns;
    private SamplePoint _holds;
    private int _gap;
    private bool _any;

    /// <summary>Begins without a value.</summary>
    /// <param name="from">The beginning of the first column.</param>
    /// <param name="to">The end of the last column.</param>
    /// <param name="columns">How many.</param>
    /// <param name="known">Behind this time nothing is known.</param>
    /// <param name="gaps">In the order of time, and not overlapping.</param>
    public ColumnFold(long from, long to, int columns, long known, IReadOnlyList<TimeGap> gaps)
    {
        (_from, _to, _known, _gaps) = (from, to, known, gaps);
        _columns = new Column[columns];
    }

    /// <summary>The next value: not before the last one. Those before the beginning hold until the first within.</summary>
    public void Add(SamplePoint point)
    {
        Hold(point.Time);
        (_holds, _any) = (point, true);
        if (point.Time < _from || point.Time >= _to)
        {
            return;
        }

        ref Column column = ref _columns[ColumnOf(point.Time)];
        column.Count++;
        if (point.Value is { } value)
        {
            // Also one that another follows at the same time: a spike is never hidden.
            column.See(value);
        }
    }

    /// <summary>The columns, when all values are added.</summary>
    public IReadOnlyList<SampleColumn> End()
    {
        Hold(Math.Min(_to, _known));
        SampleColumn[] columns = new SampleColumn[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = _columns[i].Result(Edge(i + 1) - Edge(i));
        }

        return columns;
    }

    // The beginning of a column; the lengths differ by a microsecond where they do not divide.
    private long Edge(int column) => _from + (long)((Int128)(_to - _from) * column / _columns.Length);

    private int ColumnOf(long time)
    {
        int column = (int)((Int128)(time - _from) * _columns.Length / (_to - _from));

        // The division above rounds the other way than that of the edges.
        return column + 1 < _columns.Length && time >= Edge(column + 1) ? column + 1 : time < Edge(column) ? column - 1 : column;
    }

    private void Hold(long until)
    {
        if (!_any || _holds.Value is not { } value)
        {
            return;
        }

        // After a gap it is not known whether the value still held.
        long end = Math.Min(Math.Min(until, _known), _to);
        while (_gap < _gaps.Count && _gaps[_gap].To <= _holds.Time)
        {
            _gap++;
        }

        if (_gap < _gaps.Count)
        {
            end = Math.Min(end, Math.Max(_gaps[_gap].From, _holds.Time));
        }

        long start = Math.Max(_holds.Time, _from);
        while (start < end)
        {
            int column = ColumnOf(start);
            long stop = Math.Min(end, Edge(column + 1));
            _columns[column].See(value);
            _columns[column].Area += value * (stop - start);
            _columns[column].Good += stop - start;
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

        internal int Count;
        internal double Area;
        internal long Good;

        internal void See(double value)
        {
            _minimum = _seen ? Math.Min(_minimum, value) : value;
            _maximum = _seen ? Math.Max(_maximum, value) : value;
            _first = _seen ? _first : value;
            (_last, _seen) = (value, true);
        }

        // A mean that rounding put outside its values is put back.
        internal readonly SampleColumn Result(long length) => !_seen
            ? new SampleColumn(null, null, null, null, null, 0, Count)
            : new SampleColumn(
                _minimum, _maximum, Good == 0 ? _last : Math.Clamp(Area / Good, _minimum, _maximum), _first, _last, (double)Good / length,
                Count);
    }
}
