using Dashboard.Historian.Journal;
using Dashboard.Historian.Postgres;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Tests.Journal;
using TestKit.Databases;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>The server is killed within a batch: what was promised is there, and nothing is doubled.</summary>
[Trait("Category", "Slow")]
public sealed class PostgresPowerCutTests
{
    private const int Size = 50;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_store_returned_for_is_there_and_nothing_is_doubled()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: true, Cancelled);
        await server.CreateDatabaseAsync("historian", "template0", Cancelled);
        using SqlEventStore events = new(PostgresDatabase.Open(server.ConnectionTo("historian")));
        SqlJournalStore journals = new(events);
        long arrival = 0;
        long stored = 0;
        Store(null);

        // A batch asks for places in the order of arrival: before its watermark, before its events, and behind its values.
        int[] steps = [1, 2, (Size / 2) + 2];
        foreach (int step in steps)
        {
            int asked = 0;
            HistorianException failed = Assert.Throws<HistorianException>(() => Store(() =>
            {
                if (++asked == step)
                {
                    server.KillAsync().GetAwaiter().GetResult();
                }
            }));
            Assert.InRange(asked, step, steps[^1]);
            Assert.Contains("could not be written", failed.Message, StringComparison.Ordinal);
            Assert.Throws<HistorianException>(() => events.QueryEvents(new RecordQuery()));
            await server.StartAgainAsync(Cancelled);
            Expect();
            Store(null);
            Expect();
        }

        // Wherever it is: also between the commit and its answer.
        TaskCompletionSource flows = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task kill = Task.Run(
            async () =>
            {
                await flows.Task;
                await server.KillAsync();
            },
            Cancelled);
        Assert.Throws<HistorianException>((Action)(() =>
        {
            for (int i = 0; ; i++)
            {
                Store(null);
                if (i == 5)
                {
                    flows.SetResult();
                }
            }
        }));
        await kill;
        await server.StartAgainAsync(Cancelled);
        long promised = stored;
        stored = Assert.Single(journals.Watermarks()).Seq;
        Assert.InRange(stored, promised, promised + Size);
        Expect();
        stored = promised;
        Store(null);
        Expect();

        void Store(Action? ask)
        {
            JournalBatch batch = Batches.Of(stored, stored + Size, entry: seq =>
                seq % Size == 0 ? new JournalEntry(seq, Batches.TimeOf(seq)) { Error = "x" }
                : seq % 2 == 0 ? Batches.Sample(seq) : Batches.Event(seq));
            stored = journals.Store(batch, Next, Records.Start).Watermark;

            long Next()
            {
                ask?.Invoke();
                return ++arrival;
            }
        }

        void Expect()
        {
            Assert.Equal(stored, Assert.Single(journals.Watermarks()).Seq);
            Assert.Equal(
                (stored / 2, (stored / 2) - (stored / Size), stored / Size),
                (Count("event"), Count("sample"), Count("journal_aside")));
        }

        long Count(string table) => events.Database.Write(session => session.Number($"SELECT count(*) FROM {table}"))!.Value;
    }

    [Fact]
    public async Task Two_dashboards_that_store_the_same_journal_double_nothing()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: false, Cancelled);
        await server.CreateDatabaseAsync("historian", "template0", Cancelled);
        using SqlEventStore one = new(PostgresDatabase.Open(server.ConnectionTo("historian")));
        using SqlEventStore other = new(PostgresDatabase.Open(server.ConnectionTo("historian")));
        int next = 0;
        await Task.WhenAll(new[] { one, other }.Select(events => Task.Run(
            () =>
            {
                SqlJournalStore journals = new(events);
                long arrival = 0;
                for (long after = 0; after < 1000; after += Size)
                {
                    JournalStored stored = journals.Store(
                        Batches.Of(
                            after, after + Size, entry: seq => seq % 2 == 0 ? Batches.Sample(seq, $"T{seq % 20}") : Batches.Event(seq)),
                        () => ++arrival, Records.Start);
                    _ = stored.Place == BatchPlace.Next ? Interlocked.Increment(ref next) : 0;
                    Assert.Null(stored.Gone);
                    Assert.All(stored.Records, record => Assert.NotEqual(Stored.Beside, record.Became));
                }
            },
            Cancelled)));
        Assert.Equal(1000 / Size, next);
        Assert.Equal(
            (500L, 500L, 10L, 0L),
            one.Database.Write(session => (
                Count(session, "event"), Count(session, "sample"), Count(session, "series"), Count(session, "journal_gap"))));

        static long Count(SqlSession session, string table) => session.Number($"SELECT count(*) FROM {table}")!.Value;
    }
}
