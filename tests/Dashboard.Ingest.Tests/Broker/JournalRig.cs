using System.Collections.Concurrent;
using Dashboard.Historian;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Broker;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit.Brokers;
using TestKit.Logs;
using Record = Edge.Contracts.Journal.Record;

namespace Dashboard.Ingest.Tests.Broker;

/// <summary>A historian with its intakes; on request the whole ingest at a broker.</summary>
internal sealed class JournalRig : ILiveListener, IAsyncDisposable
{
    private readonly SqliteEventStore _file;
    private readonly EventWriter _writer;
    private readonly JournalWriter _journals;
    private readonly CancellationTokenSource _stop = new();
    private readonly IngestService _service;
    private Task _running = Task.CompletedTask;

    internal JournalRig(
        string path, TimeProvider? clock = null, Func<IJournalStore, IJournalStore>? around = null, IngestLimits? limits = null,
        SiteShards? shards = null)
    {
        TimeProvider time = clock ?? TimeProvider.System;
        Path = path;
        _file = SqliteEventStore.Open(path);
        _writer = new EventWriter(_file, time, NullLogger<EventWriter>.Instance);
        IJournalStore store = new SqlJournalStore(_file);
        _journals = new JournalWriter(around?.Invoke(store) ?? store, _writer, time, NullLogger<JournalWriter>.Instance);
        Sites = new SiteStore(new IngestLimits(), time, shards);
        Events = new EventIntake(_writer, new IngestLimits(), Sites, this, time, NullLogger<EventIntake>.Instance);
        Journals = new JournalIntake(_journals, limits ?? new IngestLimits(), Sites, Events, time, Log);
        Refusals = new RefusalLog(time, NullLogger<RefusalLog>.Instance);
        _service = new IngestService(Sites, Events, Journals, Refusals, this, time, NullLogger<IngestService>.Instance);
    }

    internal string Path { get; }

    internal SiteStore Sites { get; }

    internal EventIntake Events { get; }

    internal JournalIntake Journals { get; }

    internal RefusalLog Refusals { get; }

    internal Notes<JournalIntake> Log { get; } = new();

    internal ConcurrentQueue<EventRecord> Heard { get; } = new();

    internal bool IsUp => _service.Health.Up;

    internal HealthState Link => _service.Health;

    internal JournalRig Run(int port, string? user = null) => Run([port], user);

    internal JournalRig Run(int[] ports, string? user = null)
    {
        _running = _service.RunAsync(
            [
                .. ports.Select(port => new BrokerEndpoint
                {
                    Host = "127.0.0.1", Port = port, UserName = user, Password = MosquittoBroker.Password,
                }),
            ],
            _stop.Token);
        return this;
    }

    public void Changes(SiteChanges changes)
    {
    }

    public void Event(EventRecord record) => Heard.Enqueue(record);

    public void Health()
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _journals.DisposeAsync();
        await _writer.DisposeAsync();
        _file.Dispose();
        _stop.Dispose();
    }

    /// <summary>How far the journal is stored.</summary>
    internal static long Watermark(string path)
    {
        using SqliteEventStore file = SqliteEventStore.Open(path);
        return Assert.Single(new SqlJournalStore(file).Watermarks()).Seq;
    }

    /// <summary>What the historian holds of the recordings: a line a sample and an event, in the order of their seq.</summary>
    internal static string[] Held(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT seq || ' ' || time || ' ' || name || ' ' || value || ' ' || raw FROM sample JOIN series ON id = series
            UNION ALL SELECT seq || ' ' || ((time - 621355968000000000) / 10) || ' ' || tag FROM event WHERE epoch != 'centre'
            """;
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> lines = [];
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    /// <summary>The same of records.</summary>
    internal static string[] Lines(IEnumerable<Record> records) =>
    [
        .. records.SelectMany(record => record.Event is { } happened
            ? [FormattableString.Invariant($"{record.Seq} {record.Time} {happened.Tag}")]
            : record.Samples.Samples_.Select(sample => FormattableString.Invariant(
                $"{record.Seq} {record.Time} {Recordings.Names[sample.Name]} {sample.Value:0.0##} {sample.Whole}")))
            .Order(StringComparer.Ordinal),
    ];
}
