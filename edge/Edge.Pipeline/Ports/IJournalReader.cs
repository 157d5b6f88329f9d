using System.Collections.Immutable;

namespace Edge.Pipeline;

/// <summary>The journal as publishers and control centres read it, each with a cursor of its own.</summary>
public interface IJournalReader
{
    /// <summary>How many bytes a reader's note may have.</summary>
    const int MaximumNote = 512;

    /// <summary>How full it is.</summary>
    JournalStatus Status { get; }

    /// <summary>Reads records after a seq, in order of seq.</summary>
    /// <param name="afterSeq">The last record already handled; 0 for the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    ImmutableArray<JournalRecord> Read(long afterSeq, int limit);

    /// <summary>
    /// Where a reader stands: the last seq that it has handled for good, 0 at first. From the first call on the reader is known,
    /// and dropping what it has not handled is a loss.
    /// </summary>
    long GetCursor(string reader);

    /// <summary>Moves a reader's cursor forward, durably; a seq behind the cursor changes nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seq is beyond the last record.</exception>
    /// <exception cref="JournalWriteException">The disk is full or fails.</exception>
    void MoveCursor(string reader, long seq);

    /// <summary>
    /// Moves a reader's cursor and keeps a note beside it, both on the disk when this returns or neither. The seq may be the one where the
    /// cursor stands; a seq behind it changes nothing, the note neither.
    /// </summary>
    /// <param name="reader">The reader.</param>
    /// <param name="seq">The last seq that it has handled for good.</param>
    /// <param name="note">What only the reader understands; at most <see cref="MaximumNote"/> bytes. It takes the place of the one before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seq is beyond the last record, or the note too long.</exception>
    /// <exception cref="JournalWriteException">The disk is full or fails.</exception>
    void MoveCursor(string reader, long seq, ReadOnlySpan<byte> note);

    /// <summary>The note last kept for a reader, or null when there is none.</summary>
    /// <param name="reader">The reader.</param>
    ReadOnlyMemory<byte>? GetNote(string reader);
}
