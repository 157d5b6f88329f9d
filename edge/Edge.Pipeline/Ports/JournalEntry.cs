using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>
/// One scan as the journal stores it, in one transaction. Its memory is borrowed during the append: a journal holds no reference to it.
/// </summary>
/// <param name="Time">When it arrived, UTC.</param>
/// <param name="Samples">The values that changed.</param>
/// <param name="Events">The events of the field, including energies.</param>
public readonly record struct JournalEntry(DateTimeOffset Time, ReadOnlyMemory<Sample> Samples, FieldEvents Events)
{
    /// <summary>
    /// How far the device has been read, stored in the same transaction. An entry whose checkpoint equals the stored one was written before
    /// and is not written again: a repetition after a failure that left the result unknown does no harm.
    /// </summary>
    public DeviceCheckpoint? Checkpoint { get; init; }

    /// <summary>New statistics of the devices.</summary>
    public ReadOnlyMemory<DeviceStatistic> Statistics { get; init; }

    /// <summary>What elements show since then, where that changed.</summary>
    public ReadOnlyMemory<ElementShown> Shown { get; init; }

    /// <summary>
    /// Attributes of elements to store, in order; the newest of each replaces the former one. Those of an operator also become records
    /// (<see cref="JournalRecordKind.Operator"/>).
    /// </summary>
    public ReadOnlyMemory<ElementState> Elements { get; init; }

    /// <summary>How far the gateway's clock could be trusted when it gave the times of this entry.</summary>
    public GatewayClock Clock { get; init; }
}
