using System.Collections.Immutable;

namespace Edge.Pipeline;

/// <summary>The journal as publishers and control centres read it, each with a cursor of its own.</summary>
public interface IJournalReader
{
    /// <summary>How many bytes a reader's note may have.</summary>
    const int MaximumNote = 512;

    /// <summary>How full it is, and how it is.</summary>
    JournalStatus Status { get; }

    /// <summary>
    /// Raised when <see cref="JournalStatus.Salvage"/> has changed, on any thread: records may be there that no append has announced.
    /// </summary>
    event Action? SalvageChanged
    {
        add { }
        remove { }
    }

    /// <summary>Reads records after a seq, in order of seq.</summary>
    /// <param name="afterSeq">The last record that was handled before; 0 for the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    ImmutableArray<JournalRecord> Read(long afterSeq, int limit);

    /// <summary>
    /// The cursor of a reader: the last seq that it has completely handled, 0 at first. The first call registers the reader; from then on
    /// dropping a record that it has not handled is a loss.
    /// </summary>
    long GetCursor(string reader);

    /// <summary>Moves a reader's cursor forward, durably; a seq behind the cursor changes nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seq is beyond the last record.</exception>
    /// <exception cref="JournalWriteException">The disk is full or fails.</exception>
    void MoveCursor(string reader, long seq);

    /// <summary>
    /// Moves a reader's cursor and stores a note with it, in one transaction. A seq equal to the cursor changes the note only; a seq behind
    /// it changes nothing.
    /// </summary>
    /// <param name="reader">The reader.</param>
    /// <param name="seq">The last seq that it has completely handled.</param>
    /// <param name="note">Bytes that only the reader understands, at most <see cref="MaximumNote"/>. They replace the former note.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seq is beyond the last record, or the note is too long.</exception>
    /// <exception cref="JournalWriteException">The disk is full or fails.</exception>
    void MoveCursor(string reader, long seq, ReadOnlySpan<byte> note);

    /// <summary>The note of a reader, or null when there is none.</summary>
    /// <param name="reader">The reader.</param>
    ReadOnlyMemory<byte>? GetNote(string reader);
}
