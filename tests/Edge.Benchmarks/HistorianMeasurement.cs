using System.Diagnostics;
using System.Globalization;
using Dashboard.Historian;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Postgres;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Edge.Contracts;
using TestKit;
using TestKit.Databases;

namespace Edge.Benchmarks;

/// <summary>
/// Measures what each store of the historian takes in a second: batches of 500 records of one journal, a value of 100 tags or an event
/// each, one batch after the other, each on the disk before the next.
/// </summary>
internal static class HistorianMeasurement
{
    private const int Size = 500;
    private const string Site = "los-alamos";

    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string[] args)
    {
        double seconds = 20;
        if (args is not [] and not ["--seconds", _]
            || (args.Length == 2 && !(double.TryParse(args[1], CultureInfo.InvariantCulture, out seconds) && seconds is > 0 and <= 600)))
        {
            Console.Error.WriteLine("usage: historian [--seconds N]   N for each figure, up to 600, 20 by default");
            return 2;
        }

        TimeSpan span = TimeSpan.FromSeconds(seconds);
        using (TemporaryFolder folder = new())
        {
            Measure("SQLite, values", span, SqliteEventStore.Open(folder.At("values.db")), Value);
            Measure("SQLite, events", span, SqliteEventStore.Open(folder.At("events.db")), Event);
        }

        if (PostgresServer.Programs is null)
        {
            Console.Error.WriteLine(PostgresServer.Missing);
            return 1;
        }

        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: true, CancellationToken.None);
        foreach ((string name, Func<long, JournalEntry> entry) in
            ((string, Func<long, JournalEntry>)[])[("values", Value), ("events", Event)])
        {
            await server.CreateDatabaseAsync(name, "template0", CancellationToken.None);
            Measure($"PostgreSQL, {name}", span, new SqlEventStore(PostgresDatabase.Open(server.ConnectionTo(name))), entry);
        }

        return 0;
    }

    private static void Measure(string what, TimeSpan span, SqlEventStore events, Func<long, JournalEntry> entry)
    {
        using SqlEventStore owned = events;
        SqlJournalStore journals = new(events);
        long arrival = 0;
        long after = 0;
        Fill(TimeSpan.FromSeconds(1));
        long before = after;
        TimeSpan busy = Process.GetCurrentProcess().TotalProcessorTime;
        TimeSpan took = Fill(span);
        busy = Process.GetCurrentProcess().TotalProcessorTime - busy;
        string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {what,-20} {(after - before) / took.TotalSeconds,8:0}/s, {busy.TotalSeconds * 1000 / (after - before),6:0.000} s of this process
            for 1000, {after} in all, load {load}
            """).ReplaceLineEndings(" "));

        TimeSpan Fill(TimeSpan span)
        {
            Stopwatch clock = Stopwatch.StartNew();
            while (clock.Elapsed < span)
            {
                JournalBatch batch = new()
                {
                    Site = Site,
                    Epoch = "e1",
                    AfterSeq = after,
                    LastSeq = after + Size,
                    OldestSeq = 1,
                    Entries = [.. Enumerable.Range(1, Size).Select(i => entry(after + i))],
                    Pack = _ => [],
                };
                after = journals.Store(batch, () => ++arrival, s_start).Watermark;
            }

            return clock.Elapsed;
        }
    }

    // A hundred tags, each once in a second.
    private static long TimeOf(long seq) => (s_start.AddMilliseconds(seq * 10) - DateTimeOffset.UnixEpoch).Ticks / 10;

    private static JournalEntry Value(long seq) =>
        new(seq, TimeOf(seq)) { Samples = [new SampleValue($"LA1VV_{seq % 100:00}", seq / 7.0, seq & 0x3fff, null)] };

    private static JournalEntry Event(long seq) => new(seq, TimeOf(seq))
    {
        Record = new EventRecord(Site, new EventMessage
        {
            Epoch = "e1",
            Seq = seq,
            Type = EventType.Digital,
            Tag = $"LA152B{seq % 100:00}",
            State = (int)(seq & 1),
            Text = "Abierto",
            Time = s_start.AddMilliseconds(seq * 10),
            TimeSource = TimeSource.Device,
            Clock = ClockState.Synchronised,
            Received = s_start.AddMilliseconds(seq * 10),
        }),
    };
}
