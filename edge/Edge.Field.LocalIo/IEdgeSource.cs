namespace Edge.Field.LocalIo;

/// <summary>One edge of a line.</summary>
/// <param name="Line">The line of the source, from 0.</param>
/// <param name="Rising">Whether the line went to high.</param>
/// <param name="Time">The time in UTC, stamped by the kernel's interrupt and not when it is read.</param>
/// <param name="Sequence">Counts the edges of this line, modulo 2³²: a gap means that the kernel's buffer was full.</param>
public readonly record struct LineEdge(int Line, bool Rising, DateTimeOffset Time, uint Sequence);

/// <summary>Input lines whose edges have time stamps. Used by one thread.</summary>
public interface IEdgeSource : IDisposable
{
    /// <summary>Its name in logs: <c>/dev/gpiochip0</c>.</summary>
    string Name { get; }

    /// <summary>The levels now; bit n is the n-th line, 1 for high.</summary>
    /// <exception cref="LocalIoException">It cannot be read.</exception>
    ulong Levels();

    /// <summary>Reads edges in the order in which they happened.</summary>
    /// <param name="edges">The buffer for them.</param>
    /// <param name="wait">How long to wait for the first; zero: not at all.</param>
    /// <returns>How many there were; 0: none in time.</returns>
    /// <exception cref="LocalIoException">It cannot be read.</exception>
    int Read(Span<LineEdge> edges, TimeSpan wait);
}
