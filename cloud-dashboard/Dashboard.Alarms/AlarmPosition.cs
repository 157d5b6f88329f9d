using Edge.Contracts;

namespace Dashboard.Alarms;

/// <summary>
/// Where an event stands in the order in which its gateway recorded it. Events may arrive in another order: what is live comes before a
/// backlog.
/// </summary>
/// <param name="Epoch">The epoch of the journal.</param>
/// <param name="Seq">The number, which counts up over all epochs of one base.</param>
/// <param name="Received">When the gateway got it.</param>
public readonly record struct AlarmPosition(string Epoch, long Seq, DateTimeOffset Received)
{
    /// <summary>Whether it was recorded before another one.</summary>
    public bool IsBefore(in AlarmPosition other) =>
        JournalEpochs.BaseOf(Epoch) == JournalEpochs.BaseOf(other.Epoch) ? Seq < other.Seq : Received < other.Received;
}
