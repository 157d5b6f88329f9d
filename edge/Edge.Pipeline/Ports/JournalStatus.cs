namespace Edge.Pipeline;

/// <summary>How full the journal is, for the state topic.</summary>
/// <param name="Epoch">New whenever the journal is created.</param>
/// <param name="OldestSeq">The oldest record that it still has, 0 when empty.</param>
/// <param name="LastSeq">The newest record, 0 when none was written yet.</param>
/// <param name="Bytes">Its size on disk.</param>
/// <param name="Dropped">How many records were dropped for lack of space since it was created.</param>
public readonly record struct JournalStatus(string Epoch, long OldestSeq, long LastSeq, long Bytes, long Dropped);
