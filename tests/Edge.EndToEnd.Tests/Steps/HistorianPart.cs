using Dashboard.Historian;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest;
using Dashboard.Ingest.Broker;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Edge.Contracts.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.EndToEnd.Tests.Steps;

/// <summary>What of a dashboard is on the road, from one start to its end: connections, intakes, the file.</summary>
internal sealed class HistorianPart : ILiveListener, IAsyncDisposable
{
    private readonly string _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly Wire _wire;
    private readonly SqliteEventStore _file;
    private readonly WatchedStore _store;
    private readonly EventWriter _events;
    private readonly JournalWriter _journals;
    private readonly Task _running;

    internal HistorianPart(string folder, int broker, Trap trap)
    {
        TimeProvider time = TimeProvider.System;
        _folder = folder;
        _file = SqliteEventStore.Open(PathIn(folder));
        _store = new WatchedStore(new SqlJournalStore(_file), _file, trap);
        _events = new EventWriter(_store, time, NullLogger<EventWriter>.Instance);
        _journals = new JournalWriter(_store, _events, time, NullLogger<JournalWriter>.Instance);
        _wire = new Wire(broker, new JournalTopics(GatewayPart.Site).Records)
        {
            Arrived = (packet, fromBroker) =>
            {
                if ((packet, fromBroker) is (Packet.Batch, true) or (Packet.Acknowledgement, false))
                {
                    trap.Reach(packet == Packet.Batch ? Step.Delivered : Step.Acknowledged);
                }
            },
            Passed = static (_, _) => { },
        };
        IngestLimits limits = new();
        SiteStore sites = new(limits, time);
        EventIntake intake = new(_events, limits, sites, this, time, NullLogger<EventIntake>.Instance);
        IngestService service = new(
            sites, intake, new JournalIntake(_journals, limits, sites, intake, time, NullLogger<JournalIntake>.Instance),
            new RefusalLog(time, NullLogger<RefusalLog>.Instance), this, time, NullLogger<IngestService>.Instance);
        _running = service.RunAsync([new BrokerEndpoint { Host = "127.0.0.1", Port = _wire.Port }], _stop.Token);
    }

    internal static string PathIn(string folder) => Path.Combine(folder, "historian.db");

    /// <summary>It is killed, as <see cref="GatewayPart.Kill"/>: a transaction that is open is not there.</summary>
    internal void Kill(string copy)
    {
        _wire.Cut();
        lock (_store.Gate)
        {
            Disk.Copy(_folder, copy);
        }
    }

    public void Changes(SiteChanges changes)
    {
    }

    public void Event(EventRecord record)
    {
    }

    public void Health()
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _journals.DisposeAsync();
        await _events.DisposeAsync();
        await _wire.DisposeAsync();
        _file.Dispose();
        _stop.Dispose();
    }
}
