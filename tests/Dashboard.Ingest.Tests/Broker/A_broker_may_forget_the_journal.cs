using Dashboard.Historian;
using Dashboard.Historian.Journal;
using Dashboard.Ingest.Tests.Sites;
using TestKit;
using TestKit.Brokers;
using Record = Edge.Contracts.Journal.Record;

namespace Dashboard.Ingest.Tests.Broker;

/// <summary>
/// A gateway forgets a record only after the historian has it. Broker, ingest and historian are killed, restarted and taken back here; at
/// the end the historian holds exactly what the gateway recorded.
/// </summary>
[Trait("Category", "Slow")]
public sealed class A_broker_may_forget_the_journal : IDisposable
{
    private const int Count = 3000;

    private readonly TemporaryFolder _directory = new();
    private readonly Record[] _records = Recordings.Make(Count);

    private string File => _directory.At("historian.db");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_broker_is_killed_in_mid_stream()
    {
        await using MosquittoBroker mosquitto = await StartAsync();
        await using JournalRig rig = new JournalRig(File).Run(mosquitto.Port);
        await using TestGateway gateway = new(mosquitto.Port, "e1", _records) { PauseMilliseconds = 5 };
        foreach (int at in (int[])[200, 800, 1400, 2000])
        {
            await Until(() => gateway.Acked >= at, $"record {at} is acknowledged");
            await mosquitto.KillAsync();
            await mosquitto.StartAgainAsync(Stop);
        }

        await WholeAsync(gateway);
        Assert.Equal(Count / 7, rig.Heard.Count);
    }

    [Fact]
    public async Task The_historian_dies_between_commit_and_answer()
    {
        await using MosquittoBroker mosquitto = await StartAsync();
        int batches = 0;
        await using JournalRig rig = new JournalRig(File, around: store => new Dying(store, () => ++batches % 25 == 0)).Run(mosquitto.Port);
        await using TestGateway gateway = new(mosquitto.Port, "e1", _records);
        await WholeAsync(gateway);
        Assert.True(batches > Count / 20);
    }

    [Fact]
    public async Task The_ingest_is_restarted_in_mid_stream()
    {
        await using MosquittoBroker mosquitto = await StartAsync();
        await using TestGateway gateway = new(mosquitto.Port, "e1", _records) { PauseMilliseconds = 5 };
        foreach (int at in (int[])[500, 1000, 2000])
        {
            await using JournalRig first = new JournalRig(File).Run(mosquitto.Port);
            await Until(() => gateway.Acked >= at, $"record {at} is acknowledged");
        }

        await using JournalRig last = new JournalRig(File).Run(mosquitto.Port);
        await WholeAsync(gateway);
    }

    [Fact]
    public async Task A_historian_that_was_taken_back_asks_for_what_it_lacks()
    {
        await using MosquittoBroker mosquitto = await StartAsync();
        await using TestGateway gateway = new(mosquitto.Port, "e1", _records) { PauseMilliseconds = 5 };
        await using (JournalRig first = new JournalRig(File).Run(mosquitto.Port))
        {
            await Until(() => gateway.Acked >= 300, "some are acknowledged");
        }

        System.IO.File.Copy(File, _directory.At("backup.db"));
        await using (JournalRig second = new JournalRig(File).Run(mosquitto.Port))
        {
            await Until(() => gateway.Acked >= 2000, "more are acknowledged");
        }

        System.IO.File.Delete(File + "-wal");
        System.IO.File.Delete(File + "-shm");
        System.IO.File.Copy(_directory.At("backup.db"), File, overwrite: true);
        await using JournalRig last = new JournalRig(File).Run(mosquitto.Port);
        await WholeAsync(gateway);
        Assert.Contains(gateway.Replays, replay => replay is { Epoch: "e1", AfterSeq: >= 300 and < 2000 });
    }

    [Fact]
    public async Task What_nobody_has_any_more_is_an_event_and_the_rest_is_whole()
    {
        await using MosquittoBroker mosquitto = await StartAsync();
        await using TestGateway gateway = new(mosquitto.Port, "e1", _records) { PauseMilliseconds = 5 };
        await using (JournalRig first = new JournalRig(File).Run(mosquitto.Port))
        {
            await Until(() => gateway.Acked >= 300, "some are acknowledged");
        }

        long acked = JournalRig.Watermark(File);
        gateway.Oldest = acked + 101;
        await using JournalRig last = new JournalRig(File).Run(mosquitto.Port);
        await Until(() => gateway.Acked == Count, "everything is acknowledged");
        EventRecord gap = Assert.Single(last.Heard, record => record.Epoch == CentreRecord.Epoch);
        Assert.Equal((acked + 1, acked + 100), (gap.Event.FirstSeq, gap.Event.LastSeq));
        Assert.Equal(
            JournalRig.Lines(_records.Where(record => record.Seq <= acked || record.Seq > acked + 100)), JournalRig.Held(File));
    }

    [Fact]
    public async Task The_shipped_configuration_of_Mosquitto_lets_it_through()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker mosquitto = await MosquittoBroker.StartShippedAsync([Payloads.Site, "dashboard"], Stop);
        await using JournalRig rig = new JournalRig(File).Run(mosquitto.Port, "dashboard");
        await using TestGateway gateway = new(mosquitto.Port, "e1", _records, user: Payloads.Site);
        await WholeAsync(gateway);
    }

    private async Task WholeAsync(TestGateway gateway)
    {
        await Until(() => gateway.Acked == Count, "everything is acknowledged");
        Assert.Equal(JournalRig.Lines(_records), JournalRig.Held(File));
    }

    private static Task<MosquittoBroker> StartAsync()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        return MosquittoBroker.StartAsync(Stop);
    }

    private static Task Until(Func<bool> condition, string what) =>
        Eventually.TrueAsync(condition, what, Stop, TimeSpan.FromSeconds(60));

    /// <summary>Stores, and sometimes nobody gets to know.</summary>
    private sealed class Dying(IJournalStore inner, Func<bool> dies) : IJournalStore
    {
        public IReadOnlyList<Watermark> Watermarks() => inner.Watermarks();

        public JournalStored Store(JournalBatch batch, Func<long> arrival, DateTimeOffset now)
        {
            JournalStored stored = inner.Store(batch, arrival, now);
            return dies() ? throw new HistorianException("It died.") : stored;
        }

        public IReadOnlyList<JournalStored> StoreTogether(
            IReadOnlyList<JournalBatch> batches, Func<long> arrival, DateTimeOffset now) =>
            [.. batches.Select(batch => Store(batch, arrival, now))];

        public int DropOld(DateTimeOffset before, int most) => inner.DropOld(before, most);
    }
}
