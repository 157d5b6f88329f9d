namespace Edge.Field.LocalIo;

/// <summary>One edge of a line.</summary>
/// <param name="Line">Which of the lines of the source, from 0.</param>
/// <param name="Rising">Whether the line went to high.</param>
/// <param name="Time">When, UTC, stamped by the kernel's interrupt and not when it is read.</param>
/// <param name="Sequence">
/// Counts the edges of this line, by one each and around at 2³²: a gap is what the kernel's buffer had no room for.
/// </param>
public readonly record struct LineEdge(int Line, bool Rising, DateTimeOffset Time, uint Sequence);

/// <summary>Input lines whose edges somebody stamps. Used by one thread.</summary>
public interface IEdgeSource : IDisposable
{
    /// <summary>What it is, for a person: <c>/dev/gpiochip0</c>.</summary>
    string Name { get; }

    /// <summary>The levels now; bit n is the n-th line, 1 for high.</summary>
    /// <exception cref="LocalIoException">It cannot be read.</exception>
    ulong Levels();

    /// <summary>Takes edges in the order in which they happened.</summary>
    /// <param name="edges">Room for them.</param>
    /// <param name="wait">How long to wait for the first; zero: not at all.</param>
    /// <returns>How many there were; 0: none in time.</returns>
    /// <exception cref="LocalIoException">It cannot be read.</exception>
    int Take(Span<LineEdge> edges, TimeSpan wait);
}
