using System.Collections.Immutable;
using Edge.Journal.Pages;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Edge.Journal.Tests.Faults;

/// <summary>A journal with a known content, of which pages are then overwritten on the disk.</summary>
internal sealed class DamagedJournal : IDisposable
{
    public const int Entries = 700;
    public const long Handled = 300;

    private readonly Place _place = new();
    private readonly Random _random = new(65);

    private DamagedJournal()
    {
    }

    public Place Place => _place;

    public FakeTimeProvider Clock { get; } = new(Make.Noon);

    public string Epoch { get; private set; } = "";

    /// <summary>What was written: each record by its seq.</summary>
    public ImmutableDictionary<long, JournalRecord> Truth { get; private set; } = ImmutableDictionary<long, JournalRecord>.Empty;

    public IEnumerable<string> Kept => Directory.GetFiles(Path.GetDirectoryName(Place.File)!, "journal.db.damaged-*").Order();

    /// <summary>Each entry is two events, an energy and a record of samples; the reader "mqtt" has handled some.</summary>
    public static async Task<DamagedJournal> WriteAsync()
    {
        DamagedJournal made = new();
        await using SqliteJournal journal = made.Open();
        for (int i = 0; i < Entries; i++)
        {
            Sample[] samples = [.. Enumerable.Range(0, 40).Select(n => Make.Analog("LA1PA_" + n, i + n, (i * 0.1) + n))];
            DateTimeOffset time = Make.Noon.AddSeconds(i);
            _ = journal.Append(new JournalEntry(
                time, samples, [Make.Digital(i % 16, time), Make.Digital((i + 1) % 16, time), Make.Energy(i, time)])
            {
                Checkpoint = new DeviceCheckpoint("comaster", BitConverter.GetBytes(i)),
            });
        }

        journal.MoveCursor("mqtt", Handled);
        made.Epoch = journal.Status.Epoch;
        made.Truth = journal.Everything().ToImmutableDictionary(record => record.Seq);
        return made;
    }

    public SqliteJournal Open(long? maximumBytes = null) => _place.Open(Clock, maximumBytes);

    /// <summary>The pages of a kind, in order of their first record; those of interior pages by number.</summary>
    public int[] PagesOf(TreePageKind kind, RowTable table)
    {
        using PageFile file = PageFile.Open(Place.File);
        RowReader rows = new(file);
        byte[] bytes = new byte[file.PageSize];
        List<(long First, int Page)> found = [];
        for (int place = 0; place < file.Pages; place++)
        {
            _ = file.TryRead(place, bytes);
            TreePage page = new(bytes, place + 1);
            if (page.Kind != kind || page.Cells == 0 || place == 0)
            {
                continue;
            }

            if (kind == TreePageKind.TableInterior)
            {
                found.Add((place, place + 1));
            }
            else if (rows.TryRead(page, 0, out long number, out ReadOnlySpan<byte> payload)
                && (kind != TreePageKind.TableLeaf || SalvagedRow.Of(number, payload).Table == table))
            {
                found.Add((number, place + 1));
            }
        }

        return [.. found.Order().Select(f => f.Page)];
    }

    /// <summary>Overwrites bytes of the file with noise.</summary>
    public void Noise(long from, int length)
    {
        byte[] noise = new byte[length];
        _random.NextBytes(noise);
        using FileStream file = new(Place.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = from;
        file.Write(noise);
    }

    public void NoiseOver(int page) => Noise((page - 1) * 4096L, 4096);

    public void CutTo(long bytes)
    {
        using FileStream file = new(Place.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(bytes);
    }

    /// <summary>Reads until damage is found, and waits for the end of the salvage.</summary>
    public static async Task ReadUntilSalvagedAsync(SqliteJournal journal)
    {
        _ = Assert.Throws<IOException>(() => journal.Read(Handled, int.MaxValue));
        await SalvagedAsync(journal);
    }

    public static Task SalvagedAsync(SqliteJournal journal) => Eventually.TrueAsync(
        () => journal.Status.Salvage?.Status == JournalSalvageStatus.Done, "it is salvaged", TestContext.Current.CancellationToken);

    /// <summary>
    /// Holds what is left against what was written: each record is as it was, and what the journal says of the loss is what is missing.
    /// </summary>
    /// <returns>What is missing.</returns>
    public ImmutableArray<JournalRecord> AssertTheRestIsAsItWas(SqliteJournal journal)
    {
        ImmutableArray<JournalRecord> left =
        [
            .. journal.Everything().Where(record => record.Kind != JournalRecordKind.Loss && Truth.ContainsKey(record.Seq)),
        ];
        foreach (JournalRecord record in left)
        {
            JournalRecord truth = Truth[record.Seq];
            Assert.True(truth with { Samples = [] } == record with { Samples = [] }, $"record {record.Seq} is as it was");
            Assert.Equal(truth.Samples, record.Samples);
        }

        HashSet<long> present = [.. left.Select(record => record.Seq)];
        return [.. Truth.Values.Where(record => !present.Contains(record.Seq)).OrderBy(record => record.Seq)];
    }

    /// <summary>That state and loss record say exactly what is missing and not handled.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="missing">What is missing.</param>
    /// <param name="mixed">Samples and events are missing side by side: then more may count as events than were.</param>
    public static void AssertTheLossIsCounted(SqliteJournal journal, ImmutableArray<JournalRecord> missing, bool mixed = false)
    {
        JournalRecord[] unread = [.. missing.Where(record => record.Seq > Handled)];
        long events = unread.Count(record => record.Event is not null);
        JournalSalvage salvage = journal.Status.Salvage!;
        if (mixed)
        {
            Assert.InRange(salvage.Events, events, unread.Length);
            events = salvage.Events;
        }

        Assert.Equal((unread.Length, events), (salvage.Records, salvage.Events));
        Assert.Equal(
            (unread.FirstOrDefault()?.Seq ?? 0, unread.LastOrDefault()?.Seq ?? 0), (salvage.FirstSeq, salvage.LastSeq));
        Assert.Equal((unread.Length, events), (journal.Status.Dropped, journal.Status.DroppedEvents));
        JournalRecord[] losses = [.. journal.Everything().Where(record => record.Kind == JournalRecordKind.Loss)];
        if (unread.Length == 0)
        {
            Assert.Empty(losses);
            return;
        }

        JournalRecord loss = Assert.Single(losses);
        Assert.Equal(unread.Length, loss.Dropped);
        Assert.Equal<LossDetail?>(new LossDetail(LossCause.Damaged, events, unread[0].Seq, unread[^1].Seq), loss.Loss);
    }

    public void Dispose() => _place.Dispose();
}
