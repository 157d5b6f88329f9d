using Dashboard.Historian.Journal;

namespace Dashboard.Historian.Sql;

/// <summary>The journals of gateways, in the database of the historian and by its one writer.</summary>
/// <param name="events">The historian. It is not owned.</param>
public sealed class SqlJournalStore(SqlEventStore events) : IJournalStore
{
    private readonly SeriesIds _ids = new();

    /// <inheritdoc />
    public IReadOnlyList<Watermark> Watermarks() => events.Database.Write(session => session.Rows(
        reader => new Watermark(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)),
        """
        SELECT j.site, j.epoch, j.seq FROM journal j
        JOIN (SELECT site, max(changed) AS changed FROM journal GROUP BY site) newest
            ON newest.site = j.site AND newest.changed = j.changed
        ORDER BY j.site
        """));

    /// <inheritdoc />
    public JournalStored Store(JournalBatch batch, Func<long> arrival, DateTimeOffset now) => StoreTogether([batch], arrival, now)[0];

    /// <inheritdoc />
    public IReadOnlyList<JournalStored> StoreTogether(IReadOnlyList<JournalBatch> batches, Func<long> arrival, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(batches);
        try
        {
            // Two dashboards hold the sites of several batches: both in the same order, or each would wait for the other.
            return events.Database.Write(session =>
            {
                foreach (string site in batches.Select(batch => batch.Site).Distinct().Order(StringComparer.Ordinal))
                {
                    session.Hold(site);
                }

                using JournalTransaction together = new(session, _ids);
                JournalStored[] stored = [.. batches.Select(batch => Store(together, batch, arrival, now))];
                together.Finish();
                return stored;
            });
        }
        catch
        {
            _ids.Forget();
            throw;
        }
    }

    /// <inheritdoc />
    public int DropOld(DateTimeOffset before, int most) => events.Database.Write(session => session.DropOld(before, most));

    private static JournalStored Store(JournalTransaction together, JournalBatch batch, Func<long> arrival, DateTimeOffset now)
    {
        JournalRows rows = JournalRows.Read(together.Session, batch, together.Marks(batch.Site));
        BatchRuling ruling = JournalRules.Of(rows.Places, batch);
        List<KeptRecord> records = [];
        RecordInsert insert = together.Records;
        if (ruling.Gone is { } gone)
        {
            EventRecord told = CentreRecord.Gap(batch.Site, gone.First, gone.Last, now) with { Arrival = arrival() };
            records.Add(new KeptRecord(told, insert.Run(told)));
        }

        if (ruling.Place == BatchPlace.Missing)
        {
            return Refuse(rows, ruling, records, arrival);
        }

        if (ruling.Left is { } left)
        {
            EventRecord told = CentreRecord.TakenBack(batch.Site, left.First, left.Last, now) with { Arrival = arrival() };
            records.Add(new KeptRecord(told, insert.Run(told)));
        }

        return Store(together, batch, arrival, rows, ruling, records);
    }

    // What is gone is recorded all the same, so that the watermark is where the replay begins.
    private static JournalStored Refuse(JournalRows rows, BatchRuling ruling, List<KeptRecord> records, Func<long> arrival)
    {
        if (ruling.Moved)
        {
            if (ruling.Gone is { } gone)
            {
                rows.BeginGap(gone);
            }

            _ = rows.Move(ruling.After, null, arrival());
        }

        return new JournalStored
        {
            Place = ruling.Place,
            Watermark = ruling.After,
            HasWatermark = ruling.Moved || rows.Own is not null,
            Records = records,
            Gone = ruling.Gone,
        };
    }

    private static JournalStored Store(
        JournalTransaction together, JournalBatch batch, Func<long> arrival, JournalRows rows, BatchRuling ruling, List<KeptRecord> records)
    {
        Aside unreadable = new();
        Aside unknown = new();
        long last = Math.Max(ruling.After, batch.LastSeq);
        long journal = rows.Move(last, batch.Entries.LastOrDefault(HasTime)?.Time, arrival());
        if (batch.Entries.Count == 0 && ruling.Gone is { } gone)
        {
            rows.BeginGap(gone);
        }

        if (rows.Own is null)
        {
            together.Records.ForgetEpochs(batch.Site);
        }

        // Also what is known already: if it has other content, another journal uses the same numbers.
        HistorianRecord[] arrived =
        [
            .. batch.Entries.Where(entry => entry.Record is not null).Select(entry => entry.Record! with { Arrival = arrival() }),
        ];
        records.AddRange(arrived.Zip(
            together.Records.Run(arrived), (record, became) => new KeptRecord(became == Stored.Beside ? record.Beside() : record, became)));
        EntryInsert entries = together.Entries(batch.Site, journal, arrival());
        rows.ContinueGap(batch.FormerEpoch);
        (long Seq, long Time)? before = rows.Before;
        (long Seq, long Time)? former = before;
        foreach (JournalEntry entry in batch.Entries)
        {
            if (entry.Seq <= (rows.Own?.Seq ?? 0))
            {
                continue;
            }

            former = rows.Pass(former, entry, isFirst: former == before);
            Keep(entries, entry, unreadable, unknown);
            if (entry.Samples is { Count: > 0 } && HasTime(entry))
            {
                rows.Marks.Add(entry.Time, entry.Time);
            }
        }

        unreadable.Store(together.Session, batch, arrival);
        unknown.Store(together.Session, batch, arrival);
        return new JournalStored
        {
            Place = ruling.Place,
            Watermark = last,
            HasWatermark = true,
            Records = records,
            Gone = ruling.Gone,
            Left = ruling.Left,
            SetAside = unreadable.Count,
            Error = unreadable.Error,
            Unknown = unknown.Count,
        };
    }

    private static bool HasTime(JournalEntry entry) => entry.Clock != RecordClock.NotSet;

    private static void Keep(EntryInsert entries, JournalEntry entry, Aside unreadable, Aside unknown)
    {
        if (entry.Error is { } error)
        {
            unreadable.Add(entry.Seq, error);
        }
        else if (entry.IsUnknown)
        {
            unknown.Add(entry.Seq, null);
        }
        else
        {
            try
            {
                entries.Run(entry);
            }
            catch (CannotKeepException refused)
            {
                unreadable.Add(entry.Seq, refused.Message);
            }
        }
    }

    /// <summary>Records that are kept as they came.</summary>
    private sealed class Aside
    {
        private readonly List<long> _seqs = [];

        internal int Count => _seqs.Count;

        internal string? Error { get; private set; }

        internal void Add(long seq, string? error)
        {
            _seqs.Add(seq);
            Error ??= error;
        }

        internal void Store(SqlSession session, JournalBatch batch, Func<long> arrival)
        {
            if (_seqs.Count == 0)
            {
                return;
            }

            _ = session.Execute(
                "INSERT INTO journal_aside (site, epoch, seq, records, arrival, error, raw) "
                + "VALUES (@site, @epoch, @seq, @records, @arrival, @error, @raw) ON CONFLICT DO NOTHING",
                ("@site", batch.Site), ("@epoch", batch.Epoch), ("@seq", _seqs[0]), ("@records", _seqs.Count), ("@arrival", arrival()),
                ("@error", Error), ("@raw", batch.Pack(_seqs)));
        }
    }
}
