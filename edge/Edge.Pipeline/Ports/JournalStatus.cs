namespace Edge.Pipeline;

/// <summary>How full the journal is, for the state topic.</summary>
/// <param name="Epoch">The epoch of the present run: new at each start.</param>
/// <param name="OldestSeq">The oldest record that it still has, 0 when empty.</param>
/// <param name="LastSeq">The newest record, 0 when none was written yet.</param>
/// <param name="Bytes">Its size on disk.</param>
/// <param name="Dropped">How many records that a reader had not handled were lost since it was created.</param>
public readonly record struct JournalStatus(string Epoch, long OldestSeq, long LastSeq, long Bytes, long Dropped)
{
    /// <summary>How many of the dropped records were events, energies or what operators did; null: not known.</summary>
    public long? DroppedEvents { get; init; }

    /// <summary>The epochs of the records that it has.</summary>
    public JournalRuns Runs
    {
        get => field ?? new JournalRuns([new JournalRun(1, Epoch)]);
        init;
    }

    /// <summary>The last salvage of a damaged file; null when there was none.</summary>
    public JournalSalvage? Salvage { get; init; }
}
