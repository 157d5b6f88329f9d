using System.Text;
using Dashboard.Historian;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Ingest.Tests.Faults;

/// <summary>A station whose gateway is away is still known after a restart of dashboard and broker.</summary>
[Trait("Fault", "38")]
public sealed class Fault_38_A_station_is_remembered : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _directory = new();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Notes<StationKeeper> _log = new();

    private string File => _directory.At("historian.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_is_there_with_its_drawing_and_without_values_and_no_news_since()
    {
        Run(store =>
        {
            store.Send("state", Payloads.State());
            store.Send("catalog", Payloads.Catalog);
            store.Send("screen/LA", Payloads.Svg);
            store.Send("element/LA152B03", Payloads.Closed);
            store.Send("tag/LA152B03", """{"value":1,"raw":1,"quality":"good","time":"2026-03-01T12:00:00Z"}""");
        });
        _time.Advance(TimeSpan.FromHours(2));
        Run(store =>
        {
            SiteSummary summary = Assert.Single(store.Summaries());
            Assert.Equal((SiteStatus.Lost, SiteReason.Silent), (summary.Status, summary.Reason));
            Assert.Equal((Noon, Noon), (summary.LastHeard, summary.Since));
            Assert.Equal(("ET Los Álamos", "edge 0.1.0", "abc"), (summary.Name, summary.Software, summary.Profile));
            Assert.NotNull(Assert.Single(summary.Screens).Etag);
            Assert.Equal("LA152B03", Assert.Single(store.Site(Payloads.Site)!.Value.Catalog!.Tags).Tag);
            Assert.Contains("id=\"b3\"", Encoding.UTF8.GetString(store.Screen(Payloads.Site, "LA")!.Svg.Span), StringComparison.Ordinal);
            SiteSnapshot snapshot = store.Snapshot(Payloads.Site)!;
            Assert.Empty(snapshot.Elements);
            Assert.Empty(snapshot.Tags);

            store.Send("state", Payloads.State());
            Assert.Equal(SiteStatus.Online, Assert.Single(store.Summaries()).Status);
        });
        Assert.Empty(_log.All);
    }

    [Fact]
    public void Until_three_heartbeats_have_passed_nothing_is_known_of_its_gateway()
    {
        Run(store => store.Send("state", Payloads.State()));
        _time.Advance(TimeSpan.FromSeconds(30));
        Run(store =>
        {
            Assert.Equal(SiteReason.NoState, Assert.Single(store.Summaries()).Reason);
            _time.Advance(TimeSpan.FromSeconds(1));
            store.UpdateStatus();
            Assert.Equal(SiteReason.Silent, Assert.Single(store.Summaries()).Reason);
        });
    }

    [Fact]
    public void What_its_gateway_takes_back_is_forgotten()
    {
        Run(store =>
        {
            store.Send("state", Payloads.State());
            store.Send("catalog", Payloads.Catalog);
            store.Send("screen/LA", Payloads.Svg);
            store.Send("screen/OLD", Payloads.Svg);
        });
        Run(store =>
        {
            Assert.NotNull(store.Screen(Payloads.Site, "OLD"));
            store.Send("screen/LA", Payloads.Svg);
            store.Send("catalog", Payloads.Catalog);
            Assert.Null(store.Screen(Payloads.Site, "OLD"));
        });
        Run(store =>
        {
            Assert.Null(store.Screen(Payloads.Site, "OLD"));
            Assert.NotNull(store.Screen(Payloads.Site, "LA"));
            store.Send("screen/LA", "");
            store.Send("catalog", "");
            store.Send("state", "");
            Assert.Empty(store.Summaries());
        });
        Run(store => Assert.Empty(store.Summaries()));
    }

    [Fact]
    public void What_cannot_be_written_is_written_later()
    {
        using SqliteStationStore kept = SqliteStationStore.Open(File);
        SiteStore store = new(new IngestLimits(), _time);
        StationKeeper keeper = Keeper(store, kept);
        store.LinkUp();
        store.Send("state", Payloads.State());
        store.Send("screen/LA", Payloads.Svg);
        Execute("ALTER TABLE station RENAME TO elsewhere");
        keeper.Keep();
        keeper.Keep();
        Assert.Contains("cannot be kept", Assert.Single(_log.At(LogLevel.Warning)), StringComparison.Ordinal);
        Execute("ALTER TABLE elsewhere RENAME TO station");
        keeper.Keep();
        Assert.Equal("LA", Assert.Single(Assert.Single(kept.Load()).Screens).Key);
    }

    [Fact]
    public void A_catalogue_that_cannot_be_read_any_more_costs_no_station()
    {
        Run(store =>
        {
            store.Send("state", Payloads.State());
            store.Send("catalog", Payloads.Catalog);
        });
        Execute("UPDATE station SET catalog = CAST('{}' AS BLOB)");
        Run(store =>
        {
            SiteSummary summary = Assert.Single(store.Summaries());
            Assert.Equal((Payloads.Site, Noon), (summary.Site, summary.LastHeard));
        });
        Assert.Contains("los-alamos", Assert.Single(_log.At(LogLevel.Warning)), StringComparison.Ordinal);
    }

    /// <summary>One run of the dashboard, with an empty broker.</summary>
    private void Run(Action<SiteStore> act)
    {
        using SqliteStationStore kept = SqliteStationStore.Open(File);
        SiteStore store = new(new IngestLimits(), _time);
        StationKeeper keeper = Keeper(store, kept);
        keeper.Load();
        store.LinkUp();
        act(store);
        keeper.Keep();
    }

    private StationKeeper Keeper(SiteStore store, IStationStore kept) => new(store, kept, _time, _log);

    private void Execute(string sql)
    {
        using SqliteConnection connection = new($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
