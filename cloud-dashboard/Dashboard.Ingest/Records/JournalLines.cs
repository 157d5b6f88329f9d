using Dashboard.Historian.Journal;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest.Records;

/// <summary>Counts what is unusual about the batches of journals, and logs each sort of it once a minute.</summary>
internal sealed class JournalLines(TimeProvider time, ILogger logger)
{
    private readonly LineLimit _setAsideLines = new(time);
    private readonly LineLimit _unknownLines = new(time);
    private readonly LineLimit _unannouncedLines = new(time);
    private long _setAside;
    private long _unknown;
    private long _notAnnounced;

    internal long SetAside => Interlocked.Read(ref _setAside);

    internal long Unknown => Interlocked.Read(ref _unknown);

    internal long NotAnnounced => Interlocked.Read(ref _notAnnounced);

    internal void NoteUnannounced(string site, JournalBatch batch)
    {
        _ = Interlocked.Increment(ref _notAnnounced);
        if (_unannouncedLines.Next() is > 0 and int count)
        {
            Log.BatchNotAnnounced(logger, site, batch.Epoch, batch.LastSeq, count);
        }
    }

    internal void Note(JournalBatch batch, JournalStored stored)
    {
        if (stored.Gone is { } gone)
        {
            Log.JournalGap(logger, batch.Site, gone.First, gone.Last, batch.Epoch);
        }

        if (stored.Left is { } left)
        {
            Log.JournalTakenBack(logger, batch.Site, left.First, left.Last, batch.FormerEpoch, batch.Epoch);
        }

        if (stored.SetAside > 0)
        {
            _ = Interlocked.Add(ref _setAside, stored.SetAside);
            if (_setAsideLines.Next() > 0)
            {
                Log.RecordsSetAside(logger, batch.Site, stored.Error ?? "?", SetAside);
            }
        }

        if (stored.Unknown > 0)
        {
            _ = Interlocked.Add(ref _unknown, stored.Unknown);
            if (_unknownLines.Next() > 0)
            {
                Log.UnknownRecords(logger, batch.Site, Unknown);
            }
        }
    }
}
