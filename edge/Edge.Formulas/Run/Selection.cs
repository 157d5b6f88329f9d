using Edge.Domain;

namespace Edge.Formulas.Run;

/// <summary>The rows that a filter lets through, kept from one evaluation to the next.</summary>
internal sealed class Selection
{
    private int[] _rows = [];
    private int _count;

    /// <summary>What they were found at, or -1 when they are not known.</summary>
    internal long Version { get; private set; } = -1;

    /// <summary>The worst quality that the filter read.</summary>
    internal Quality Level { get; private set; }

    internal ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    internal void Clear(int rows)
    {
        if (_rows.Length < rows)
        {
            _rows = new int[rows];
        }

        _count = 0;
        Version = -1;
    }

    internal void Add(int row) => _rows[_count++] = row;

    internal void Close(long version, Quality level)
    {
        Version = version;
        Level = level;
    }
}
