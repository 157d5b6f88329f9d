using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// How far a centre was served, as stored in the journal: the cursor is what the centre acknowledged, the note beside it the outstanding
/// answer (ADR 0006). A write stores both or neither. Not for several threads.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="reader">The name of the centre's reader in the journal.</param>
/// <param name="centre">The name of the centre in logs.</param>
/// <param name="logger">Receives errors of reading and writing.</param>
internal sealed class CentreCursor(IJournalReader journal, string reader, string centre, ILogger logger)
{
    private readonly byte[] _bytes = new byte[IJournalReader.MaximumNote];
    private bool _writeFails;

    /// <summary>The identity of an unknown centre; empty for a known one.</summary>
    public string UnknownIdentity { get; private set; } = "";

    /// <summary>Whether the reader is registered in the journal: only then the other properties are valid.</summary>
    public bool IsRegistered { get; private set; }

    /// <summary>The seq up to which the centre acknowledged everything.</summary>
    public long Position { get; private set; }

    /// <summary>The outstanding answer.</summary>
    public ReaderNote Note { get; private set; }

    /// <summary>The seq up to which the centre has everything as soon as it asks with a new sequence.</summary>
    public long PositionAfterRelease => Note.Outstanding == Outstanding.Events ? Math.Max(Position, Note.Reach) : Position;

    /// <summary>Continues from the position in the journal, or starts with new records.</summary>
    /// <param name="identity">The identity of an unknown centre; empty for a known one.</param>
    /// <returns>False where the journal could not be written: try again later.</returns>
    public bool Register(string identity)
    {
        UnknownIdentity = identity;
        try
        {
            if (journal.GetNote(reader) is { } kept && TryRead(kept.Span))
            {
                Position = journal.GetCursor(reader);
                IsRegistered = true;
            }
            else
            {
                IsRegistered = TryKeep(journal.Status.LastSeq, ReaderNote.None);
            }
        }
        catch (JournalWriteException failure)
        {
            LogOnce(failure);
        }

        return IsRegistered;
    }

    /// <summary>Writes cursor and note to the disk, in one write.</summary>
    /// <returns>
    /// False where they could not be written. They may be on the disk nevertheless, so a question that depends on them must not be
    /// answered.
    /// </returns>
    public bool TryKeep(long position, in ReaderNote note)
    {
        int length = note.Write(_bytes, UnknownIdentity);
        try
        {
            journal.MoveCursor(reader, position, _bytes.AsSpan(0, length));
        }
        catch (JournalWriteException failure)
        {
            LogOnce(failure);
            return false;
        }

        _writeFails = false;
        (Position, Note) = (position, note);
        return true;
    }

    // The cursor of a known centre is valid even if its note cannot be read.
    private bool TryRead(ReadOnlySpan<byte> kept)
    {
        if (!ReaderNote.TryRead(kept, out ReaderNote note, out string identity))
        {
            Log.OutstationNoteUnreadable(logger, centre, kept.Length);
            return UnknownIdentity.Length == 0;
        }

        Note = identity == UnknownIdentity ? note : ReaderNote.None;
        return identity == UnknownIdentity;
    }

    private void LogOnce(JournalWriteException failure)
    {
        if (!_writeFails)
        {
            Log.OutstationNotKept(logger, centre, failure.Message);
        }

        _writeFails = true;
    }
}
