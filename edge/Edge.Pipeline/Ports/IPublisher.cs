using System.Collections.Immutable;

namespace Edge.Pipeline;

/// <summary>
/// A consumer of the journal: reads it behind a durable cursor of its own, in order. A stop is an
/// <see cref="OperationCanceledException"/>; a peer that is away is waited for.
/// </summary>
public interface IPublisher
{
    /// <summary>The name of its cursor in the journal; never changes.</summary>
    string Name { get; }

    /// <summary>Sends a batch, and returns when the peer has it.</summary>
    /// <param name="records">In order of seq, without a gap.</param>
    /// <param name="cancellationToken">The stop of the service.</param>
    /// <returns>
    /// How many records, from the first, the peer has confirmed or does not want. Fewer than were given: the connection was
    /// lost in between, and the rest is sent again. A record may so arrive twice, never not at all.
    /// </returns>
    ValueTask<int> SendAsync(ImmutableArray<JournalRecord> records, CancellationToken cancellationToken);
}
