using System.Collections.Concurrent;
using Edge.Domain;
using Edge.Field.Bus;
using Edge.Field.Mara.Bus;
using Edge.Field.Mara.Outstation;
using Edge.Field.Time;
using Edge.Pipeline;
using TestKit;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>The driver with its real thread: the loop of the field polls it while the bus goes on.</summary>
public sealed class MaraBusDriverTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly Notes<MaraBusDriver> _notes = new();

    [Fact]
    public async Task Scans_come_one_after_the_other_and_every_event_once()
    {
        await using var bus = new LiveBus(_notes);
        List<int> numbers = [];
        for (int round = 0; round < 300; round++)
        {
            bus.Ied(5).Happen(round % 7 == 0 ? 1 : 0);
            Scan scan = await ScanAsync(bus.Driver);
            DateTimeOffset first = new(2026, 7, 1, 11, 0, 0, TimeSpan.Zero);
            numbers.AddRange(scan.Events.Select(e => (int)((e.Time - first).Ticks * 32 / TimeSpan.TicksPerSecond)));
            bus.Driver.Acknowledge();
        }

        while (numbers.Count < 43)
        {
            numbers.AddRange((await ScanAsync(bus.Driver)).Events.Select(_ => numbers.Count));
            bus.Driver.Acknowledge();
        }

        Assert.Equal(Enumerable.Range(0, 43), numbers);
        Assert.Empty(_notes.Errors);
    }

    [Fact]
    public async Task The_memory_of_a_scan_stays_as_it_is_until_it_is_acknowledged()
    {
        await using var bus = new LiveBus(_notes);
        _ = await ScanAsync(bus.Driver);
        bus.Driver.Acknowledge();
        Scan scan = await ScanAsync(bus.Driver);
        (byte[] checkpoint, Reading[] readings) = (scan.Checkpoint.ToArray(), scan.Readings.ToArray());
        Array.ForEach(bus.Ieds, i => i.Power = 999);

        // All eleven once, and again those at least six whose answers were in the first scan.
        await Eventually.TrueAsync(() => bus.Asked >= 17, "the bus goes on", _stop);
        Assert.Equal(scan.Number, (await ScanAsync(bus.Driver)).Number);
        Assert.Equal(checkpoint, scan.Checkpoint.ToArray());
        Assert.Equal(readings, scan.Readings.ToArray());
    }

    [Fact]
    public async Task The_events_of_a_scan_stay_as_they_are_until_it_is_acknowledged()
    {
        await using var bus = new LiveBus(_notes);
        foreach (int address in bus.Driver.Addresses)
        {
            bus.Ied(address).Happen(2);
        }

        Scan scan = await ScanAsync(bus.Driver);
        List<FieldEvent> events = [.. scan.Events];
        Assert.NotEmpty(events);
        await Eventually.TrueAsync(() => bus.Asked >= bus.Ieds.Length, "all the others are asked", _stop);
        Assert.Equal(scan.Number, (await ScanAsync(bus.Driver)).Number);
        Assert.Equal(events, scan.Events);
        bus.Driver.Acknowledge();
        while (events.Count < 2 * bus.Ieds.Length)
        {
            events.AddRange((await ScanAsync(bus.Driver)).Events);
            bus.Driver.Acknowledge();
        }

        Assert.All(events.CountBy(e => e.IedAddress), ied => Assert.Equal(2, ied.Value));
    }

    [Fact]
    public async Task The_thread_that_asks_is_prepared_once_before_its_first_question()
    {
        await using var bus = new LiveBus(_notes);
        for (int scan = 0; scan < 3; scan++)
        {
            _ = await ScanAsync(bus.Driver);
            bus.Driver.Acknowledge();
        }

        Assert.Equal([0], bus.Prepared);
        Assert.True(bus.AskedByThePrepared);
    }

    [Fact]
    public async Task A_poll_that_waits_ends_with_the_stop_of_the_driver()
    {
        var bus = new LiveBus(_notes) { Silent = true };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        Task loop = PollForEverAsync(bus.Driver, stop.Token);
        await Eventually.TrueAsync(() => bus.Asked > 55, "all are given up", _stop);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
        await bus.DisposeAsync();
        Assert.True(bus.Disposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => _ = await bus.Driver.PollAsync(_stop));
        bus.Driver.Acknowledge();
        PassThroughAnswer answer = await bus.Driver.AskAsync(0x36, new byte[] { 5, 0, 0, 4 }, _stop);
        Assert.Equal(PassThroughOutcome.NotPossible, answer.Outcome);
    }

    [Fact]
    public async Task A_bug_on_the_thread_of_the_bus_is_thrown_by_the_next_poll()
    {
        await using var bus = new LiveBus(_notes) { Bug = new InvalidTimeZoneException("a bug") };
        InvalidTimeZoneException bug = await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            while (true)
            {
                _ = await bus.Driver.PollAsync(_stop);
                bus.Driver.Acknowledge();
            }
        });
        Assert.Equal("a bug", bug.Message);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => _ = await bus.Driver.PollAsync(_stop));
    }

    [Fact]
    public async Task A_control_centres_question_is_answered_from_any_thread()
    {
        await using var bus = new LiveBus(_notes);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        Task loop = PollForEverAsync(bus.Driver, stop.Token);
        PassThroughAnswer answer = await bus.Driver.AskAsync(0x36, new byte[] { 5, 0x10, 0, 3 }, _stop);
        Assert.Equal((PassThroughOutcome.Answered, "101112"), (answer.Outcome, Convert.ToHexString(answer.Data.Span)));

        // An IED reads within a page (06): what crosses one takes two questions.
        answer = await bus.Driver.AskAsync(0x36, new byte[] { 5, 0xFE, 0, 4 }, _stop);
        Assert.Equal((PassThroughOutcome.Answered, "FEFF0001"), (answer.Outcome, Convert.ToHexString(answer.Data.Span)));
        Assert.Equal(PassThroughOutcome.Answered, (await bus.Driver.SetTimeAsync(new DateTime(2026, 7, 1), _stop)).Outcome);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_read_is_logged_and_ignored()
    {
        await using var bus = new LiveBus(_notes, new byte[] { 9, 9, 9 });
        _ = await ScanAsync(bus.Driver);
        Assert.Equal(1, _notes.Count(1007));
    }

    [Fact]
    public void A_bus_without_an_IED_of_the_profile_is_refused() => Assert.Contains(
        "no IED with address 40",
        Assert.Throws<ArgumentException>(() => MaraBusIeds.Of(
            BusRig.Options with { Ieds = [2, 40] }, BusRig.Profile, new StationClock(Station.Zone, TimeProvider.System))).Message,
        StringComparison.Ordinal);

    private static async Task PollForEverAsync(MaraBusDriver driver, CancellationToken stop)
    {
        while (true)
        {
            _ = await driver.PollAsync(stop);
            driver.Acknowledge();
        }
    }

    private async Task<Scan> ScanAsync(MaraBusDriver driver)
    {
        PollResult result = await driver.PollAsync(_stop).AsTask().WaitAsync(s_patience, _stop);
        return result.Scan ?? throw new InvalidOperationException(result.Failure!.Detail);
    }

    // A bus without a line: each answer is there at once.
    private sealed class LiveBus : IFieldBus, IAsyncDisposable
    {
        private readonly ConcurrentDictionary<int, Lock> _locks = [];
        private volatile int _asked;
        private int _prepared;

        public LiveBus(Notes<MaraBusDriver> notes, ReadOnlyMemory<byte>? checkpoint = null)
        {
            Ieds = [.. Enumerable.Range(2, 11).Select(a => new ScriptedIed(a))];
            Driver = new MaraBusDriver(BusRig.Options, BusRig.Profile, Station.Zone, this, checkpoint, null, TimeProvider.System, notes);
        }

        public MaraBusDriver Driver { get; }

        public ScriptedIed[] Ieds { get; }

        public bool Silent { get; init; }

        public Exception? Bug { get; init; }

        public bool Disposed { get; private set; }

        public int Asked => _asked;

        public string Name => "live";

        public TimeSpan ByteTime => TimeSpan.FromTicks(10_417);

        /// <summary>For each time that a thread was prepared: how many questions there had been.</summary>
        public ConcurrentQueue<int> Prepared { get; } = [];

        public bool AskedByThePrepared { get; private set; } = true;

        public void PrepareThread()
        {
            _prepared = Environment.CurrentManagedThreadId;
            Prepared.Enqueue(_asked);
        }

        public Guarded Ied(int address) => new(Ieds[address - 2], LockOf(address));

        public BusResult Ask(ReadOnlySpan<byte> question, Span<byte> answer, IFrameFinder finder, TimeSpan timeout)
        {
            AskedByThePrepared &= Environment.CurrentManagedThreadId == _prepared;
            if (++_asked > 30 && Bug is not null)
            {
                throw Bug;
            }

            long stamp = TimeProvider.System.GetTimestamp();
            if (Silent)
            {
                return new BusResult(BusOutcome.Silent, 0, stamp);
            }

            byte[] reply;
            lock (LockOf(question[2]))
            {
                reply = Ieds[question[2] - 2].Hear(question.ToArray());
            }

            Assert.Equal(FrameProgress.Whole, finder.Find(reply, out int start, out int length));
            reply.AsSpan(start, length).CopyTo(answer);
            return new BusResult(BusOutcome.Answered, length, stamp);
        }

        public BusResult Broadcast(ReadOnlySpan<byte> frame) => new(BusOutcome.Silent, 0, TimeProvider.System.GetTimestamp());

        public void Dispose() => Disposed = true;

        public ValueTask DisposeAsync() => Driver.DisposeAsync();

        private Lock LockOf(int address) => _locks.GetOrAdd(address, _ => new Lock());

        internal sealed class Guarded(ScriptedIed ied, Lock gate)
        {
            public void Happen(int count)
            {
                lock (gate)
                {
                    ied.Happen(count);
                }
            }
        }
    }
}
