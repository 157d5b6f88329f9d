namespace Edge.Pipeline;

/// <summary>How full the journal is, for the state topic.</summary>
/// <param name="Epoch">New whenever the journal is created.</param>
/// <param name="OldestSeq">The oldest record still kept, 0 when empty.</param>
/// <param name="LastSeq">The newest record, 0 when none was ever written.</param>
/// <param name="Bytes">What it takes on disk.</param>
/// <param name="Dropped">How many records were dropped for want of room, ever.</param>
public readonly record struct JournalStatus(string Epoch, long OldestSeq, long LastSeq, long Bytes, long Dropped);
