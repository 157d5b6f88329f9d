namespace Edge.Field.Links;

/// <summary>
/// A stream of bytes to and from the field: serial, TCP or in memory. Reading and writing by one caller at a time. A failure of the peer or
/// the line is an <see cref="IOException"/>; a stop is an <see cref="OperationCanceledException"/>.
/// </summary>
public interface IByteLink : IAsyncDisposable
{
    /// <summary>How many bytes can be read without waiting.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    int Available { get; }

    /// <summary>Reads the bytes that have arrived; waits for at least one.</summary>
    /// <param name="buffer">The buffer; not empty.</param>
    /// <param name="cancellationToken">Ends the wait; later bytes are kept for the next read.</param>
    /// <returns>How many bytes; 0 when the peer has closed.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes everything.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="cancellationToken">Ends the wait; a part may have been sent, so the link must be closed.</param>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}

/// <summary>Connects to one peer.</summary>
public interface IByteLinkConnector
{
    /// <summary>The name of the peer in logs: <c>10.0.0.5:9761</c>.</summary>
    string Peer { get; }

    /// <summary>Connects once.</summary>
    /// <param name="cancellationToken">The stop of the service.</param>
    /// <exception cref="TimeoutException">The peer did not answer in time.</exception>
    /// <exception cref="IOException">The peer refused, or cannot be reached.</exception>
    ValueTask<IByteLink> ConnectAsync(CancellationToken cancellationToken);
}
