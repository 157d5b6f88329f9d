using System.Buffers.Text;
using System.Text;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Mqtt;

/// <summary>
/// The durable cursor of a historian, and in its note a clash that was found. It moves some time after the acknowledgement: each move is a
/// write to the card, and what it lags behind is only sent again after a stop.
/// </summary>
/// <param name="name">The name of the historian.</param>
/// <param name="journal">Keeps it.</param>
/// <param name="lag">How long it lags at most.</param>
/// <param name="logger">Logs failures.</param>
internal sealed class HistorianCursor(string name, IJournal journal, TimeSpan lag, ILogger logger)
{
    /// <summary>How many records it lags at most.</summary>
    public const long MostRecords = JournalBatches.MaximumRecords;

    private long _stored;
    private TimeSpan _storedAt;
    private bool _fails;

    /// <summary>Reads cursor and note.</summary>
    /// <exception cref="JournalWriteException">The journal cannot be read now.</exception>
    public FeedWindow Open()
    {
        string epoch = journal.Status.Epoch;
        _stored = journal.GetCursor(name);
        return new FeedWindow(_stored, ClashOf(journal.GetNote(name), epoch));
    }

    /// <summary>When it must be stored; null: it is.</summary>
    /// <param name="acknowledged">What the historian has.</param>
    public TimeSpan? Due(long acknowledged) =>
        acknowledged <= _stored ? null : acknowledged - _stored >= MostRecords && !_fails ? TimeSpan.Zero : _storedAt + lag;

    /// <summary>Stores it where it is due.</summary>
    /// <param name="acknowledged">What the historian has.</param>
    /// <param name="now">The time.</param>
    public void StoreIfDue(long acknowledged, TimeSpan now)
    {
        if (now >= (Due(acknowledged) ?? TimeSpan.MaxValue))
        {
            _storedAt = now;
            Store(acknowledged, () => journal.MoveCursor(name, acknowledged));
        }
    }

    /// <summary>Stores it, before a stop.</summary>
    /// <param name="acknowledged">What the historian has.</param>
    public void Store(long acknowledged)
    {
        if (acknowledged > _stored)
        {
            Store(acknowledged, () => journal.MoveCursor(name, acknowledged));
        }
    }

    /// <summary>
    /// Stores a clash, or its end. After a restart the journal may have written the number: without the note it would forget those records.
    /// </summary>
    /// <param name="epoch">The epoch of the journal.</param>
    /// <param name="clash">The acknowledged seq; null: none.</param>
    public void StoreClash(string epoch, long? clash)
    {
        byte[] note = clash is { } seq ? Encoding.ASCII.GetBytes($"{seq} {epoch}") : [];
        Store(_stored, () => journal.MoveCursor(name, _stored, note));
    }

    private void Store(long seq, Action store)
    {
        try
        {
            store();
            (_stored, _fails) = (seq, false);
        }
        catch (Exception failure) when (failure is JournalWriteException or ArgumentOutOfRangeException)
        {
            // Out of range: a salvage has just taken the journal back; its epoch is new then.
            if (!_fails)
            {
                Log.HistorianCursorNotStored(logger, name, seq, failure.Message);
            }

            _fails = true;
        }
    }

    private static long? ClashOf(ReadOnlyMemory<byte>? note, string epoch) =>
        note is { } bytes && Utf8Parser.TryParse(bytes.Span, out long seq, out int read)
        && Encoding.UTF8.GetString(bytes.Span[read..]) == " " + epoch
            ? seq
            : null;
}
