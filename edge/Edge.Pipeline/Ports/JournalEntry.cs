namespace Edge.Pipeline;

/// <summary>One scan as the journal keeps it, in one transaction. Its memory is borrowed until it was appended: a journal keeps nothing of it.</summary>
/// <param name="Time">When it arrived, UTC.</param>
/// <param name="Samples">What changed.</param>
/// <param name="Events">What was recorded in the field, energies among them.</param>
public readonly record struct JournalEntry(DateTimeOffset Time, ReadOnlyMemory<Sample> Samples, FieldEvents Events)
{
    /// <summary>
    /// How far the device has been read, kept in the same transaction. An entry whose checkpoint is already the stored one was
    /// written before: it is not written again, so a repeat after a doubtful failure does no harm.
    /// </summary>
    public DeviceCheckpoint? Checkpoint { get; init; }

    /// <summary>What became known about the devices themselves.</summary>
    public ReadOnlyMemory<DeviceStatistic> Statistics { get; init; }

    /// <summary>
    /// Attributes of elements to be kept, in order; the newest of each takes the place of the one before. Those of an operator become
    /// records (<see cref="JournalRecordKind.Operator"/>) besides.
    /// </summary>
    public ReadOnlyMemory<ElementState> Elements { get; init; }
}
