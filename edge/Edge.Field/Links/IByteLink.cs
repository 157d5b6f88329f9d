namespace Edge.Field.Links;

/// <summary>
/// A stream of bytes to and from the field: serial, TCP or in memory. Reading and writing by one caller at a time.
/// What the peer or the line does wrong is an <see cref="IOException"/>; a stop is an <see cref="OperationCanceledException"/>.
/// </summary>
public interface IByteLink : IAsyncDisposable
{
    /// <summary>How many bytes can be read without waiting.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    int Available { get; }

    /// <summary>Reads what is there, waiting for at least one byte.</summary>
    /// <param name="buffer">Where to; not empty.</param>
    /// <param name="cancellationToken">Ends the wait; the bytes that come later are still there for the next read.</param>
    /// <returns>How many bytes; 0 when the peer has closed.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes everything.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="cancellationToken">Ends the wait; part may have gone out, so the link is of no more use.</param>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}

/// <summary>Makes links to one peer.</summary>
public interface IByteLinkConnector
{
    /// <summary>The peer, for a person: <c>10.0.0.5:9761</c>.</summary>
    string Peer { get; }

    /// <summary>Connects once.</summary>
    /// <param name="cancellationToken">The stop of the service.</param>
    /// <exception cref="TimeoutException">The peer did not answer in time.</exception>
    /// <exception cref="IOException">The peer refused, or there is no way to it.</exception>
    ValueTask<IByteLink> ConnectAsync(CancellationToken cancellationToken);
}
