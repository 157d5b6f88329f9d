using Dashboard.Historian;
using Dashboard.Historian.Journal;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Ingest.Tests.Broker;

/// <summary>For tests that send no journals.</summary>
internal sealed class NoJournals : IJournalStore
{
    public static JournalIntake At(EventWriter writer, SiteStore sites, EventIntake events) => new(
        new JournalWriter(new NoJournals(), writer, TimeProvider.System, NullLogger<JournalWriter>.Instance), new IngestLimits(), sites,
        events, TimeProvider.System, NullLogger<JournalIntake>.Instance);

    public IReadOnlyList<Watermark> Watermarks() => [];

    public JournalStored Store(JournalBatch batch, Func<long> arrival, DateTimeOffset now) => throw new HistorianException("Not here.");

    public IReadOnlyList<JournalStored> StoreTogether(IReadOnlyList<JournalBatch> batches, Func<long> arrival, DateTimeOffset now) =>
        throw new HistorianException("Not here.");

    public int DropOld(DateTimeOffset before, int most) => 0;
}
