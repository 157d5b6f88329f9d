using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// How far a centre was served, as the journal keeps it: the cursor is what the centre has for certain, the note beside it what is
/// outstanding (ADR 0006). Both are on the disk when a write returns, or neither. Not for several threads at once.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="reader">The name of the centre's reader in the journal.</param>
/// <param name="centre">The centre, for a person.</param>
/// <param name="logger">Gets what cannot be read or written.</param>
internal sealed class CentreCursor(IJournalReader journal, string reader, string centre, ILogger logger)
{
    private readonly byte[] _bytes = new byte[IJournalReader.MaximumNote];
    private bool _writeFails;

    /// <summary>Who an unknown centre is; empty for a known one.</summary>
    public string Guest { get; private set; } = "";

    /// <summary>Whether the journal knows the reader: only then the others count.</summary>
    public bool IsRegistered { get; private set; }

    /// <summary>The seq up to which the centre has everything for certain.</summary>
    public long Position { get; private set; }

    /// <summary>What is outstanding.</summary>
    public ReaderNote Note { get; private set; }

    /// <summary>The seq up to which the centre has everything once it asks with a new sequence.</summary>
    public long PositionAfterRelease => Note.Outstanding == Outstanding.Events ? Math.Max(Position, Note.Reach) : Position;

    /// <summary>Continues where the journal says, or begins with what happens from now on.</summary>
    /// <param name="guest">Who an unknown centre is; empty for a known one.</param>
    /// <returns>False where the journal could not be written: try again later.</returns>
    public bool Register(string guest)
    {
        Guest = guest;
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
    /// False where they could not be written. They may be on the disk all the same, so whatever needs them must not be answered.
    /// </returns>
    public bool TryKeep(long position, in ReaderNote note)
    {
        int length = note.Write(_bytes, Guest);
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

    // The cursor of a known centre counts also where the note beside it cannot be read.
    private bool TryRead(ReadOnlySpan<byte> kept)
    {
        if (!ReaderNote.TryRead(kept, out ReaderNote note, out string guest))
        {
            Log.OutstationNoteUnreadable(logger, centre, kept.Length);
            return Guest.Length == 0;
        }

        Note = guest == Guest ? note : ReaderNote.None;
        return guest == Guest;
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
