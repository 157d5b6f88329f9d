using Dashboard.Historian.Journal;
using Dashboard.Historian.Series;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Historian.Tests.Journal;

/// <summary>Old samples go while the dashboard runs.</summary>
public sealed class SampleRetentionTests : IDisposable
{
    private static readonly SeriesKeep Keep = SeriesKeep.Default with { Samples = TimeSpan.FromDays(2) };

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_older_than_configured_goes_in_steps()
    {
        FakeTimeProvider time = new(Records.Start.AddDays(2));
        using SqliteEventStore events = SqliteEventStore.Open(_directory.At("historian.db"));
        SqlJournalStore store = new(events);
        long arrival = 0;
        store.Store(Batches.Of(0, SampleRetention.Step + 100), () => ++arrival, Records.Start);
        SampleRetention retention = new(store, new SqlRollUpStore(events), Keep, time, new Notes<SampleRetention>());
        Assert.False(retention.DropSome());
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(retention.DropSome());
        Assert.True(retention.DropSome());
        Assert.False(retention.DropSome());
    }

    [Fact]
    public void A_store_that_fails_is_logged_once_and_tried_again()
    {
        Notes<SampleRetention> log = new();
        SqliteEventStore events = SqliteEventStore.Open(_directory.At("historian.db"));
        SampleRetention retention = new(
            new SqlJournalStore(events), new SqlRollUpStore(events), Keep, new FakeTimeProvider(Records.Start), log);
        events.Dispose();
        Assert.False(retention.DropSome());
        Assert.False(retention.DropSome());
        Assert.Equal(1, log.Count(6504));
    }
}
