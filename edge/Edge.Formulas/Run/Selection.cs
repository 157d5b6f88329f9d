using Edge.Domain;

namespace Edge.Formulas.Run;

/// <summary>The cached rows that pass a filter.</summary>
internal sealed class Selection
{
    private int[] _rows = [];
    private int _count;

    /// <summary>The version for which they are valid, or -1 when they are not known.</summary>
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
