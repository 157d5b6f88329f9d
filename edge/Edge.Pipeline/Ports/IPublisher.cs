using System.Collections.Immutable;

namespace Edge.Pipeline;

/// <summary>
/// A consumer of the journal, with a durable cursor of its own: it gets the records in order. A stop is an
/// <see cref="OperationCanceledException"/>; while the peer is not connected it waits.
/// </summary>
public interface IPublisher
{
    /// <summary>The name of its cursor in the journal; never changes.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it sends this record. Over records that it does not send the cursor moves later: each move is a write to the card, and after
    /// a restart nothing is sent again.
    /// </summary>
    /// <param name="record">A record of the journal.</param>
    bool Publishes(JournalRecord record);

    /// <summary>Sends a batch, and returns when the peer has confirmed it.</summary>
    /// <param name="records">In order of seq, without a gap.</param>
    /// <param name="cancellationToken">The stop of the service.</param>
    /// <returns>
    /// How many records, from the first, were confirmed or are not published. Fewer than the batch: the connection was lost, and the others
    /// are sent again. A record may therefore arrive twice, but none is lost.
    /// </returns>
    ValueTask<int> SendAsync(ImmutableArray<JournalRecord> records, CancellationToken cancellationToken);
}
